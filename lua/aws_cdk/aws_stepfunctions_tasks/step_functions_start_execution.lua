--- Starts an execution of a state machine.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local PARENT <const> = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"

local function policies(self, props)
  local stack, arn = task.stack(self), props.state_machine.state_machine_ref.state_machine_arn
  local all = { task.allow({ "states:StartExecution" }, { arn }) }
  if self._pattern ~= integration.RUN_JOB then return all end
  local COLON = cdk.ArnFormat.COLON_RESOURCE_NAME
  all[2] = task.allow({ "states:DescribeExecution", "states:StopExecution" }, {
    stack:format_arn {
      service = "states", resource = "execution", arn_format = COLON,
      resource_name = stack:split_arn(arn, COLON).resource_name .. "*",
    },
  })
  all[3] = task.allow_managed_rule(self, "StepFunctionsGetEventsForStepFunctionsExecutionRule")
  return all
end

local function input(props, language)
  if not props.associate_with_parent then
    return props.input and props.input.value or stepfunctions.JsonPath.string_at "$"
  end
  local all = engine.ordered()
  local given = props.input and props.input.value or {}
  for _, key in ipairs(engine.keys(given)) do all[key] = given[key] end
  all[PARENT] = language == integration.JSONATA and "{% $states.context.Execution.Id %}"
    or stepfunctions.JsonPath.string_at "$$.Execution.Id"
  return all
end

return {
  StepFunctionsStartExecution = task.class("StepFunctionsStartExecution", {
    patterns = task.ALL,
    token_in = "input",
    check = function(self, props)
      if props.associate_with_parent and props.input and props.input.type ~= stepfunctions.InputType.OBJECT then
        engine.fail(self, "associate_with_parent adds a field to the input, so input must be an object: "
          .. "-> use stepfunctions.TaskInput.from_object")
      end
    end,
    policies = policies,
    resource = function(self)
      return integration.arn("states", "startExecution", self._pattern)
        .. (self._pattern == integration.RUN_JOB and ":2" or "")
    end,
    parameters = function(_, props, language)
      return engine.ordered("Input", input(props, language),
        "StateMachineArn", props.state_machine.state_machine_ref.state_machine_arn, "Name", props.name)
    end,
  }),
}
