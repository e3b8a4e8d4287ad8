-- One statement of a policy document.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"

local is_unresolved, fail = engine.is_unresolved, engine.fail
local key_of, find = util.key, string.find

local PolicyStatement = engine.class("aws_cdk.aws_iam.PolicyStatement")

-- Lists of so many values have the set of their keys beside them.
local MANY = 8

local function is_known(list, keys, key)
  if keys then return keys[key] end
  for i = 1, #list do
    local other = list[i]
    if other == key or type(other) ~= "string" and key_of(other) == key then return true end
  end
  return false
end

-- Appends values that are not in the list yet; statements keep the order of first mention.
local function push(self, field, values, count)
  local list = self._s[field]
  if not list then
    list = {}
    self._s[field] = list
  end
  local keys = self._s.keys and self._s.keys[field]
  if not keys and #list + count >= MANY then
    keys = {}
    for i = 1, #list do keys[key_of(list[i])] = true end
    self._s.keys = self._s.keys or {}
    self._s.keys[field] = keys
  end
  for i = 1, count do
    local value = values[i]
    local key = key_of(value)
    if not is_known(list, keys, key) then
      list[#list + 1] = value
      if keys then keys[key] = true end
    end
  end
end

local function check_not_frozen(self, method)
  if self._s.frozen then
    fail(nil, "%s: this PolicyStatement was frozen when its policy was rendered or split; -> change a copy() of it "
      .. "instead", method)
  end
end

local function check_exclusive(self, count, other, this_name, other_name)
  local list = self._s[other]
  if count > 0 and list and #list > 0 then
    fail(nil, "cannot add %s to a policy statement that has %s: -> use one of the two", this_name, other_name)
  end
end

-- The same actions occur again and again; the limit keeps a long session from growing.
local MAX_VALID = 4096
local valid, valid_count = {}, 0

local function is_valid_action(action)
  if valid[action] then return true end
  if action ~= "*" and not find(action, "^[%w-]+:[%w*]+$") then return false end
  if util.watch_action and util.watch_action(action) then return true end
  if valid_count == MAX_VALID then valid, valid_count = {}, 0 end
  valid[action], valid_count = true, valid_count + 1
  return true
end

local function check_actions(actions, count)
  for i = 1, count do
    local action = actions[i]
    if type(action) == "string" then
      if not is_valid_action(action) and not is_unresolved(action) then
        fail(nil, "action %s is not valid: -> write the service's prefix, a colon and the action's name, such as "
          .. "\"s3:GetObject\"; "
          .. "the name may contain wildcards (*)", engine.display(action))
      end
    end
  end
end

local function add_actions(self, actions, count)
  if count == 0 then return end
  check_not_frozen(self, "add_actions")
  check_exclusive(self, count, "not_action", "actions", "not_actions")
  check_actions(actions, count)
  push(self, "action", actions, count)
end

local function add_not_actions(self, actions, count)
  if count == 0 then return end
  check_not_frozen(self, "add_not_actions")
  check_exclusive(self, count, "action", "not_actions", "actions")
  check_actions(actions, count)
  push(self, "not_action", actions, count)
end

local function add_resources(self, arns, count)
  if count == 0 then return end
  check_not_frozen(self, "add_resources")
  check_exclusive(self, count, "not_resource", "resources", "not_resources")
  push(self, "resource", arns, count)
end

local function add_not_resources(self, arns, count)
  if count == 0 then return end
  check_not_frozen(self, "add_not_resources")
  check_exclusive(self, count, "resource", "not_resources", "resources")
  push(self, "not_resource", arns, count)
end

local function add_condition(self, key, value)
  check_not_frozen(self, "add_condition")
  util.check_condition(value)
  local conditions = self._s.condition
  if not conditions then
    -- Operators stay in the order in which they were added.
    conditions = engine.ordered()
    self._s.condition = conditions
  end
  local existing = conditions[key]
  if type(existing) == "table" and type(value) == "table" then
    -- Shared maps are not changed; a copy is, until somebody asks for it.
    local copies = self._s.copies
    if not copies then
      copies = {}
      self._s.copies = copies
    end
    if copies[key] ~= existing then
      existing = util.merged(existing)
      copies[key] = existing
      conditions[key] = existing
    end
    for k, v in util.each(value) do existing[k] = v end
  else
    conditions[key] = value
  end
end

-- The conditions for others to see.
local function condition_of(self)
  self._s.copies = nil
  return self._s.condition
end

local function add_conditions(self, conditions)
  if type(conditions) ~= "table" then util.check_condition(conditions) end
  -- Ordered conditions keep their order.
  if not self._s.condition and engine.is_ordered(conditions) then self._s.condition = engine.ordered() end
  for _, key in ipairs(engine.keys(conditions)) do add_condition(self, key, conditions[key]) end
end

-- All principals of a statement share its Condition, so they must bring the same one.
local function add_principal_conditions(self, conditions)
  local text = conditions and next(conditions) ~= nil and util.json(conditions) or "{}"
  local known = self._s.principal_conditions
  if known == nil then
    self._s.principal_conditions = text
  elseif known ~= text then
    fail(nil, "all principals of a PolicyStatement must have the same conditions (got %s and %s); -> use a statement "
      .. "for each",
      known, text)
  end
  if text ~= "{}" then add_conditions(self, conditions) end
end

local function add_principals(self, principals, count, field, other, map_field, keys_field)
  if count == 0 then return end
  check_not_frozen(self, "add_" .. field)
  check_exclusive(self, count, other, field, other)
  for i = 1, count do
    if engine.is_a(principals[i], iam.Group) then
      fail(nil, "an IAM group cannot be a principal or not_principal of a policy: -> use users or roles")
    end
  end
  local list = self._s[field]
  if not list then
    list = {}
    self._s[field] = list
    self._s[map_field] = {}
    self._s[keys_field] = {}
  end
  local map, keys = self._s[map_field], self._s[keys_field]
  local members = {}
  for j = 1, #list do members[list[j]] = true end
  for i = 1, count do
    local principal = principals[i]
    if not members[principal] then
      members[principal] = true
      list[#list + 1] = principal
      local fragment_of = principal._fragment
      local json, conditions
      if fragment_of then
        json, conditions = fragment_of(principal)
      else
        local fragment = principal.policy_fragment
        json, conditions = fragment.principal_json, fragment.conditions
      end
      util.merge_principal(map, keys, json)
      add_principal_conditions(self, conditions)
    end
  end
end

--- Arguments: PolicyStatementProps: sid, effect, actions, not_actions, principals, not_principals, resources,
--  not_resources, conditions. Fails on a malformed action or on both forms (x and not_x) of one element.
function PolicyStatement:init(props)
  -- All state is in one plain table, so that reading absent fields costs nothing.
  rawset(self, "_s", { sid = props.sid, effect = props.effect or "Allow" })
  local list = util.as_list(props.actions)
  if list then add_actions(self, list, #list) end
  list = util.as_list(props.not_actions)
  if list then add_not_actions(self, list, #list) end
  list = props.principals
  if list then add_principals(self, list, #list, "principals", "not_principals", "principal", "principal_keys") end
  list = props.not_principals
  if list then
    add_principals(self, list, #list, "not_principals", "principals", "not_principal", "not_principal_keys")
  end
  list = util.as_list(props.resources)
  if list then add_resources(self, list, #list) end
  list = util.as_list(props.not_resources)
  if list then add_not_resources(self, list, #list) end
  if props.conditions ~= nil then add_conditions(self, props.conditions) end
end

local function strings_or_nil(value, what)
  if value == nil then return nil end
  if type(value) == "string" or is_unresolved(value) then return { value } end
  if type(value) == "table" then
    for i = 1, #value do
      if type(value[i]) ~= "string" and not is_unresolved(value[i]) then
        fail(nil, "%s must be a string or a list of strings; element %d is %s", what, i, engine.display(value[i]))
      end
    end
    return value
  end
  return fail(nil, "%s must be a string or a list of strings, got %s", what, engine.display(value))
end

--- A statement from its JSON form: a table with the keys Sid, Effect, Action, NotAction, Principal, NotPrincipal,
--  Resource, NotResource, Condition.
function PolicyStatement.from_json(obj)
  if type(obj) ~= "table" then
    fail(nil, "from_json expects a table with keys such as Action and Resource, got %s", engine.display(obj))
  end
  local JsonPrincipal = require("aws_cdk.aws_iam.principals").JsonPrincipal
  local statement = PolicyStatement {
    sid = obj.Sid,
    effect = obj.Effect,
    actions = strings_or_nil(obj.Action, "Action"),
    not_actions = strings_or_nil(obj.NotAction, "NotAction"),
    resources = strings_or_nil(obj.Resource, "Resource"),
    not_resources = strings_or_nil(obj.NotResource, "NotResource"),
    conditions = obj.Condition,
    principals = obj.Principal ~= nil and { JsonPrincipal(obj.Principal) } or nil,
    not_principals = obj.NotPrincipal ~= nil and { JsonPrincipal(obj.NotPrincipal) } or nil,
  }
  local errors = statement:validate_for_any_policy()
  if #errors > 0 then fail(nil, "incorrect policy statement: %s", table.concat(errors, "; ")) end
  return statement
end

function PolicyStatement:add_actions(...) add_actions(self, { ... }, select("#", ...)) end
function PolicyStatement:add_not_actions(...) add_not_actions(self, { ... }, select("#", ...)) end
function PolicyStatement:add_resources(...) add_resources(self, { ... }, select("#", ...)) end
function PolicyStatement:add_not_resources(...) add_not_resources(self, { ... }, select("#", ...)) end
function PolicyStatement:add_all_resources() add_resources(self, { "*" }, 1) end

function PolicyStatement:add_principals(...)
  add_principals(self, { ... }, select("#", ...), "principals", "not_principals", "principal", "principal_keys")
end

function PolicyStatement:add_not_principals(...)
  add_principals(self, { ... }, select("#", ...), "not_principals", "principals", "not_principal", "not_principal_keys")
end

function PolicyStatement:add_aws_account_principal(account_id) self:add_principals(iam.AccountPrincipal(account_id)) end
function PolicyStatement:add_arn_principal(arn) self:add_principals(iam.ArnPrincipal(arn)) end
function PolicyStatement:add_service_principal(service, opts)
  self:add_principals(iam.ServicePrincipal(service, opts))
end
function PolicyStatement:add_federated_principal(federated, conditions)
  self:add_principals(iam.FederatedPrincipal(federated, conditions))
end
function PolicyStatement:add_account_root_principal() self:add_principals(iam.AccountRootPrincipal()) end
function PolicyStatement:add_canonical_user_principal(id) self:add_principals(iam.CanonicalUserPrincipal(id)) end
function PolicyStatement:add_any_principal() self:add_principals(iam.AnyPrincipal()) end

--- Adds a condition operator with its map of keys; keys under an operator already present are merged.
function PolicyStatement:add_condition(key, value) add_condition(self, key, value) end
function PolicyStatement:add_conditions(conditions) add_conditions(self, conditions) end

function PolicyStatement:add_account_condition(account_id)
  add_condition(self, "StringEquals", { ["sts:ExternalId"] = account_id })
end

function PolicyStatement:add_source_account_condition(account_id)
  add_condition(self, "StringEquals", { ["aws:SourceAccount"] = account_id })
end

function PolicyStatement:add_source_arn_condition(arn)
  add_condition(self, "ArnEquals", { ["aws:SourceArn"] = arn })
end

local function count(list) return list and #list or 0 end

local function getter(field) return function(self) return util.copy_list(self._s[field]) end end

PolicyStatement.get.actions = getter "action"
PolicyStatement.get.not_actions = getter "not_action"
PolicyStatement.get.resources = getter "resource"
PolicyStatement.get.not_resources = getter "not_resource"
PolicyStatement.get.principals = getter "principals"
PolicyStatement.get.not_principals = getter "not_principals"
PolicyStatement.get.conditions = function(self) return util.merged(condition_of(self) or {}) end
PolicyStatement.get.has_principal = function(self)
  return count(self._s.principals) + count(self._s.not_principals) > 0
end
PolicyStatement.get.has_resource = function(self) return count(self._s.resource) > 0 end
PolicyStatement.get.frozen = function(self) return self._s.frozen == true end
PolicyStatement.get.sid = function(self) return self._s.sid end
PolicyStatement.set.sid = function(self, sid)
  check_not_frozen(self, "sid")
  self._s.sid = sid
end
PolicyStatement.get.effect = function(self) return self._s.effect end
PolicyStatement.set.effect = function(self, effect)
  check_not_frozen(self, "effect")
  self._s.effect = effect
end

--- A new, unfrozen statement with the given properties replaced.
function PolicyStatement:copy(overrides)
  overrides = overrides or {}
  return PolicyStatement {
    sid = overrides.sid or self._s.sid,
    effect = overrides.effect or self._s.effect,
    actions = overrides.actions or self.actions,
    not_actions = overrides.not_actions or self.not_actions,
    principals = overrides.principals or self.principals,
    not_principals = overrides.not_principals or self.not_principals,
    resources = overrides.resources or self.resources,
    not_resources = overrides.not_resources or self.not_resources,
    conditions = overrides.conditions or self.conditions,
  }
end

--- Makes every later change an error. Returns the statement.
function PolicyStatement:freeze()
  self._s.frozen = true
  return self
end

local function collapse(list)
  local n = list and #list or 0
  if n == 0 then return nil end
  if n == 1 then return list[1] end
  return list
end

local function principal_json(map, keys)
  if not map or #keys == 0 then return nil end
  if keys[1] == util.LITERAL then return map[util.LITERAL][1] end
  if #keys == 1 then return { [keys[1]] = collapse(map[keys[1]]) } end
  local result = engine.ordered()
  for i = 1, #keys do result[keys[i]] = collapse(map[keys[i]]) end
  return result
end

--- The statement in the form of a policy document; tokens stay.
function PolicyStatement:to_statement_json()
  local condition = condition_of(self)
  if condition and next(condition) == nil then condition = nil end
  local action, not_action = collapse(self._s.action), collapse(self._s.not_action)
  local not_resource = collapse(self._s.not_resource)
  local principal = principal_json(self._s.principal, self._s.principal_keys)
  local not_principal = principal_json(self._s.not_principal, self._s.not_principal_keys)
  if not (not_action or not_principal or not_resource) then
    -- The usual case: the sorted order of a plain map is the documented one.
    return {
      Action = action, Condition = condition, Effect = self._s.effect, Principal = principal,
      Resource = collapse(self._s.resource), Sid = self._s.sid,
    }
  end
  local json = engine.ordered()
  json.Action = action
  json.NotAction = not_action
  json.Condition = condition
  json.Effect = self._s.effect
  json.Principal = principal
  json.NotPrincipal = not_principal
  json.Resource = collapse(self._s.resource)
  json.NotResource = not_resource
  json.Sid = self._s.sid
  return json
end

function PolicyStatement:to_json() return self:to_statement_json() end
function PolicyStatement:_resolve() return self:to_statement_json() end
function PolicyStatement:to_string()
  return tostring(engine.lazy(function() return self:to_statement_json() end, { kind = "any" }))
end

--- The mistakes in the statement for any kind of policy: a list of messages, empty if there are none.
function PolicyStatement:validate_for_any_policy()
  if count(self._s.action) == 0 and count(self._s.not_action) == 0 then
    return { "a PolicyStatement must specify at least one of 'actions' or 'not_actions'" }
  end
  return {}
end

--- As validate_for_any_policy, for policies attached to resources: a principal and (unless
--  `skip_resource_validation`) a resource must be named.
function PolicyStatement:validate_for_resource_policy(options)
  local errors = self:validate_for_any_policy()
  if not self.has_principal then
    errors[#errors + 1] = "a PolicyStatement used in a resource-based policy must specify at least one IAM principal"
  end
  if not (options and options.skip_resource_validation) and count(self._s.resource) == 0
    and count(self._s.not_resource) == 0 then
    errors[#errors + 1] = "a PolicyStatement used in a resource-based policy must specify at least one resource"
  end
  return errors
end

--- As validate_for_any_policy, for the policy that says who may assume a role.
function PolicyStatement:validate_for_trust_policy()
  local errors = self:validate_for_any_policy()
  if not self.has_principal then
    errors[#errors + 1] = "a PolicyStatement used in a trust policy must specify at least one IAM principal"
  end
  return errors
end

--- As validate_for_any_policy, for policies attached to users, groups and roles: no principal, but a resource.
function PolicyStatement:validate_for_identity_policy()
  local errors = self:validate_for_any_policy()
  if self.has_principal then
    errors[#errors + 1] = "a PolicyStatement used in an identity-based policy cannot specify any IAM principals"
  end
  if count(self._s.resource) == 0 and count(self._s.not_resource) == 0 then
    errors[#errors + 1] = "a PolicyStatement used in an identity-based policy must specify at least one resource"
  end
  local sid = self._s.sid
  if type(sid) == "string" and not is_unresolved(sid) and find(sid, "[^%w]") then
    errors[#errors + 1] = ("statement id (sid) '%s' must be alphanumeric (A-Z, a-z, 0-9) in an identity-based "
      .. "policy"):format(sid)
  end
  return errors
end

local function list_size(name, list, token_size)
  local n = count(list)
  if n == 0 then return 0 end
  local size = #name + 5
  for i = 1, n do size = size + (is_unresolved(list[i]) and token_size or #list[i]) + 3 end
  return size
end

--- Estimated length of the rendered statement; decides about merging and splitting, so it must count as the CDK counts.
function PolicyStatement:_estimate_size(options)
  local actions, arns = options.action_estimate, options.arn_estimate
  return #('"Effect": "",') + #self._s.effect
    + list_size("Action", self._s.action, actions)
    + list_size("NotAction", self._s.not_action, actions)
    + list_size("Resource", self._s.resource, arns)
    + list_size("NotResource", self._s.not_resource, arns)
    + (count(self._s.principals) + count(self._s.not_principals)) * arns
    + (self._s.condition and #util.json(self._s.condition) or #"{}")
end

--- Sizes assumed for tokens; the one for ARNs may be set by the context key @aws-cdk/aws-iam.arnSizeEstimate.
function PolicyStatement._size_options(scope)
  local estimate = scope.node:try_get_context("@aws-cdk/aws-iam.arnSizeEstimate")
  if estimate == nil then estimate = 150 end
  if type(estimate) ~= "number" then
    fail(scope, "the context value @aws-cdk/aws-iam.arnSizeEstimate must be a number, got %s", engine.display(estimate))
  end
  return { action_estimate = 20, arn_estimate = estimate }
end

return { PolicyStatement = PolicyStatement }
