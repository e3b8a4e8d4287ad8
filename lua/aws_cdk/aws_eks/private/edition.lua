--- What this module has otherwise than aws_eks_v2; the classes that both have are made from it. An edition is a table:
-- module        the module's name
-- gpu_classes   classes of instances whose nodes have accelerators
-- old           nodes on Fargate have no pod identity
-- kubectl(construct, cluster)  what runs kubectl for a construct: { service_token, role_arn, handler_role }. Fails if
--               nothing does. `role_arn` may be nil
-- helm_values(options)         options of the load balancer controller as values of its chart
-- fargate_resource(self, props, subnet_ids)  the resource of a Fargate profile, and its ARN
-- and what is called, if it is there, with a cluster and
-- alb_controller_made(cluster, chart), nodegroup_made(cluster, nodegroup), fargate_role_made(cluster, role),
-- fargate_profile_made(cluster, profile), map_role(cluster, group, options): whether the cluster knows the role of a
-- group of instances now; capacity_connected(cluster, group, options)
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local edition = {
  module = "aws_cdk.aws_eks",
  gpu_classes = {
    "p2", "p3", "p3dn", "p4de", "p4d", "p5", "p5e", "p5en", "g3s", "g3", "g4dn", "g4ad", "g5", "g5g", "g6", "g6e",
    "g7e", "inf1", "inf2", "trn1", "trn1n", "trn2",
  },
  old = true,
}

local NODES = { "system:bootstrappers", "system:nodes" }
local EC2_NODE = { username = "system:node:{{EC2PrivateDNSName}}", groups = NODES }
local FARGATE_NODE = {
  username = "system:node:{{SessionName}}", groups = { NODES[1], NODES[2], "system:node-proxier" },
}

function edition.kubectl(construct, cluster)
  return require("aws_cdk.aws_eks").KubectlProvider.get_or_create(construct, cluster)
end

function edition.helm_values(options)
  local values = engine.ordered()
  for _, name in ipairs(engine.keys(options)) do values[l2.camel(name)] = options[name] end
  return values
end

function edition.alb_controller_made(cluster, chart)
  if cluster.authentication_mode ~= "API" then chart.node:add_dependency(cluster.aws_auth) end
end

-- ---- nodes ----------------------------------------------------------------------------------------------------------

function edition.nodegroup_made(cluster, nodegroup)
  if cluster.authentication_mode ~= "API" then cluster.aws_auth:add_role_mapping(nodegroup.role, EC2_NODE) end
end

function edition.map_role(cluster, group, options)
  if options.map_role == false then return false end
  if not engine.is_a(cluster, require("aws_cdk.aws_eks").Cluster) then
    cdk.Annotations.of(group):add_warning_v2("@aws-cdk/aws-eks:clusterUnsupportedAutoMappingAwsAutoRole",
      "the imported cluster does not get to know the role of these instances; add it to its aws-auth yourself")
    return false
  end
  cluster.aws_auth:add_role_mapping(group.role, EC2_NODE)
  return true
end

function edition.capacity_connected(cluster, group, options)
  local price = group.spot_price
  if price == nil or price == "" or options.spot_interrupt_handler == false then return end
  cluster._spot_interrupt_handler = cluster._spot_interrupt_handler
    or cluster:add_helm_chart("spot-interrupt-handler", {
      chart = "aws-node-termination-handler", version = "0.27.0", namespace = "kube-system",
      repository = "oci://public.ecr.aws/aws-ec2/helm/aws-node-termination-handler",
      values = { nodeSelector = { lifecycle = "Ec2Spot" } },
    })
end

-- ---- Fargate --------------------------------------------------------------------------------------------------------

function edition.fargate_role_made(cluster, role) role:grant_pass_role(cluster.admin_role) end

function edition.fargate_resource(self, props, subnet_ids)
  local provider = require("aws_cdk.aws_eks.private.cluster_resource_provider").get_or_create(self, {
    on_event_layer = props.cluster.on_event_layer,
  })
  local resource = cdk.CustomResource(self, "Resource", {
    service_token = provider.provider.service_token, resource_type = "Custom::AWSCDK-EKS-FargateProfile",
    properties = engine.ordered(
      "AssumeRoleArn", props.cluster.admin_role.role_arn,
      "Config", engine.ordered(
        "clusterName", props.cluster.cluster_name,
        "fargateProfileName", props.fargate_profile_name,
        "podExecutionRoleArn", self.pod_execution_role.role_arn,
        "selectors", props.selectors,
        "subnets", subnet_ids,
        "tags", engine.lazy(function() return self.tags:render_tags() end, { kind = "any" }))),
  })
  return resource, resource:get_att_string "fargateProfileArn"
end

function edition.fargate_profile_made(cluster, profile)
  if cluster.authentication_mode == "API" then return end
  cluster.aws_auth:add_role_mapping(profile.pod_execution_role, FARGATE_NODE)
end

return edition
