-- The custom resource behind a cluster, and the role with which the cluster is made, which administers it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local ClusterResourceProvider = require "aws_cdk.aws_eks.private.cluster_resource_provider"

local ClusterResource = engine.class("aws_cdk.aws_eks.ClusterResource", engine.Construct)

local EC2_ACTIONS = {
  "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
  "ec2:DescribeRouteTables", "ec2:DescribeDhcpOptions", "ec2:DescribeVpcs",
}
local CLUSTER_ACTIONS = {
  "eks:CreateCluster", "eks:DescribeCluster", "eks:DescribeUpdate", "eks:DeleteCluster", "eks:UpdateClusterVersion",
  "eks:UpdateClusterConfig", "eks:CreateFargateProfile", "eks:TagResource", "eks:UntagResource",
}

-- The name as the template has it; nil if there is none. One that is known only at deployment is no text, and the
-- library writes it like this.
local function name_of(self, name)
  local known = engine.resolve(self, name)
  if type(known) == "table" then return "[object Object]" end
  return known ~= "" and known or nil
end

-- What there is to allow, as the name is only known when the template is written.
local function arns_of(self, name)
  local stack = engine.stack_of(self)
  local clusters = engine.lazy(function()
    local known = name_of(self, name)
    if not known then return { "*" } end
    local arn = stack:format_arn { service = "eks", resource = "cluster", resource_name = known }
    return { arn, arn .. "/*" }
  end, { kind = "list" })
  local profiles = engine.lazy(function()
    local known = name_of(self, name)
    if not known then return "*" end
    return stack:format_arn { service = "eks", resource = "fargateprofile", resource_name = known .. "/*" }
  end, { kind = "string" })
  return clusters, profiles
end

local function admin_role(self, provider, props)
  local role = iam.Role(self, "CreationRole", {
    assumed_by = iam.CompositePrincipal(provider.on_event_handler.role, provider.is_complete_handler.role),
  })
  local function allow(actions, ...)
    role:add_to_policy(iam.PolicyStatement { actions = actions, resources = { ... } })
  end
  local clusters, profiles = arns_of(self, props.name)
  allow({ "iam:PassRole" }, props.role_arn)
  role:add_to_policy(iam.PolicyStatement { actions = CLUSTER_ACTIONS, resources = clusters })
  allow({ "eks:DescribeFargateProfile", "eks:DeleteFargateProfile" }, profiles)
  allow({ "iam:GetRole", "iam:listAttachedRolePolicies" }, "*")
  allow({ "iam:CreateServiceLinkedRole" }, "*")
  allow(EC2_ACTIONS, "*")
  if props.key_arn then
    allow({ "kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant" }, props.key_arn)
  end
  return role
end

--- Arguments: scope, id, { name =, role_arn =, key_arn = of the secrets, config = what EKS is told, provider = as for
--- ClusterResourceProvider }.
function ClusterResource:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local provider = ClusterResourceProvider.get_or_create(self, props.provider).provider
  self.admin_role = admin_role(self, provider, props)
  self._resource = cdk.CustomResource(self, "Resource", {
    resource_type = "Custom::AWSCDK-EKS-Cluster", service_token = provider.service_token,
    properties = engine.ordered(
      "Config", props.config, "AssumeRoleArn", self.admin_role.role_arn, "AttributesRevision", 5),
  })
  self._resource.node:add_dependency(self.admin_role)
  self.ref = self._resource.ref
end

--- What EKS says of the cluster, by its name in the custom resource.
function ClusterResource:attribute(name) return self._resource:get_att_string(name) end

ClusterResource.get.attr_arn = function(self) return self:attribute "Arn" end

return ClusterResource
