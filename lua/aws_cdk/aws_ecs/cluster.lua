--- Clusters: where tasks and services run.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local imported = require "aws_cdk.aws_ecs.private.imported_clusters"
local join_cluster = require "aws_cdk.aws_ecs.private.join_cluster"
local l2 = require "aws_cdk.l2"
local mutating_priority = require "aws_cdk.private.mutating_priority"
local servicediscovery = require "aws_cdk.aws_servicediscovery"
local task_arn = require "aws_cdk.aws_ecs.private.task_arn"

local fail, display = engine.fail, engine.display
local FARGATE_PROVIDERS = { "FARGATE", "FARGATE_SPOT" }

local Cluster = l2.resource("aws_cdk.aws_ecs.Cluster", cdk.Resource, {
  arn = { "cluster_arn", service = "ecs", resource = "cluster" },
  name = { "cluster_name" },
})

l2.held(Cluster, "autoscaling_group", "capacity_provider_names", "cluster_scoped_capacity_provider_names",
  "default_capacity_provider_strategy", "default_cloud_map_namespace", "execute_command_configuration",
  "has_ec2_capacity")

--- A cluster by its name and what else is known of it.
Cluster.from_cluster_attributes = imported.by_attributes

--- A cluster by its ARN.
Cluster.from_cluster_arn = imported.by_arn

-- ---- properties -----------------------------------------------------------------------------------------------------

local function settings(self, props)
  local old, new = props.container_insights, props.container_insights_v2
  if old ~= nil and new then fail(self, "container_insights and container_insights_v2 are mutually exclusive") end
  if old ~= nil then new = old and ecs.ContainerInsights.ENABLED or ecs.ContainerInsights.DISABLED end
  return new and { { name = "containerInsights", value = new } } or nil
end

local function log_configuration(self, logging)
  if not logging then return nil end
  local bucket, group = logging.s3_bucket, logging.cloud_watch_log_group
  if logging.s3_encryption_enabled and not bucket then fail(self, "s3_encryption_enabled needs s3_bucket") end
  if logging.cloud_watch_encryption_enabled and not group then
    fail(self, "cloud_watch_encryption_enabled needs cloud_watch_log_group")
  end
  return {
    cloud_watch_encryption_enabled = logging.cloud_watch_encryption_enabled,
    cloud_watch_log_group_name = group and group.log_group_ref.log_group_name,
    s3_bucket_name = bucket and bucket.bucket_name,
    s3_encryption_enabled = logging.s3_encryption_enabled,
    s3_key_prefix = logging.s3_key_prefix,
  }
end

local function configuration(self, storage)
  local command = self._execute_command_configuration
  if not command and not storage then return nil end
  local ephemeral = storage and storage.fargate_ephemeral_storage_kms_key
  local key = storage and storage.kms_key
  return {
    execute_command_configuration = command and {
      kms_key_id = command.kms_key and command.kms_key.key_arn,
      log_configuration = log_configuration(self, command.log_configuration),
      logging = command.logging,
    },
    managed_storage_configuration = storage and {
      fargate_ephemeral_storage_kms_key_id = ephemeral and ephemeral.key_id,
      kms_key_id = key and key.key_ref.key_id,
    },
  }
end

-- Lets Fargate use the key of the tasks' storage, for this cluster.
local function let_fargate_use(key, cluster_name)
  local function allow(sid, action, ...)
    local context = {
      ["kms:EncryptionContext:aws:ecs:clusterAccount"] = { cdk.Aws.ACCOUNT_ID },
      ["kms:EncryptionContext:aws:ecs:clusterName"] = cluster_name ~= "" and cluster_name and { cluster_name } or nil,
    }
    key:add_to_resource_policy(iam.PolicyStatement {
      sid = sid, principals = { iam.ServicePrincipal "fargate.amazonaws.com" }, resources = { "*" },
      actions = { action }, conditions = engine.ordered("StringEquals", context, ...),
    })
  end
  allow("Allow generate data key access for Fargate tasks.", "kms:GenerateDataKeyWithoutPlaintext")
  allow("Allow grant creation permission for Fargate tasks.", "kms:CreateGrant",
    "ForAllValues:StringEquals", { ["kms:GrantOperations"] = { "Decrypt" } })
end

-- Tells the cluster its capacity providers when all are known.
local function associate(self, id)
  local associations
  cdk.Aspects.of(self):add({ visit = function(_, node)
    local strategy, names = self._default_capacity_provider_strategy, self._capacity_provider_names
    if not engine.is_a(node, Cluster) or #strategy == 0 and (#names == 0 or associations) then return end
    associations = ecs.CfnClusterCapacityProviderAssociations(self, id, {
      cluster = node.cluster_name, default_capacity_provider_strategy = strategy, capacity_providers = names,
    })
  end }, { priority = mutating_priority(self) })
end

--- Arguments: scope, id, ClusterProps.
function Cluster:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.cluster_name })
  self.connections = ec2.Connections()
  self._capacity_provider_names, self._cluster_scoped_capacity_provider_names = engine.list {}, engine.list {}
  self._default_capacity_provider_strategy, self._has_ec2_capacity = engine.list {}, false
  local insights = settings(self, props)
  if props.enable_fargate_capacity_providers then self:enable_fargate_capacity_providers() end
  local command, storage = props.execute_command_configuration, props.managed_storage_configuration
  if command and (command.logging == ecs.ExecuteCommandLogging.OVERRIDE) ~= (command.log_configuration ~= nil) then
    fail(self, "log_configuration of execute_command_configuration and logging = ExecuteCommandLogging.OVERRIDE must "
      .. "be given together")
  end
  self._execute_command_configuration = command
  self._resource = ecs.CfnCluster(self, "Resource", {
    cluster_name = self.physical_name, cluster_settings = insights, configuration = configuration(self, storage),
  })
  self.vpc = props.vpc or ec2.Vpc(self, "Vpc", { max_azs = 2 })
  if props.default_cloud_map_namespace then self:add_default_cloud_map_namespace(props.default_cloud_map_namespace) end
  if props.capacity then self._autoscaling_group = self:add_capacity("DefaultAutoScalingGroup", props.capacity) end
  local key = storage and storage.fargate_ephemeral_storage_kms_key
  if key then let_fargate_use(key, props.cluster_name) end
  associate(self, id)
end

--- The ARN of the tasks whose ids fit the pattern.
function Cluster:arn_for_tasks(key_pattern) return task_arn(self, key_pattern) end

-- ---- namespaces -----------------------------------------------------------------------------------------------------

local function keep_namespace(self, namespace, options)
  self._default_cloud_map_namespace = namespace
  if options.use_for_service_connect then
    self._resource.service_connect_defaults = { namespace = namespace.namespace_arn }
  end
  return namespace
end

local function allow_one_namespace(self)
  if self._default_cloud_map_namespace then fail(self, "the cluster already has a default namespace") end
end

--- Makes the namespace in which the cluster's services are found.
function Cluster:add_default_cloud_map_namespace(options)
  allow_one_namespace(self)
  local type, props = options.type or "DNS_PRIVATE", { name = options.name }
  local class = type == "HTTP" and "HttpNamespace" or type == "DNS_PUBLIC" and "PublicDnsNamespace"
  if not class then class, props.vpc = "PrivateDnsNamespace", self.vpc end
  return keep_namespace(self, servicediscovery[class](self, "DefaultServiceDiscoveryNamespace", props), options)
end

local function differ(a, b)
  return not engine.is_unresolved(a) and not engine.is_unresolved(b) and a ~= b
end

--- Uses a namespace for the cluster's services.
function Cluster:add_existing_default_cloud_map_namespace(options)
  allow_one_namespace(self)
  local namespace, annotations = options.namespace, cdk.Annotations.of(self)
  local own, other = engine.stack_of(self), engine.stack_of(namespace)
  if differ(own.region, other.region) then
    fail(self, "the namespace must be in the region of the cluster; they are in %s and %s", display(other.region),
      display(own.region))
  end
  if differ(own.account, other.account) then
    annotations:add_warning_v2("@aws-cdk/aws-ecs:crossAccountNamespace",
      "the namespace is of another account, which must share it with Resource Access Manager")
  end
  if namespace.type == "DNS_PRIVATE" then
    annotations:add_warning_v2("@aws-cdk/aws-ecs:privateDnsNamespaceVpc",
      "services are found only if the private DNS namespace is associated with the VPC of the cluster")
  end
  local arn = namespace.namespace_arn
  if options.use_for_service_connect and not engine.is_unresolved(arn) and not arn:find "^arn:" then
    self._default_cloud_map_namespace = namespace
    fail(self, "the namespace needs an ARN for Service Connect, got %s", display(arn))
  end
  return keep_namespace(self, namespace, options)
end

-- ---- capacity -------------------------------------------------------------------------------------------------------

--- Lets services use Fargate and Fargate Spot by capacity providers.
function Cluster:enable_fargate_capacity_providers()
  local names = self._capacity_provider_names
  for _, name in ipairs(FARGATE_PROVIDERS) do
    if not l2.includes(names, name) then names[#names + 1] = name end
  end
end

--- Adds machines, in a new Auto Scaling group.
function Cluster:add_capacity(id, options)
  local group, joining = join_cluster.new_group(self, id, options)
  self._has_ec2_capacity = true
  self.connections:add_security_group(table.unpack(group.connections.security_groups))
  join_cluster.configure(self, group, joining)
  return group
end

--- Adds machines, by a capacity provider.
function Cluster:add_asg_capacity_provider(provider, options)
  local names = self._capacity_provider_names
  if l2.includes(names, provider.capacity_provider_name) then return end
  self._has_ec2_capacity = true
  join_cluster.configure(self, provider.auto_scaling_group,
    l2.with(l2.with({}, options), { machine_image_type = provider.machine_image_type }),
    provider.enable_managed_termination_protection or provider.enable_managed_draining)
  names[#names + 1] = provider.capacity_provider_name
end

--- Adds machines that ECS manages.
function Cluster:add_managed_instances_capacity_provider(provider)
  local names = self._cluster_scoped_capacity_provider_names
  if l2.includes(names, provider.capacity_provider_name) then return end
  provider:bind(self)
  names[#names + 1] = provider.capacity_provider_name
end

local function is_fargate(name) return not engine.is_unresolved(name) and name:find("FARGATE", 1, true) ~= nil end

--- Says which capacity providers services use that name none.
function Cluster:add_default_capacity_provider_strategy(default_capacity_provider_strategy)
  local given = default_capacity_provider_strategy
  if #self._default_capacity_provider_strategy > 0 then
    fail(self, "the cluster already has a default capacity provider strategy")
  end
  local bases, fargate = 0, 0
  for _, one in ipairs(given) do
    local name = one.capacity_provider
    if is_fargate(name) then fargate = fargate + 1 end
    if one.base and one.base ~= 0 then bases = bases + 1 end
  end
  if fargate > 0 and fargate < #given then
    fail(self, "capacity providers of Fargate and of machines cannot be combined in a strategy")
  end
  for _, one in ipairs(given) do
    local name = one.capacity_provider
    if not l2.includes(self._capacity_provider_names, name)
      and not l2.includes(self._cluster_scoped_capacity_provider_names, name) then
      fail(self, "the cluster has no capacity provider %s; -> add it with add_asg_capacity_provider or "
        .. "add_managed_instances_capacity_provider", display(name))
    end
  end
  if bases > 1 then fail(self, "one capacity provider of a strategy may have a base, got %d", bases) end
  self._default_capacity_provider_strategy = given
end

return { Cluster = Cluster }
