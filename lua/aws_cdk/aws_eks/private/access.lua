--- Who may use a cluster: access entries and their policies.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

-- Nodes of these types have no policies.
local WITHOUT_POLICIES = { HYBRID_LINUX = true, HYPERPOD_LINUX = true }

local function policy_arn(name) return "arn:" .. cdk.Aws.PARTITION .. ":eks::aws:cluster-access-policy/" .. name end

local function policy_classes(module)
  local AccessPolicyArn = engine.class(module .. ".AccessPolicyArn")

  --- Arguments: the name of a policy that EKS has.
  function AccessPolicyArn:init(policy_name)
    self.policy_name, self.policy_arn = policy_name, policy_arn(policy_name)
  end

  local AccessPolicy = engine.class(module .. ".AccessPolicy")

  --- Arguments: AccessPolicyProps: access_scope, policy (required).
  function AccessPolicy:init(props) self.access_scope, self.policy = props.access_scope, props.policy.policy_arn end

  --- A policy by its name, with { access_scope_type =, namespaces = }.
  function AccessPolicy.from_access_policy_name(policy_name, options)
    return {
      policy = policy_arn(policy_name),
      access_scope = { type = options.access_scope_type, namespaces = options.namespaces },
    }
  end

  return AccessPolicyArn, AccessPolicy
end

local function check(self, policies)
  local type = self._access_entry_type
  if WITHOUT_POLICIES[type] and not engine.is_unresolved(policies) and #policies > 0 then
    engine.fail(self, "an access entry of type %s cannot have access policies; -> use AccessEntryType.STANDARD", type)
  end
end

local function rendered(policy)
  local scope = policy.access_scope
  return { access_scope = { type = scope.type, namespaces = scope.namespaces }, policy_arn = policy.policy }
end

local function entries(module)
  local AccessEntry = l2.resource(module .. ".AccessEntry", cdk.Resource, {
    arn = { "access_entry_arn", "attr_access_entry_arn", service = "eks", resource = "accessentry" },
    name = { "access_entry_name" },
  })

  --- Arguments: scope, id, AccessEntryProps: cluster, principal, access_policies (required).
  function AccessEntry:init(scope, id, props)
    cdk.Resource.init(self, scope, id)
    self._cluster, self._principal = props.cluster, props.principal
    self._access_entry_type, self._policies = props.access_entry_type, engine.list {}
    self:add_access_policies(props.access_policies)
    self._resource = require(module).CfnAccessEntry(self, "Resource", {
      cluster_name = props.cluster.cluster_name, principal_arn = props.principal, type = props.access_entry_type,
      access_policies = engine.lazy(function()
        local all = engine.list {}
        for i, policy in ipairs(self._policies) do all[i] = rendered(policy) end
        return all
      end, { kind = "any" }),
    })
    if props.removal_policy then self._resource:apply_removal_policy(props.removal_policy) end
  end

  --- Adds policies to those of the entry.
  function AccessEntry:add_access_policies(new_access_policies)
    check(self, new_access_policies)
    table.move(new_access_policies, 1, #new_access_policies, #self._policies + 1, self._policies)
  end

  AccessEntry.get.access_entry_ref = function(self)
    return {
      access_entry_arn = self.access_entry_arn, cluster_name = self._cluster.cluster_name,
      principal_arn = self._principal,
    }
  end

  local Imported = l2.imported(AccessEntry, cdk.Resource)

  function Imported:init(scope, id, attrs)
    cdk.Resource.init(self, scope, id)
    self.access_entry_name, self.access_entry_arn = attrs.access_entry_name, attrs.access_entry_arn
  end

  Imported.get.access_entry_ref = function(self)
    return l2.partial_reference(self, { access_entry_arn = self.access_entry_arn }, {
      cluster_name = "the cluster_name of this access entry is not known here",
      principal_arn = "the principal_arn of this access entry is not known here",
    })
  end

  --- An entry by { access_entry_name =, access_entry_arn = }.
  function AccessEntry.from_access_entry_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

  return AccessEntry
end

--- The classes AccessEntry, AccessPolicy and AccessPolicyArn of an edition (edition.lua).
return function(edition)
  local AccessPolicyArn, AccessPolicy = policy_classes(edition.module)
  return { AccessEntry = entries(edition.module), AccessPolicy = AccessPolicy, AccessPolicyArn = AccessPolicyArn }
end
