--- What clusters have in common, whether they are made here or imported.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_eks.private.managed_policies"
local user_data = require "aws_cdk.aws_eks.private.user_data"

local fail = engine.fail

-- The cluster and a group of nodes may talk.
local function connect(self, group)
  local connections, Port = group.connections, ec2.Port
  connections:allow_internally(Port.all_traffic())
  connections:allow_from(self, Port.tcp(443))
  connections:allow_from(self, Port.tcp_range(1025, 65535))
  connections:allow_to(self, Port.tcp(443))
  for _, port in ipairs { Port.all_tcp(), Port.all_udp(), Port.all_icmp() } do
    connections:allow_to_any_ipv4(port)
  end
  group:add_security_group(self.cluster_security_group)
end

--- The base class of the clusters of an edition (edition.lua).
return function(edition)
  local ClusterBase = engine.class(edition.module .. ".ClusterBase", cdk.Resource, edition.module .. ".ICluster")

  --- A manifest of one or more Kubernetes objects.
  function ClusterBase:add_manifest(id, ...)
    return require(edition.module).KubernetesManifest(self, "manifest-" .. id, { cluster = self, manifest = { ... } })
  end

  --- A Helm chart, by HelmChartOptions.
  function ClusterBase:add_helm_chart(id, options)
    return require(edition.module).HelmChart(self, "chart-" .. id, l2.with({ cluster = self }, options))
  end

  --- A chart of cdk8s: an object whose method to_json gives a list of Kubernetes objects.
  -- @param options KubernetesManifestOptions
  function ClusterBase:add_cdk8s_chart(id, chart, options)
    if not engine.has(chart, "to_json") then
      fail(self, "a chart of cdk8s must have the method to_json, which gives a list of Kubernetes objects, got %s",
        engine.display(chart))
    end
    return require(edition.module).KubernetesManifest(self, id,
      l2.with({ cluster = self, manifest = chart:to_json() }, options))
  end

  --- An account for pods, by ServiceAccountOptions.
  function ClusterBase:add_service_account(id, options)
    return require(edition.module).ServiceAccount(self, id, l2.with({ cluster = self }, options))
  end

  --- Has the instances of an Auto Scaling group join the cluster. `options`: AutoScalingGroupOptions.
  function ClusterBase:connect_auto_scaling_group_capacity(auto_scaling_group, options)
    local group, role = auto_scaling_group, auto_scaling_group.role
    connect(self, group)
    if options.bootstrap_enabled ~= false then
      local bottlerocket = require(edition.module).MachineImageType.BOTTLEROCKET
      local lines = options.machine_image_type == bottlerocket and user_data.bottlerocket(self)
        or user_data.amazon_linux(self, group, options.bootstrap_options)
      group:add_user_data(table.unpack(lines))
    elseif options.bootstrap_options then
      fail(self, "bootstrap_options cannot be combined with bootstrap_enabled = false")
    end
    managed_policies.add_for_nodes(role)
    cdk.Tags.of(group):add("kubernetes.io/cluster/" .. self.cluster_name, "owned", {
      apply_to_launched_instances = true, exclude_resource_types = { "AWS::EC2::SecurityGroup" },
    })
    if not (edition.map_role and edition.map_role(self, group, options)) then
      cdk.CfnOutput(group, "InstanceRoleARN", { value = role.role_arn })
    end
    if edition.capacity_connected then edition.capacity_connected(self, group, options) end
    if self.alb_controller then self.alb_controller.node:add_dependency(group) end
  end

  --- The value of a field, or nil if an imported cluster lacks it.
  function ClusterBase:_known(field) return self[field] end

  ClusterBase.get.cluster_ref = function(self)
    return { cluster_arn = self.cluster_arn, cluster_name = self.cluster_name }
  end

  return ClusterBase
end
