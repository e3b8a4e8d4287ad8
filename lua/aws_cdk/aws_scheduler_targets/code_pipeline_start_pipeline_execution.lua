--- The schedule starts a pipeline.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"
local iam = require "aws_cdk.aws_iam"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local CodePipelineStartPipelineExecution =
  engine.class("aws_cdk.aws_scheduler_targets.CodePipelineStartPipelineExecution", Base)

--- Arguments: pipeline, ScheduleTargetBaseProps.
function CodePipelineStartPipelineExecution:init(pipeline, props)
  local arn = engine.has(pipeline, "pipeline_arn") and pipeline.pipeline_arn
  Base.init(self, props, arn or codepipeline.CfnPipeline.arn_for_pipeline(pipeline))
end

function CodePipelineStartPipelineExecution:_add_target_action_to_role(role)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "codepipeline:StartPipelineExecution" }, resources = { self._target_arn },
  })
end

return { CodePipelineStartPipelineExecution = CodePipelineStartPipelineExecution }
