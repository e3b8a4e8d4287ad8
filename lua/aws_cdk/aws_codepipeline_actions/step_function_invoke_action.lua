--- Runs a state machine.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local StateMachineInput = engine.class "aws_cdk.aws_codepipeline_actions.StateMachineInput"

function StateMachineInput:init(input, artifact, input_type)
  self.input, self.input_artifact, self.input_type = input, artifact, input_type
end

--- A file of an artifact as the input.
function StateMachineInput.file_path(input_file)
  return StateMachineInput(input_file.location, input_file.artifact, "FilePath")
end

--- A value as the input.
function StateMachineInput.literal(object) return StateMachineInput(cdk.Fn.to_json_string(object), nil, "Literal") end

local StepFunctionInvokeAction =
  engine.class("aws_cdk.aws_codepipeline_actions.StepFunctionInvokeAction", actions.Action)

--- Arguments: StepFunctionsInvokeActionProps: action_name, state_machine (all required), state_machine_input,
-- execution_name_prefix, output.
function StepFunctionInvokeAction:init(props)
  local input = props.state_machine_input
  actions.Action.init(self, common.properties(props, {
    resource = props.state_machine, category = "Invoke", provider = "StepFunctions",
    artifact_bounds = common.bounds(0, 1, 0, 1),
    inputs = { input and input.input_artifact }, outputs = { props.output },
  }))
  self._props = props
end

local function executions_of(machine, prefix)
  local stack = engine.stack_of(machine)
  local parts = stack:split_arn(machine.state_machine_arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
  return stack:format_arn {
    account = parts.account, region = parts.region, partition = parts.partition,
    service = "states", resource = "execution",
    resource_name = parts.resource_name .. ":" .. (prefix or "") .. "*",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

function StepFunctionInvokeAction:_bound(_, _, options)
  local props = self._props
  local machine, prefix, input = props.state_machine, props.execution_name_prefix, props.state_machine_input or {}
  common.allow(options.role, { "states:StartExecution", "states:DescribeStateMachine" }, { machine.state_machine_arn })
  common.allow(options.role, { "states:DescribeExecution" }, { executions_of(machine, prefix) })
  common.allow_artifacts(self, options)
  return {
    configuration = engine.ordered(
      "StateMachineArn", machine.state_machine_arn,
      "Input", input.input,
      "InputType", input.input_type,
      "ExecutionNamePrefix", prefix),
  }
end

return { StateMachineInput = StateMachineInput, StepFunctionInvokeAction = StepFunctionInvokeAction }
