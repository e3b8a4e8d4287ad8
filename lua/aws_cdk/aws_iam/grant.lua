-- The result of giving permissions: which statements were added, and where.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"

local Grant = engine.class "aws_cdk.aws_iam.Grant"

-- The static functions below make grants; `props` contains options, principal_statement, resource_statement and
-- policy_dependable.
function Grant:init(props)
  self._options = props.options
  self._principal_statements = { props.principal_statement }
  self._resource_statements = { props.resource_statement }
  self._dependables = { props.policy_dependable }
end

Grant.get.principal_statements = function(self) return self._principal_statements end
Grant.get.resource_statements = function(self) return self._resource_statements end
Grant.get.principal_statement = function(self) return self._principal_statements[1] end
Grant.get.resource_statement = function(self) return self._resource_statements[1] end

--- Whether the permission could be added anywhere.
Grant.get.success = function(self)
  return self._principal_statements[1] ~= nil or self._resource_statements[1] ~= nil
end

--- What a construct must wait for before the permission is in force (evaluated when dependencies are resolved, because
-- a role's policy may be split until then).
function Grant:_dependency_roots() return util.dependency_roots(self._dependables) end

local function add_to_principal(options)
  local statement = iam.PolicyStatement {
    actions = options.actions, resources = options.resource_arns, conditions = options.conditions,
  }
  local result = options.grantee.grant_principal:add_to_principal_policy(statement)
  if not result.statement_added then return Grant { options = options } end
  if not result.policy_dependable then
    engine.fail(options.scope, "add_to_principal_policy returned statement_added = true without policy_dependable; "
      .. "-> return the construct (or a DependencyGroup) that contains the statement")
  end
  return Grant { principal_statement = statement, options = options, policy_dependable = result.policy_dependable }
end

--- Adds the permission to the policy of `grantee`. Options: grantee, actions, resource_arns, conditions.
function Grant.add_to_principal(options) return add_to_principal(options) end

--- Adds the permission to the grantee's policy, and to that of the resource when the first was not possible or the two
--  are not known to be of the same account. Options: as add_to_principal, and resource, resource_self_arns.
function Grant.add_to_principal_or_resource(options)
  local resource = options.resource
  local principal = options.grantee.grant_principal
  local result = add_to_principal {
    grantee = options.grantee, actions = options.actions, resource_arns = options.resource_arns,
    conditions = options.conditions, scope = options.scope,
  }
  if result.success then
    local account = principal.principal_account
    local same = account and util.compare(resource.env.account, account)
    if same == "same" or same == "both" then return result end
  end
  local statement = iam.PolicyStatement {
    actions = options.actions,
    resources = options.resource_self_arns or options.resource_arns,
    principals = { principal },
    conditions = options.conditions,
  }
  return Grant.add_statement_to_resource_policy {
    grantee = options.grantee, actions = options.actions, resource_arns = options.resource_arns, resource = resource,
    statement = statement,
  }
end

--- Adds a ready statement to the policy of a resource. Options: as add_to_principal, and resource, statement.
function Grant.add_statement_to_resource_policy(options)
  local result = options.resource:add_to_resource_policy(options.statement)
  return Grant {
    resource_statement = options.statement,
    options = options,
    policy_dependable = result.statement_added and (result.policy_dependable or options.resource) or nil,
  }
end

--- Adds the permission to both policies. Options: as add_to_principal, and resource, resource_self_arns,
--  resource_policy_principal.
function Grant.add_to_principal_and_resource(options)
  local result = add_to_principal {
    grantee = options.grantee, actions = options.actions, resource_arns = options.resource_arns,
    conditions = options.conditions, scope = options.scope,
  }
  local statement = iam.PolicyStatement {
    actions = options.actions,
    resources = options.resource_self_arns or options.resource_arns,
    principals = { options.resource_policy_principal or options.grantee.grant_principal },
    conditions = options.conditions,
  }
  local added = options.resource:add_to_resource_policy(statement)
  local dependable = added.statement_added and (added.policy_dependable or options.resource) or nil
  return Grant {
    principal_statement = statement,
    resource_statement = result.resource_statement,
    options = options,
    policy_dependable = dependable and iam.CompositeDependable(result, dependable) or result,
  }
end

--- A grant that gives nothing, for resources that cannot be granted on. The second argument says what was meant.
function Grant.drop(grantee, _)
  return Grant { options = { grantee = grantee, actions = {}, resource_arns = {} } }
end

local function text_of(value)
  if engine.has(value, "to_string") then return value:to_string() end
  return tostring(value)
end

local function listed(values)
  local texts = {}
  for i, value in ipairs(values or {}) do texts[i] = util.key(value) end
  return table.concat(texts, ",")
end

--- Fails when the permission could not be added.
function Grant:assert_success()
  if self.success then return end
  local options = self._options
  engine.fail(nil,
    "permissions for '%s' to call '%s' on '%s' could be added neither to the identity's policy nor to the resource's",
    text_of(options.grantee), listed(options.actions), listed(options.resource_arns))
end

--- Makes the given constructs wait until the permission is in force.
function Grant:apply_before(...)
  local constructs = { ... }
  for i = 1, select("#", ...) do constructs[i].node:add_dependency(self) end
end

--- One grant for two: with the statements and dependencies of both.
function Grant:combine(other)
  local combined = Grant { options = self._options }
  for _, field in ipairs { "_principal_statements", "_resource_statements", "_dependables" } do
    local list = combined[field]
    for _, source in ipairs { self, other } do
      for _, value in ipairs(source[field]) do list[#list + 1] = value end
    end
  end
  return combined
end

local CompositeDependable = engine.class "aws_cdk.aws_iam.CompositeDependable"

--- Arguments: dependables; the composite depends on everything they do.
function CompositeDependable:init(...) self._dependables = { ... } end

function CompositeDependable:_dependency_roots() return util.dependency_roots(self._dependables) end

return { Grant = Grant, CompositeDependable = CompositeDependable }
