--- Accounts of pods, each with a role of its own.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local fail = engine.fail

local POD_IDENTITY = "POD_IDENTITY"
local POD_SERVICE = "pods.eks.amazonaws.com"

-- Fails unless a name has at most `length` characters out of small letters, digits and `inner`, the last two not at
-- its ends.
local function check_name(self, field, value, length, inner, rule)
  if engine.is_unresolved(value) then
    fail(self, "%s of a service account must be known when the template is written, got %s", field,
      engine.display(value))
  end
  if #value > length or not value:find("^[a-z0-9][a-z0-9" .. inner .. "]*[a-z0-9]$") then
    fail(self, "%s of a service account must be %s, got %s", field, rule, engine.display(value))
  end
end

-- Who may take the role: the account, which the cluster's OpenID Connect issuer vouches for.
local function trusted(self, cluster)
  local provider = cluster.open_id_connect_provider
  local issuer = provider.open_id_connect_provider_issuer
  local conditions = cdk.CfnJson(self, "ConditionJson", {
    value = engine.ordered(
      issuer .. ":aud", "sts.amazonaws.com",
      issuer .. ":sub", "system:serviceaccount:" .. self.service_account_namespace .. ":"
        .. self.service_account_name),
  })
  return iam.OpenIdConnectPrincipal(provider):with_conditions { StringEquals = conditions }
end

-- Has the cluster's agent give the role to the pods of the account.
local function associate(self, props, role, module)
  role.assume_role_policy:add_statements(iam.PolicyStatement {
    actions = { "sts:AssumeRole", "sts:TagSession" }, principals = { iam.ServicePrincipal(POD_SERVICE) },
  })
  local _ = props.cluster.eks_pod_identity_agent -- made when it is first asked for
  require(module).CfnPodIdentityAssociation(self, "Association", {
    cluster_name = props.cluster.cluster_name, namespace = self.service_account_namespace, role_arn = role.role_arn,
    service_account = self.service_account_name,
  })
end

--- The class ServiceAccount of an edition (edition.lua).
return function(edition)
  local ServiceAccount = engine.class(edition.module .. ".ServiceAccount", engine.Construct)

  --- Arguments: scope, id, ServiceAccountProps: cluster (required).
  function ServiceAccount:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local module, cluster = require(edition.module), props.cluster
    local name, namespace = props.name or cdk.Names.unique_id(self):lower(), props.namespace or "default"
    self.service_account_name, self.service_account_namespace = name, namespace
    check_name(self, "name", name, 253, ".-", "2 to 253 small letters, digits, '-' and '.', which begin and end with a "
      .. "letter or digit")
    check_name(self, "namespace", namespace, 63, "-", "2 to 63 small letters, digits and '-', which begin and end "
      .. "with a letter or digit")
    local of_pods = props.identity_type == POD_IDENTITY
    if of_pods and edition.old and engine.is_a(cluster, module.FargateCluster) then
      fail(self, "identity_type POD_IDENTITY cannot be combined with a FargateCluster; -> use IdentityType.IRSA")
    end
    self._role = iam.Role(self, "Role", {
      assumed_by = of_pods and iam.ServicePrincipal(POD_SERVICE) or trusted(self, cluster),
    })
    if of_pods then associate(self, props, self._role, edition.module) end
    module.KubernetesManifest(self, "manifest-" .. id .. "ServiceAccountResource", {
      cluster = cluster, overwrite = props.overwrite_service_account,
      manifest = { engine.ordered(
        "apiVersion", "v1",
        "kind", "ServiceAccount",
        "metadata", engine.ordered(
          "name", name,
          "namespace", namespace,
          "labels", engine.extend(engine.ordered("app.kubernetes.io/name", name), props.labels or {}),
          "annotations", engine.extend(engine.ordered("eks.amazonaws.com/role-arn", self._role.role_arn),
            props.annotations or {}))) },
    })
    if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
  end

  ServiceAccount.get.role = function(self) return self._role end
  for _, field in ipairs { "assume_role_action", "grant_principal", "policy_fragment" } do
    ServiceAccount.get[field] = function(self) return self._role[field] end
  end

  --- Adds a statement to the role's policies.
  function ServiceAccount:add_to_principal_policy(statement) return self._role:add_to_principal_policy(statement) end

  if engine.declares(edition.module .. ".ServiceAccount", "add_to_policy") then
    --- The same; returns whether the statement was added.
    function ServiceAccount:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end
  end

  return { ServiceAccount = ServiceAccount }
end
