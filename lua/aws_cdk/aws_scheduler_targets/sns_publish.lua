--- The schedule publishes to a topic.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local SnsPublish = engine.class("aws_cdk.aws_scheduler_targets.SnsPublish", Base)

--- Arguments: topic, ScheduleTargetBaseProps.
function SnsPublish:init(topic, props)
  Base.init(self, props, topic.topic_arn)
  self._topic = topic
end

function SnsPublish:_add_target_action_to_role(role)
  self._topic:grant_publish(role)
end

return { SnsPublish = SnsPublish }
