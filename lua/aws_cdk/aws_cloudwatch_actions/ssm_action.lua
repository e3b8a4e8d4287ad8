--- An alarm opens an OpsItem or an incident of Systems Manager.
local engine = require "luacdk.engine"

local SsmAction = engine.class "aws_cdk.aws_cloudwatch_actions.SsmAction"

function SsmAction:init(severity, category)
  self._severity = severity
  self._category = category
end

function SsmAction:bind(scope)
  local stack = engine.stack_of(scope)
  local category = self._category and "#CATEGORY=" .. self._category or ""
  return {
    alarm_action_arn = "arn:" .. stack.partition .. ":ssm:" .. stack.region .. ":" .. stack.account .. ":opsitem:"
      .. self._severity .. category,
  }
end

local SsmIncidentAction = engine.class "aws_cdk.aws_cloudwatch_actions.SsmIncidentAction"

function SsmIncidentAction:init(response_plan_name) self._plan = response_plan_name end

function SsmIncidentAction:bind(scope)
  local stack = engine.stack_of(scope)
  return {
    alarm_action_arn = "arn:" .. stack.partition .. ":ssm-incidents::" .. stack.account .. ":response-plan/"
      .. self._plan,
  }
end

return { SsmAction = SsmAction, SsmIncidentAction = SsmIncidentAction }
