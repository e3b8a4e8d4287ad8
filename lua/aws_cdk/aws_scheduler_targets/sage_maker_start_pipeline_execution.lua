--- The schedule starts a pipeline of SageMaker.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local MAX_PARAMETERS = 200

local SageMakerStartPipelineExecution =
  engine.class("aws_cdk.aws_scheduler_targets.SageMakerStartPipelineExecution", Base)

--- Arguments: pipeline, SageMakerStartPipelineExecutionProps: pipeline_parameter_list and
--- ScheduleTargetBaseProps.
function SageMakerStartPipelineExecution:init(pipeline, props)
  local list = props and props.pipeline_parameter_list
  if list and #list > MAX_PARAMETERS then
    engine.fail(pipeline, "pipeline_parameter_list can have at most %d parameters, got %d", MAX_PARAMETERS, #list)
  end
  Base.init(self, props, pipeline.pipeline_arn)
  self._pipeline = pipeline
end

function SageMakerStartPipelineExecution:_add_target_action_to_role(role)
  self._pipeline:grant_start_pipeline_execution(role)
end

function SageMakerStartPipelineExecution:_bind_base_target_config(schedule)
  local config = Base._bind_base_target_config(self, schedule)
  local list = self._base_props.pipeline_parameter_list
  config.sage_maker_pipeline_parameters = list and { pipeline_parameter_list = list } or nil
  return config
end

return { SageMakerStartPipelineExecution = SageMakerStartPipelineExecution }
