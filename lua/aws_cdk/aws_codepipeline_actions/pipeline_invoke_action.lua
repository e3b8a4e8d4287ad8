--- Starts another pipeline.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local codepipeline = require "aws_cdk.aws_codepipeline"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local PipelineInvokeAction = engine.class("aws_cdk.aws_codepipeline_actions.PipelineInvokeAction", actions.Action)

--- Arguments: PipelineInvokeActionProps: action_name, target_pipeline (all required), source_revisions, variables.
function PipelineInvokeAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = "Invoke", provider = "CodePipeline", inputs = {}, outputs = {},
    artifact_bounds = common.bounds(0, 0, 0, 0),
  }))
  self._props = props
end

-- The structs of a list with their fields in camelCase.
local function in_camel_case(list, fields)
  if not list then return nil end
  local all = engine.list {}
  for i, struct in ipairs(list) do
    local one = engine.ordered()
    for _, field in ipairs(fields) do engine.extend(one, { [l2.camel(field)] = struct[field] }) end
    all[i] = one
  end
  return all
end

function PipelineInvokeAction:_bound(scope, _, options)
  local props = self._props
  local target = props.target_pipeline
  common.allow(options.role, { "codepipeline:StartPipelineExecution" },
    { codepipeline.CfnPipeline.arn_for_pipeline(target) })
  local revisions = in_camel_case(props.source_revisions, { "action_name", "revision_type", "revision_value" })
  return {
    configuration = engine.ordered(
      "PipelineName", target.pipeline_ref.pipeline_name,
      "SourceRevisions", common.json(scope, revisions),
      "Variables", common.json(scope, in_camel_case(props.variables, { "name", "value" }))),
  }
end

return { PipelineInvokeAction = PipelineInvokeAction }
