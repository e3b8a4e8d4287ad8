--- The schedule makes a call of the AWS API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local iam_action = require "aws_cdk.private.iam_action"
local targets = require "aws_cdk.aws_scheduler_targets"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local Base = targets.ScheduleTargetBase

-- Prefixes of read-only actions, which Scheduler does not call.
local READING = {
  "get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "lookup", "discover",
  "validate", "batchGet", "batchDescribe", "batchRead", "transactGet", "adminGet", "adminList", "testMigration",
  "retrieve", "testConnection", "translateDocument", "isAuthorized", "invokeModel",
}

local Universal = engine.class("aws_cdk.aws_scheduler_targets.Universal", Base)

local function check(service, action)
  if not is_unresolved(service) and service ~= service:lower() then
    fail(nil, "service must be written in lower case, got %s", display(service))
  end
  if is_unresolved(action) then return end
  if action == "" or action:find "^%u" then
    fail(nil, "action must be written in camelCase, got %s", display(action))
  end
  for _, beginning in ipairs(READING) do
    if action:sub(1, #beginning) == beginning then
      fail(nil, "a schedule cannot call %s:%s, which only reads", service, action)
    end
  end
end

--- Arguments: UniversalTargetProps: service, action (required), policy_statements and ScheduleTargetBaseProps.
function Universal:init(props)
  check(props.service, props.action)
  Base.init(self, props,
    "arn:" .. cdk.Aws.PARTITION .. ":scheduler:::aws-sdk:" .. props.service .. ":" .. props.action)
end

function Universal:_add_target_action_to_role(role)
  local props = self._base_props
  if props.policy_statements and #props.policy_statements > 0 then
    for _, statement in ipairs(props.policy_statements) do role:add_to_principal_policy(statement) end
    return
  end
  cdk.Annotations.of(role):add_warning_v2("@aws-cdk/aws-scheduler-targets:defaultWildcardResourcePolicy",
    "the schedule may make its call on every resource; give policy_statements that name those it needs")
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { iam_action(props.service, props.action) }, resources = { "*" },
  })
end

return { Universal = Universal }
