-- What the grants of resources with a policy, and possibly a key, have in common.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"

local grants = {}

--- Gives `actions` on `arns` to the grantee, or, with a resource that takes policy statements, by that one's policy
--  where the grantee needs it.
function grants.add(policy_resource, grantee, actions, arns)
  if policy_resource then
    return iam.Grant.add_to_principal_or_resource {
      grantee = grantee, actions = actions, resource_arns = arns, resource = policy_resource,
    }
  end
  return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = arns }
end

--------------------------------------------------------------------------------------------------------------------
-- L1 resources can take policies and have keys, too

--- A class of views of L1 resources, kept in `_resource`, and the factory that makes them.
function grants.view_class(name)
  local View = engine.class(name)

  function View:init(resource)
    self._resource = resource
    self.env = resource.env
  end

  return View, { for_resource = function(_, resource) return View(resource) end }
end

-- A policy that a property holds as plain JSON: equal statements stay apart, and none are merged.
local JsonPolicy = {}
JsonPolicy.__index = JsonPolicy

--- A policy that begins with the statements of a JSON form, which may be nil.
function grants.json_policy(json)
  return setmetatable({ document = iam.PolicyDocument.from_json(json or { Statement = engine.list {} }) }, JsonPolicy)
end

--- Adds a statement. Returns what the property has to hold instead of `held`: the same table, with the statement in it,
--  unless somebody else has set the property.
function JsonPolicy:add(statement, held)
  self.document:add_statements(statement)
  local json = self._json
  if json and rawequal(held, json) and #json.Statement + 1 == self.document.statement_count then
    table.insert(json.Statement, statement:to_statement_json())
  else
    self._json = self.document:to_json()
  end
  return self._json
end

--- Lets L1 resources of a type take policy statements: `make_policy(resource, json)` makes the policy, an L1 resource,
--  when the first one comes.
function grants.keep_policy(cfn_type, class_name, make_policy)
  local WithPolicy, factory = grants.view_class(class_name)

  function WithPolicy:add_to_resource_policy(statement)
    local policy = self._policy
    self._json_policy = self._json_policy or grants.json_policy()
    local held = policy and policy.policy_document
    local json = self._json_policy:add(statement, held)
    if not policy then
      self._policy = make_policy(self._resource, json)
    elseif not rawequal(held, json) then
      policy.policy_document = json
    end
    return { statement_added = true, policy_dependable = self._policy }
  end

  iam.DefaultPolicyFactories.set(cfn_type, factory)
end

--- Lets permissions on the key of L1 resources of a type be given: the key is the one that `property` names, or
--  that it gives where it is a function of the resource.
function grants.find_key(cfn_type, class_name, property)
  local Encrypted, factory = grants.view_class(class_name)

  function Encrypted:grant_on_key(grantee, ...)
    local resource = self._resource
    local find = type(property) == "function" and property or function(of) return of[property] end
    local key = require("aws_cdk.aws_iam.related_key").of(resource, find(resource))
    if not key then return {} end
    return { grant = require("aws_cdk.aws_kms").KeyGrants.from_key(key):actions(grantee, ...) }
  end

  iam.DefaultEncryptedResourceFactories.set(cfn_type, factory)
end

--------------------------------------------------------------------------------------------------------------------

--- Base of the grants of a resource that may have a policy and a key; `_own_arn` gives the resource's ARN.
local EncryptedResourceGrants = engine.class "aws_cdk.aws_iam.EncryptedResourceGrants"
grants.EncryptedResourceGrants = EncryptedResourceGrants

function EncryptedResourceGrants:init(props)
  self.resource = props.resource
  self._encrypted_resource = props.encrypted_resource
  self._policy_resource = props.policy_resource
end

--- The properties of the grants of a resource, L2 or L1.
function EncryptedResourceGrants._props_of(resource)
  return {
    resource = resource,
    encrypted_resource = iam.EncryptedResources.of(resource),
    policy_resource = iam.ResourceWithPolicies.of(resource),
  }
end

function EncryptedResourceGrants:_grant(grantee, actions, options)
  local arns = options and options.resource_arns or { self:_own_arn() }
  local encrypted = self._encrypted_resource
  local result = grants.add(self._policy_resource, grantee, actions, arns)
  local key_actions = options and options.key_actions
  if key_actions and #key_actions > 0 and encrypted then
    encrypted:grant_on_key(grantee, table.unpack(key_actions))
  end
  return result
end

--- Lets the grantee perform actions. Options: resource_arns, key_actions (on the resource's key).
function EncryptedResourceGrants:actions(grantee, actions, options)
  return self:_grant(grantee, actions, options or {})
end

return grants
