--- Waits until somebody approves.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local SHORTEST_TIMEOUT, LONGEST_TIMEOUT = 5, 86400 -- minutes

local ManualApprovalAction = engine.class("aws_cdk.aws_codepipeline_actions.ManualApprovalAction", actions.Action)

--- Arguments: ManualApprovalActionProps: action_name (required), notification_topic, notify_emails,
-- additional_information, external_entity_link, timeout (5 minutes to 60 days).
function ManualApprovalAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = "Approval", provider = "Manual", artifact_bounds = common.bounds(0, 0, 0, 0),
  }))
  local timeout = props.timeout and props.timeout:to_minutes()
  if timeout and not engine.is_unresolved(timeout) and (timeout < SHORTEST_TIMEOUT or timeout > LONGEST_TIMEOUT) then
    engine.fail(nil, "timeout must be between %d and %d minutes, got %s", SHORTEST_TIMEOUT, LONGEST_TIMEOUT,
      engine.display(timeout))
  end
  self._props = props
end

l2.held(ManualApprovalAction, "notification_topic")

--- Lets the identity approve or reject. The action must be part of a stage already.
function ManualApprovalAction:grant_manual_approval(grantable)
  local stage = self._bound_stage
  if not stage then
    engine.fail(nil, "grant_manual_approval needs an action that is part of a stage; -> add it to a stage first")
  end
  local principal, arn = grantable.grant_principal, stage.pipeline.pipeline_arn
  common.allow(principal, { "codepipeline:ListPipelines" }, "*")
  common.allow(principal, {
    "codepipeline:GetPipeline", "codepipeline:GetPipelineState", "codepipeline:GetPipelineExecution",
  }, { arn })
  common.allow(principal, { "codepipeline:PutApprovalResult" },
    { arn .. "/" .. stage.stage_name .. "/" .. self._props.action_name })
end

local function topic_for(self, scope)
  local emails = self._props.notify_emails or {}
  local topic = self._props.notification_topic
  if not topic and #emails > 0 then topic = require("aws_cdk.aws_sns").Topic(scope, "TopicResource") end
  return topic, emails
end

function ManualApprovalAction:_bound(scope, stage, options)
  local props = self._props
  local topic, emails = topic_for(self, scope)
  if topic then
    topic:grant_publish(options.role)
    for _, email in ipairs(emails) do
      topic:add_subscription(require("aws_cdk.aws_sns_subscriptions").EmailSubscription(email))
    end
  end
  self._notification_topic, self._bound_stage = topic, stage
  local configuration = engine.ordered(
    "NotificationArn", topic and topic.topic_arn,
    "CustomData", props.additional_information,
    "ExternalEntityLink", props.external_entity_link)
  return { configuration = #engine.keys(configuration) > 0 and configuration or nil }
end

return { ManualApprovalAction = ManualApprovalAction }
