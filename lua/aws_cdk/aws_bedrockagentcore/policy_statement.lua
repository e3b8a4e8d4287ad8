--- Statements of policies: who may, or may not, do what with which gateway.
local engine = require "luacdk.engine"
local cedar = require "aws_cdk.aws_bedrockagentcore.private.cedar"

-- Each part of a statement has a _to_cedar().

-- ---- who ------------------------------------------------------------------------------------------------------------

local PolicyPrincipal = engine.class "aws_cdk.aws_bedrockagentcore.PolicyPrincipal"

-- Without a configuration it is anybody.
function PolicyPrincipal:init(config) self._config = config end

--- Anybody.
function PolicyPrincipal.any() return PolicyPrincipal() end

function PolicyPrincipal:_to_cedar()
  local config = self._config
  if not config then return "principal" end
  local group = config.member_of
  if group then
    return "principal in " .. cedar.path(group.entity_type, "a group's type") .. "::"
      .. cedar.id(group.entity_id, "a group's id")
  end
  local kind = cedar.path(config.entity_type, "a principal's type")
  if config.entity_id == nil then return "principal is " .. kind end
  return "principal == " .. kind .. "::"
    .. cedar.id(config.entity_id, "a principal's id", "; -> use entity_type for all of a type")
end

-- ---- what -----------------------------------------------------------------------------------------------------------

local PolicyAction = engine.class "aws_cdk.aws_bedrockagentcore.PolicyAction"

-- Without a list it is any action.
function PolicyAction:init(actions) self._actions = actions end

--- Any action.
function PolicyAction.any() return PolicyAction() end

--- One of the actions, such as "AgentCore::Action::GetGateway". Fails without any.
function PolicyAction.any_of(actions)
  if #actions == 0 then engine.fail(nil, "any_of needs at least 1 action, got none") end
  return PolicyAction(actions)
end

function PolicyAction:_to_cedar()
  if not self._actions then return "action" end
  local all = {}
  for i, action in ipairs(self._actions) do all[i] = cedar.action(action) end
  return #all == 1 and "action == " .. all[1] or "action in [" .. table.concat(all, ", ") .. "]"
end

-- ---- with which -----------------------------------------------------------------------------------------------------

local PolicyResource = engine.class "aws_cdk.aws_bedrockagentcore.PolicyResource"

-- Without an ARN it is any of the type.
function PolicyResource:init(entity_type, entity_arn) self._type, self._arn = entity_type, entity_arn end

function PolicyResource:_to_cedar()
  local kind = cedar.path(self._type, "a resource's type")
  if self._arn == nil then return "resource is " .. kind end
  return "resource == " .. kind .. "::" .. cedar.id(self._arn, "a resource's id")
end

-- ---- statements -----------------------------------------------------------------------------------------------------

local PolicyStatement = engine.class "aws_cdk.aws_bedrockagentcore.PolicyStatement"

--- Argument: PolicyStatementProps: action, effect, principal, resource (required), unless, when.
function PolicyStatement:init(props) self._props = props end

--- A statement written in Cedar.
function PolicyStatement.from_cedar(cedar_statement)
  local made = PolicyStatement {
    effect = "permit", principal = PolicyPrincipal.any(), action = PolicyAction.any(),
    resource = PolicyResource "AgentCore::Gateway",
  }
  made._text = tostring(cedar_statement):match "^%s*(.-)%s*$"
  return made
end

local function clause(word, conditions)
  local all = {}
  for i, condition in ipairs(conditions or {}) do all[i] = condition:_to_cedar() end
  return #all > 0 and "\n" .. word .. " {\n  " .. table.concat(all, " && ") .. "\n}" or ""
end

--- The statement in Cedar. Fails where a part cannot be written in it.
function PolicyStatement:to_cedar()
  local props = self._props
  if self._text and self._text ~= "" then return self._text end -- an empty one is the default, as in the reference
  return props.effect .. "(\n  " .. props.principal:_to_cedar() .. ",\n  " .. props.action:_to_cedar() .. ",\n  "
    .. props.resource:_to_cedar() .. "\n)" .. clause("when", props.when) .. clause("unless", props.unless) .. ";"
end

return {
  PolicyStatement = PolicyStatement, PolicyPrincipal = PolicyPrincipal, PolicyAction = PolicyAction,
  PolicyResource = PolicyResource,
}
