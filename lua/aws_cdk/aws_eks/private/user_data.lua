--- What a node runs when it starts, so that it joins its cluster.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local user_data = {}

local function trim(text) return text:match "^%s*(.-)%s*$" end

-- Arguments of the script that EKS's images have.
local function bootstrap_arguments(cluster, options)
  local list = {}
  local function add(...) list[#list + 1] = table.concat { ... } end
  local endpoint, authority = cluster:_known "cluster_endpoint", cluster:_known "cluster_certificate_authority_data"
  if endpoint and authority then
    add("--apiserver-endpoint '", tostring(endpoint), "'")
    add("--b64-cluster-ca '", tostring(authority), "'")
  end
  add("--use-max-pods ", tostring(options.use_max_pods ~= false))
  if l2.truthy(options.aws_api_retry_attempts) then
    add("--aws-api-retry-attempts ", tostring(l2.number_text(options.aws_api_retry_attempts)))
  end
  if options.enable_docker_bridge then add "--enable-docker-bridge true" end
  if l2.truthy(options.docker_config_json) then
    add("--docker-config-json '", tostring(options.docker_config_json), "'")
  end
  if l2.truthy(options.dns_cluster_ip) then add("--dns-cluster-ip ", tostring(options.dns_cluster_ip)) end
  if l2.truthy(options.additional_args) then add(tostring(options.additional_args)) end
  return table.concat(list, " ")
end

--- Lines for Amazon Linux. `options`: BootstrapOptions.
function user_data.amazon_linux(cluster, group, options)
  options = options or {}
  local stack, spot = engine.stack_of(group), l2.truthy(group.spot_price)
  local kubelet = trim(("--node-labels lifecycle=%s %s %s"):format(spot and "Ec2Spot" or "OnDemand",
    spot and "--register-with-taints=spotInstance=true:PreferNoSchedule" or "",
    tostring(options.kubelet_extra_args or "")))
  return {
    "set -o xtrace",
    trim(("/etc/eks/bootstrap.sh %s --kubelet-extra-args \"%s\" %s"):format(tostring(cluster.cluster_name), kubelet,
      bootstrap_arguments(cluster, options))),
    ("/opt/aws/bin/cfn-signal --exit-code $? --stack %s --resource %s --region %s"):format(
      tostring(stack.stack_name), tostring(group.node.default_child.logical_id), tostring(stack.region)),
  }
end

--- Lines for Bottlerocket.
function user_data.bottlerocket(cluster)
  return {
    "[settings.kubernetes]",
    ('api-server="%s"'):format(tostring(cluster.cluster_endpoint)),
    ('cluster-certificate="%s"'):format(tostring(cluster.cluster_certificate_authority_data)),
    ('cluster-name="%s"'):format(tostring(cluster.cluster_name)),
  }
end

return user_data
