--- Permissions one can give on a state machine, L2 or L1.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local StateMachineGrants = engine.class "aws_cdk.aws_stepfunctions.StateMachineGrants"

function StateMachineGrants:init(resource) self._resource = resource end

--- The permissions on this state machine.
function StateMachineGrants.from_state_machine(resource) return StateMachineGrants(resource) end

local function arn_of(self) return self._resource.state_machine_ref.state_machine_arn end

local function executions_of(self)
  local parts = cdk.Arn.split(arn_of(self), cdk.ArnFormat.COLON_RESOURCE_NAME)
  return engine.stack_of(self._resource):format_arn {
    service = "states", resource = "execution", resource_name = parts.resource_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  } .. ":*"
end

local function give(grantee, actions, arn)
  return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = { arn } }
end

--- The given actions.
function StateMachineGrants:actions(identity, ...) return give(identity, { ... }, arn_of(self)) end

--- The given actions on the executions of the state machine.
function StateMachineGrants:execution(grantee, ...) return give(grantee, { ... }, executions_of(self)) end

--- Starting an execution.
function StateMachineGrants:start_execution(grantee) return self:actions(grantee, "states:StartExecution") end

--- Starting an execution and waiting for its end, for state machines of type EXPRESS.
function StateMachineGrants:start_sync_execution(grantee) return self:actions(grantee, "states:StartSyncExecution") end

--- Going on with a failed execution.
function StateMachineGrants:redrive_execution(grantee)
  return give(grantee, { "states:RedriveExecution" }, arn_of(self) .. ":*")
end

--- Answering for a task.
function StateMachineGrants:task_response(grantee)
  return self:actions(grantee, "states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat")
end

--- Looking at the state machine and its executions.
function StateMachineGrants:read(grantee)
  self:actions(grantee, "states:ListExecutions", "states:ListStateMachines")
  self:execution(grantee, "states:DescribeExecution", "states:DescribeStateMachineForExecution",
    "states:GetExecutionHistory")
  return give(grantee, { "states:ListActivities", "states:DescribeStateMachine", "states:DescribeActivity" }, "*")
end

return { StateMachineGrants = StateMachineGrants }
