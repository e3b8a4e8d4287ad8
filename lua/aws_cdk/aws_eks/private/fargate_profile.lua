--- Which pods of a cluster run on Fargate.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"

local fail = engine.fail

local function role_of(self, props)
  return props.pod_execution_role or iam.Role(self, "PodExecutionRole", {
    assumed_by = iam.ServicePrincipal "eks-fargate-pods.amazonaws.com",
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "AmazonEKSFargatePodExecutionRolePolicy" },
  })
end

local function subnets_of(self, props)
  if props.vpc then
    local selection = props.subnet_selection or { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS }
    return props.vpc:select_subnets(selection).subnet_ids
  end
  if props.subnet_selection then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:fargateProfileDefaultToPrivateSubnets",
      "subnet_selection has no effect without vpc; the profile uses all private subnets of the cluster")
  end
  return nil
end

--- The class FargateProfile of an edition (edition.lua).
return function(edition)
  local FargateProfile = engine.class(edition.module .. ".FargateProfile", engine.Construct)

  --- Arguments: scope, id, FargateProfileProps: cluster, selectors (required).
  function FargateProfile:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local cluster, count = props.cluster, #props.selectors
    self.pod_execution_role = role_of(self, props)
    if edition.fargate_role_made then edition.fargate_role_made(cluster, self.pod_execution_role) end
    local subnets = subnets_of(self, props)
    if count < 1 or count > 5 then fail(self, "a Fargate profile must have 1 to 5 selectors, got %d", count) end
    self.tags = cdk.TagManager(cdk.TagType.MAP, "AWS::EKS::FargateProfile")
    local resource
    resource, self.fargate_profile_arn = edition.fargate_resource(self, props, subnets)
    self.fargate_profile_name = resource.ref
    -- EKS makes one profile of a cluster at a time.
    local profiles = cluster:_attach_fargate_profile(self)
    if #profiles > 1 then resource.node:add_dependency(profiles[#profiles - 1]) end
    if edition.fargate_profile_made then edition.fargate_profile_made(cluster, self) end
    if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
  end

  return { FargateProfile = FargateProfile }
end
