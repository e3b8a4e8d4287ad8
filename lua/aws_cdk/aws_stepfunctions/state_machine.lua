--- State machines.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local ROW = {
  arn = {
    "state_machine_arn", "ref", service = "states", resource = "stateMachine",
    format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  },
  name = { "state_machine_name", "attr_name" },
}

-- ---- what imported state machines have, too -------------------------------------------------------------------------

local StateMachineBase = engine.class("aws_cdk.aws_stepfunctions.StateMachineBase", cdk.Resource)

--- Lets the identity perform the given actions on the state machine.
function StateMachineBase:grant(identity, ...) return self.grants:actions(identity, ...) end

--- Lets the identity go on with failed executions.
function StateMachineBase:grant_redrive_execution(identity)
  return self.grants:execution(identity, "states:RedriveExecution")
end

--- A metric of the state machine.
function StateMachineBase:metric(metric_name, props)
  local all = l2.with({
    namespace = "AWS/States", metric_name = metric_name, statistic = "sum",
    dimensions_map = { StateMachineArn = self.state_machine_arn },
  }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all):attach_to(self)
end

local StateMachine = l2.resource("aws_cdk.aws_stepfunctions.StateMachine", StateMachineBase, ROW)

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function check(self, props)
  if props.definition and props.definition_body then
    fail(self, "definition and definition_body are mutually exclusive")
  end
  if not props.definition and not props.definition_body then
    fail(self, "a state machine needs definition_body, such as DefinitionBody.from_chainable(state)")
  end
  local name = props.state_machine_name
  if name ~= nil and not is_unresolved(name) then
    l2.within(self, "aws_stepfunctions.CfnStateMachineProps.state_machine_name", name)
    if not name:find "^[%w+!@.()=_'%-]+$" then
      fail(self, "state_machine_name may hold letters, digits and + ! @ . ( ) - = _ ', got %s", display(name))
    end
  end
  local logs = props.logs
  if logs and logs.level ~= "OFF" and not logs.destination then
    fail(self, "logs needs a destination unless its level is OFF")
  end
end

-- ---- permissions ----------------------------------------------------------------------------------------------------

local LOG_DELIVERY = {
  "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
}
local TRACING = {
  "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
}

local function make_role(self)
  local stack = engine.stack_of(self)
  return iam.Role(self, "Role", {
    assumed_by = iam.ServicePrincipal("states.amazonaws.com", {
      conditions = engine.ordered(
        "ArnLike", {
          ["aws:SourceArn"] = stack:format_arn {
            service = "states", resource = "stateMachine", resource_name = "*",
            arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
          },
        },
        "StringEquals", { ["aws:SourceAccount"] = stack.account }),
    }),
  })
end

local function allow(self, actions, resource)
  self:add_to_role_policy(iam.PolicyStatement { actions = actions, resources = { resource } })
end

-- The role may use the key for this state machine, and for its logs.
local function allow_key(self, key, logs)
  local stack = engine.stack_of(self)
  local function allow_for(actions, context, arn)
    self.role:add_to_principal_policy(iam.PolicyStatement {
      actions = actions, resources = { key.key_arn },
      conditions = { StringEquals = { ["kms:EncryptionContext:" .. context] = stack:format_arn(arn) } },
    })
  end
  allow_for({ "kms:Decrypt", "kms:GenerateDataKey" }, "aws:states:stateMachineArn", {
    service = "states", resource = "stateMachine", resource_name = self.physical_name or "",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
  if logs and logs.level ~= "OFF" then
    allow_for({ "kms:GenerateDataKey" }, "SourceArn", {
      service = "logs", resource = "*", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    })
    key:add_to_resource_policy(iam.PolicyStatement {
      actions = { "kms:Decrypt*" }, resources = { "*" },
      principals = { iam.ServicePrincipal "delivery.logs.amazonaws.com" },
    })
  end
end

-- ---- parts of the properties ----------------------------------------------------------------------------------------

local function logging(self, logs)
  if not logs then return nil end
  local destinations
  if logs.destination then
    allow(self, LOG_DELIVERY, "*")
    destinations = { { cloud_watch_logs_log_group = { log_group_arn = logs.destination.log_group_ref.log_group_arn } } }
  end
  return {
    destinations = destinations, include_execution_data = logs.include_execution_data, level = logs.level or "ERROR",
  }
end

local function tracing(self, enabled)
  if enabled == nil then return nil end
  if enabled then allow(self, TRACING, "*") end
  return { enabled = enabled }
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, StateMachineProps: definition_body (required).
function StateMachine:init(scope, id, props)
  StateMachineBase.init(self, scope, id, { physical_name = props.state_machine_name })
  check(self, props)
  self.role = props.role or make_role(self)
  self.state_machine_type = props.state_machine_type or "STANDARD"
  if props.definition then
    engine.deprecated("aws_cdk.aws_stepfunctions.StateMachineProps#definition",
      "use `definition_body` instead, with `DefinitionBody.from_chainable(…)`")
  end
  local body = props.definition_body or stepfunctions.DefinitionBody.from_chainable(props.definition)
  local graph
  if engine.is_a(body, stepfunctions.ChainDefinitionBody) then
    graph = stepfunctions.StateGraph(body.chainable.start_state, "State Machine definition")
    graph.timeout = props.timeout
    for _, statement in ipairs(graph.policy_statements) do self:add_to_role_policy(statement) end
  end
  local encryption = props.encryption_configuration
  local key = encryption and encryption:_own_key()
  if key then allow_key(self, key, props.logs) end

  local logging_configuration = logging(self, props.logs)
  local tracing_configuration = tracing(self, props.tracing_enabled)
  local definition = body:bind(self, self.role, props, graph)
  local resource = stepfunctions.CfnStateMachine(self, "Resource", {
    state_machine_name = self.physical_name,
    state_machine_type = props.state_machine_type,
    role_arn = self.role.role_arn,
    logging_configuration = logging_configuration,
    tracing_configuration = tracing_configuration,
    definition = definition.definition,
    definition_s3_location = definition.definition_s3_location,
    definition_string = definition.definition_string,
    definition_substitutions = props.definition_substitutions,
    encryption_configuration = encryption and encryption:_render(),
  })
  resource:apply_removal_policy(props.removal_policy or cdk.RemovalPolicy.DESTROY)
  resource.node:add_dependency(self.role)
  self._resource = resource
  if graph then graph:bind(self) end
  self.state_machine_revision_id = resource.attr_state_machine_revision_id
end

StateMachine.get.grant_principal = function(self) return self.role.grant_principal end

--- Adds a permission to the role.
function StateMachine:add_to_role_policy(statement) self.role:add_to_principal_policy(statement) end

-- ---- imports --------------------------------------------------------------------------------------------------------

l2.imports(StateMachine, StateMachineBase, { arn = ROW.arn }, function(self)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
end)

--- A state machine of this account and region, by its name.
function StateMachine.from_state_machine_name(scope, id, state_machine_name)
  return StateMachine.from_state_machine_arn(scope, id, engine.stack_of(scope):format_arn {
    service = "states", resource = "stateMachine", resource_name = state_machine_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
end

return { StateMachine = StateMachine }
