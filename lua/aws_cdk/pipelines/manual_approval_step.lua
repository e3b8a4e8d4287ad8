--- Waits until somebody approves.
local engine = require "luacdk.engine"
local pipelines = require "aws_cdk.pipelines"

local ManualApprovalStep = engine.class("aws_cdk.pipelines.ManualApprovalStep", pipelines.Step)

--- Arguments: id, ManualApprovalStepProps: comment, review_url, notification_topic.
function ManualApprovalStep:init(id, props)
  props = props or {}
  pipelines.Step.init(self, id)
  self.comment, self.review_url, self.notification_topic = props.comment, props.review_url, props.notification_topic
  self:_discover_referenced_outputs(props.comment)
end

return { ManualApprovalStep = ManualApprovalStep }
