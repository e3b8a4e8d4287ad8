local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local Construct = engine.Construct

local LOG_DELIVERY = {
  "logs:CreateLogDelivery", "logs:CreateLogStream", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutLogEvents", "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
}

--- Polls a function until a resource is complete.
local WaiterStateMachine = engine.class("aws_cdk.custom_resources.WaiterStateMachine", Construct)

local function logging(self, role, handler, options)
  role:add_to_principal_policy(iam.PolicyStatement { actions = LOG_DELIVERY, resources = { "*" } })
  options = options or {}
  local group = options.destination or logs.LogGroup(self, "LogGroup", {
    log_group_name = "/aws/vendedlogs/states/waiter-state-machine-" .. handler.function_name .. "-" .. self.node.addr,
  })
  return {
    destinations = { { cloud_watch_logs_log_group = { log_group_arn = group.log_group_ref.log_group_arn } } },
    include_execution_data = options.include_execution_data or false,
    level = options.level or "ERROR",
  }
end

function WaiterStateMachine:init(scope, id, props)
  Construct.init(self, scope, id)
  local role = iam.Role(self, "Role", { assumed_by = iam.ServicePrincipal "states.amazonaws.com" })
  props.is_complete_handler:grant_invoke(role)
  props.timeout_handler:grant_invoke(role)
  local any_error = { "States.ALL" }
  local definition = engine.stack_of(self):to_json_string(engine.ordered(
    "StartAt", "framework-isComplete-task",
    "States", engine.ordered(
      "framework-isComplete-task", engine.ordered(
        "End", true,
        "Retry", {
          engine.ordered("ErrorEquals", any_error, "IntervalSeconds", props.interval:to_seconds(),
            "MaxAttempts", props.max_attempts, "BackoffRate", props.backoff_rate),
        },
        "Catch", { engine.ordered("ErrorEquals", any_error, "Next", "framework-onTimeout-task") },
        "Type", "Task",
        "Resource", props.is_complete_handler.function_arn),
      "framework-onTimeout-task", engine.ordered(
        "End", true, "Type", "Task", "Resource", props.timeout_handler.function_arn))))
  local resource = stepfunctions.CfnStateMachine(self, "Resource", {
    definition_string = definition,
    role_arn = role.role_arn,
    logging_configuration = not props.disable_logging
      and logging(self, role, props.is_complete_handler, props.log_options) or nil,
  })
  resource.node:add_dependency(role)
  self.state_machine_arn = resource.ref
end

function WaiterStateMachine:grant_start_execution(identity)
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { "states:StartExecution" }, resource_arns = { self.state_machine_arn },
  }
end

return { WaiterStateMachine = WaiterStateMachine }
