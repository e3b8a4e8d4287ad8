--- The instances that a cluster makes, and whether they fit each other.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local insights = require "aws_cdk.aws_rds.private.insights"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local M = {}

-- Readers in these tiers scale with the writer.
local LAST_TIER_WITH_WRITER = 1
local DEFAULT_COUNT, DEFAULT_TYPE = 2, "t3.medium"

local function warn(self, id, message, ...)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-rds:" .. id, message:format(...))
end

-- ---- Performance Insights -------------------------------------------------------------------------------------------

-- `said` names the instance; the fields of `instance` are those of the cluster.
local function check_insights(self, said, instance)
  if self.performance_insights_enabled and instance.performance_insights_enabled == false then
    warn(self, "instancePerformanceInsightsOverridden", "Performance Insights is on for cluster %s and off for %s, "
      .. "but the cluster switches it on for all of its instances", self.node.id, said)
  end
  local days, own_days = self.performance_insight_retention, instance.performance_insight_retention
  if days and own_days and days ~= own_days then
    fail(self, "performance_insight_retention must be the same everywhere: it is %s for %s, and %s for the cluster",
      display(own_days), said, display(days))
  end
  local key, own_key = self.performance_insight_encryption_key, instance.performance_insight_encryption_key
  if not (key and own_key) then return end
  local arn, own_arn = key.key_arn, own_key.key_ref.key_arn
  if is_unresolved(arn) == is_unresolved(own_arn) and tostring(arn) ~= tostring(own_arn) then
    fail(self, "performance_insight_encryption_key must be the same for the cluster and for %s", said)
  end
end

-- ---- capacity -------------------------------------------------------------------------------------------------------

-- GiB of memory of the xlarge instance of each class. A capacity unit has 2.
local XLARGE_MEMORY = {
  m5 = 16, m5d = 16, m6g = 16, t4g = 16, t3 = 16, m4 = 16, r6g = 32, r5 = 32, r5b = 32, r5d = 32, r4 = 30.5, x2g = 64,
  x1e = 122, x1 = 61, z1d = 32,
}
local MEMORY_OF_UNIT = 2
-- Types whose names say more than class and size, all with more memory than Serverless v2 can have.
local TOO_LARGE = {
  ["db.r5.2xlarge.tpc2.mem8x"] = true, ["db.r5.4xlarge.tpc2.mem3x"] = true, ["db.r5.4xlarge.tpc2.mem4x"] = true,
  ["db.r5.6xlarge.tpc2.mem4x"] = true, ["db.r5.8xlarge.tpc2.mem3x"] = true, ["db.r5.12xlarge.tpc2.mem2x"] = true,
}

local function can_scale_to(type, capacity)
  local class, size = type:match "^([^.]*)%.([^.]*)$"
  if not class then return not TOO_LARGE[type] end
  local factor = size:match "^(.*)xlarge$"
  if not factor then return true end
  local memory = XLARGE_MEMORY[class]
  local times = factor == "" and 1 or tonumber(factor)
  return not (memory and times) or times * memory <= capacity * MEMORY_OF_UNIT
end

local function check_reader_capacity(self, writer, reader)
  local capacity = self._serverless_v2_max_capacity
  if writer.type ~= "PROVISIONED" or reader.type ~= "SERVERLESS_V2" or is_unresolved(capacity) then return end
  if can_scale_to(tostring(writer.instance_size), capacity) then return end
  warn(self, "serverlessInstanceCantScaleWithWriter", "serverless instance %s in promotion tier %d should be able to "
    .. "take over from the writer (%s), but serverless_v2_max_capacity is too small for that",
    reader.node.id, reader.tier, writer.instance_size)
end

-- ---- who takes over -------------------------------------------------------------------------------------------------

local function by_tier(readers)
  local sorted = {}
  for i, reader in ipairs(readers) do sorted[i] = { reader, i } end
  table.sort(sorted, function(a, b)
    if a[1].tier ~= b[1].tier then return a[1].tier < b[1].tier end
    return a[2] < b[2]
  end)
  for i, pair in ipairs(sorted) do sorted[i] = pair[1] end
  return sorted
end

local function check_failover(self, writer, readers)
  local first_tier = readers[1].tier
  local provisioned, serverless, can_take_over, serverless_in_first_tier = false, false, false, false
  local other_sizes = {}
  for _, reader in ipairs(readers) do
    if reader.type == "SERVERLESS_V2" then
      serverless = true
      serverless_in_first_tier = serverless_in_first_tier or reader.tier == first_tier
    else
      provisioned = true
      if reader.instance_size ~= writer.instance_size then other_sizes[#other_sizes + 1] = reader.instance_size end
    end
    can_take_over = can_take_over or reader.tier <= LAST_TIER_WITH_WRITER
  end
  if serverless and not provisioned then
    if not can_take_over then
      warn(self, "noFailoverServerlessReaders", "the readers of cluster %s are serverless, and none of them scales "
        .. "with the writer, so a failover may find them too small; give one of them scale_with_writer",
        self.node.id)
    end
    return
  end
  if serverless_in_first_tier and first_tier > LAST_TIER_WITH_WRITER then
    warn(self, "serverlessInHighestTier2-15", "the first reader to take over is serverless in promotion tier %d, "
      .. "where it does not scale with the writer, so a failover may find it too small", first_tier)
  end
  if #other_sizes > 0 and writer.type == "PROVISIONED" then
    warn(self, "provisionedReadersDontMatchWriter", "readers that may take over in promotion tier %d have other sizes "
      .. "than the writer (%s): %s", first_tier, writer.instance_size, table.concat(other_sizes, ", "))
  end
end

-- ---- instances ------------------------------------------------------------------------------------------------------

-- Instances of their own kind each: a writer and readers.
local function declared(self, props)
  local own_monitoring = not props.enable_cluster_level_enhanced_monitoring
  local function bind(instance, tier)
    return instance:bind(self, self, {
      monitoring_interval = own_monitoring and props.monitoring_interval or nil,
      monitoring_role = own_monitoring and self.monitoring_role or nil,
      removal_policy = props.removal_policy or cdk.RemovalPolicy.SNAPSHOT,
      subnet_group = self._subnet_group_ref,
      promotion_tier = tier,
    })
  end
  local writer = bind(props.writer, 0)
  local all, readers = { writer }, {}
  for _, instance in ipairs(props.readers or {}) do
    local reader = bind(instance)
    readers[#readers + 1], all[#all + 1] = reader, reader
    reader.node:add_dependency(writer)
    if reader.tier <= LAST_TIER_WITH_WRITER then check_reader_capacity(self, writer, reader) end
  end
  local function check(instance)
    if instance.type == "SERVERLESS_V2" then self._has_serverless_instance = true end
    check_insights(self, "instance " .. instance.node.id, instance)
  end
  check(writer)
  readers = by_tier(readers)
  for _, reader in ipairs(readers) do check(reader) end
  if #readers > 0 then check_failover(self, writer, readers) end
  for i, instance in ipairs(all) do
    self.instance_identifiers[i] = instance.instance_identifier
    self.instance_endpoints[i] = rds.Endpoint(instance.db_instance_endpoint_address, self.cluster_endpoint.port)
  end
end

local function parameter_group_name(self, props)
  local given = props.instance_props
  local group = given.parameter_group
  if given.parameters then
    if group then fail(self, "parameter_group and parameters of instance_props are mutually exclusive") end
    group = rds.ParameterGroup(self, "InstanceParameterGroup", {
      engine = props.engine, parameters = given.parameters,
    })
  end
  return group and group:bind_to_instance({}).parameter_group_name
end

local function identifier(props, i)
  if props.instance_identifier_base ~= nil then return props.instance_identifier_base .. i end
  return props.cluster_identifier ~= nil and props.cluster_identifier .. "instance" .. i or nil
end

-- As many instances as the user said, all alike.
local function alike(self, props)
  local count, given = props.instances or DEFAULT_COUNT, props.instance_props
  if is_unresolved(count) then
    fail(self, "instances must be known before the deployment, as each instance is a resource; it is a token")
  end
  if count < 1 then fail(self, "a cluster needs at least one instance, got %s", display(count)) end
  local selection, policy = given.vpc_subnets, removal.of_part(props.removal_policy)
  local connected = given.vpc:select_subnets(selection).internet_connectivity_established
  insights.check_switch(self, given)
  local enabled, key = insights.enabled(given), given.performance_insight_encryption_key
  check_insights(self, "instance_props", {
    performance_insights_enabled = enabled or false, performance_insight_retention = insights.days(given),
    performance_insight_encryption_key = key,
  })
  local parameters = parameter_group_name(self, props)
  local own_monitoring = not props.enable_cluster_level_enhanced_monitoring
  local interval, role, public = props.monitoring_interval, self.monitoring_role, given.publicly_accessible
  if public == nil and selection then public = selection.subnet_type == ec2.SubnetType.PUBLIC end
  local previous
  for i = 1, count do
    local resource = rds.CfnDBInstance(self, "Instance" .. i, {
      engine = props.engine.engine_type,
      db_cluster_identifier = self.cluster_identifier,
      db_instance_identifier = identifier(props, i),
      db_instance_class = "db." .. (given.instance_type and given.instance_type:to_string() or DEFAULT_TYPE),
      publicly_accessible = public,
      enable_performance_insights = enabled,
      performance_insights_kms_key_id = key and key.key_arn,
      performance_insights_retention_period = insights.days(given),
      db_subnet_group_name = self._subnet_group_ref.db_subnet_group_ref.db_subnet_group_name,
      db_parameter_group_name = parameters,
      monitoring_interval = own_monitoring and interval and interval:to_seconds() or nil,
      monitoring_role_arn = own_monitoring and role and role.role_arn or nil,
      auto_minor_version_upgrade = given.auto_minor_version_upgrade,
      allow_major_version_upgrade = given.allow_major_version_upgrade,
      delete_automated_backups = given.delete_automated_backups,
      preferred_maintenance_window = given.preferred_maintenance_window,
    })
    resource:apply_removal_policy(policy)
    resource.node:add_dependency(connected)
    if previous and props.instance_update_behaviour == "ROLLING" then resource.node:add_dependency(previous) end
    previous = resource
    self.instance_identifiers[i] = resource.ref
    self.instance_endpoints[i] = rds.Endpoint(resource.attr_endpoint_address, self.cluster_endpoint.port)
  end
end

--- Makes the instances of the cluster and fills its instance_identifiers and instance_endpoints.
function M.make(self, props)
  if (props.writer or props.readers) and (props.instances ~= nil or props.instance_props) then
    fail(self, "writer and readers cannot be combined with instances and instance_props, which make instances that are "
      .. "all alike")
  end
  if props.writer then return declared(self, props) end
  if not props.instance_props then fail(self, "a cluster needs a writer; -> give it writer = ClusterInstance.…") end
  return alike(self, props)
end

return M
