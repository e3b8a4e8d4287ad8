--- Events start a pipeline.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local CodePipeline = engine.class "aws_cdk.aws_events_targets.CodePipeline"

--- Arguments: pipeline, CodePipelineTargetOptions: event_role and TargetBaseProps.
function CodePipeline:init(pipeline, options)
  self._pipeline = pipeline
  self._options = options or {}
end

function CodePipeline:bind()
  local pipeline, options = self._pipeline, self._options
  local role = options.event_role or target.singleton_role(pipeline)
  local arn = codepipeline.CfnPipeline.arn_for_pipeline(pipeline)
  role:add_to_principal_policy(iam.PolicyStatement {
    resources = { arn }, actions = { "codepipeline:StartPipelineExecution" },
  })
  local config = target.base_config(options)
  config.id, config.arn, config.role, config.target_resource = "", arn, role, pipeline
  return config
end

return { CodePipeline = CodePipeline }
