--- What own and imported pipelines share: rules for their events, and notifications.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local PipelineBase = engine.class("aws_cdk.aws_codepipeline.PipelineBase", cdk.Resource)

--- A rule for all events of the pipeline. Options: target, event_pattern, description, rule_name, cross_stack_scope.
function PipelineBase:on_event(id, options)
  options = options or {}
  local rule = require("aws_cdk.aws_events").Rule(self, id, {
    description = options.description,
    event_pattern = options.event_pattern,
    rule_name = options.rule_name,
    cross_stack_scope = options.cross_stack_scope,
  })
  rule:add_target(options.target)
  rule:add_event_pattern { source = { "aws.codepipeline" }, resources = { self.pipeline_arn } }
  return rule
end

--- A rule for changes of the state of executions. Options: those of on_event.
function PipelineBase:on_state_change(id, options)
  local rule = self:on_event(id, options)
  rule:add_event_pattern { detail_type = { "CodePipeline Pipeline Execution State Change" } }
  return rule
end

--- What CodeStar notifications are about.
function PipelineBase:bind_as_notification_rule_source() return { source_arn = self.pipeline_arn } end

--- Notifies the target of events. Options: events (required, list of PipelineNotificationEvents) and
-- NotificationRuleOptions.
function PipelineBase:notify_on(id, target, options)
  return require("aws_cdk.aws_codestarnotifications").NotificationRule(self, id,
    l2.with(l2.with({}, options), { source = self, targets = { target } }))
end

-- A method that notifies of the events whose names end so, in the library's order.
local function notifies_of(kind, names)
  local events = {}
  for i, name in ipairs(names) do events[i] = "codepipeline-pipeline-" .. kind .. "-" .. name end
  return function(self, id, target, options)
    return self:notify_on(id, target, l2.with(l2.with({}, options), { events = events }))
  end
end

--- Notifies the target of what happens to executions of the pipeline, its stages or actions, or to approvals.
PipelineBase.notify_on_execution_state_change = notifies_of("pipeline-execution",
  { "failed", "canceled", "started", "resumed", "succeeded", "superseded" })
PipelineBase.notify_on_any_stage_state_change = notifies_of("stage-execution",
  { "canceled", "failed", "resumed", "started", "succeeded" })
PipelineBase.notify_on_any_action_state_change = notifies_of("action-execution",
  { "canceled", "failed", "started", "succeeded" })
PipelineBase.notify_on_any_manual_approval_state_change = notifies_of("manual-approval",
  { "failed", "needed", "succeeded" })

return { PipelineBase = PipelineBase }
