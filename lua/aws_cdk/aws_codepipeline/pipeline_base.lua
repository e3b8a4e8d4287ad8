--- What own and imported pipelines share: rules for their events, and notifications.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local notifies = require "aws_cdk.aws_codestarnotifications.private.notifies"

local PipelineBase = engine.class("aws_cdk.aws_codepipeline.PipelineBase", cdk.Resource)

--- A rule for all events of the pipeline. Options: target, event_pattern, description, rule_name, cross_stack_scope.
function PipelineBase:on_event(id, options)
  return l2.event_rule(self, id, options,
    engine.ordered("source", { "aws.codepipeline" }, "resources", { self.pipeline_arn }))
end

--- A rule for changes of the state of executions. Options: those of on_event.
function PipelineBase:on_state_change(id, options)
  local rule = self:on_event(id, options)
  rule:add_event_pattern { detail_type = { "CodePipeline Pipeline Execution State Change" } }
  return rule
end

-- The ids of events of one kind.
local function events(kind, ...)
  local list = { ... }
  for i, name in ipairs(list) do list[i] = "codepipeline-pipeline-" .. kind .. "-" .. name end
  return list
end

notifies(PipelineBase, "pipeline_arn", {
  execution_state_change =
    events("pipeline-execution", "failed", "canceled", "started", "resumed", "succeeded", "superseded"),
  any_stage_state_change = events("stage-execution", "canceled", "failed", "resumed", "started", "succeeded"),
  any_action_state_change = events("action-execution", "canceled", "failed", "started", "succeeded"),
  any_manual_approval_state_change = events("manual-approval", "failed", "needed", "succeeded"),
})

return { PipelineBase = PipelineBase }
