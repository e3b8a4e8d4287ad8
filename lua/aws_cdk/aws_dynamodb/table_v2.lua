-- Global tables.
local engine = require "luacdk.engine"
local cx_api = require "aws_cdk.cx_api"
local growing = require "aws_cdk.private.growing"
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local l2 = require "aws_cdk.l2"
local schema = require "aws_cdk.aws_dynamodb.private.schema"

local TableBaseV2 = dynamodb.TableBaseV2
local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local ROW = {
  arn = { "table_arn", service = "dynamodb", resource = "table" },
  name = { "table_name" },
  attributes = { table_stream_arn = "attr_stream_arn", table_id = "attr_table_id" },
  noun = "table", struct = "aws_cdk.aws_dynamodb.TableAttributesV2", either = true, strict = true,
}

local MOST_GLOBAL_INDICES = 20

-- Regions whose tables can be strongly consistent with each other.
local STRONG_REGIONS = {
  { name = "US", "us-east-1", "us-east-2", "us-west-2" },
  { name = "EU", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1" },
  { name = "AP", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3" },
}

local TableV2 = l2.resource("aws_cdk.aws_dynamodb.TableV2", TableBaseV2, ROW)

TableBaseV2._take_policies(TableV2)

-- ---- strong consistency ---------------------------------------------------------------------------------------------

local function check_strong(self, props)
  local own = self.stack.region
  if is_unresolved(own) then
    fail(self, "a table with multi_region_consistency STRONG needs a stack whose env has a region")
  end
  local regions = { own }
  for _, replica in ipairs(props.replicas or {}) do regions[#regions + 1] = replica.region end
  local copies = #regions
  regions[#regions + 1] = props.witness_region
  local set
  for _, one in ipairs(STRONG_REGIONS) do
    if l2.includes(one, own) then set = one end
  end
  for _, region in ipairs(regions) do
    if is_unresolved(region) then
      fail(self, "the regions of a table with multi_region_consistency STRONG must be literal, got a token")
    end
  end
  if not set then
    fail(self, "a table with multi_region_consistency STRONG cannot be in %s", own)
  end
  for _, region in ipairs(regions) do
    if not l2.includes(set, region) then
      fail(self, "a table in %s with multi_region_consistency STRONG can only have replicas and witness in %s, not in "
        .. "%s", own, table.concat(set, ", "), region)
    end
  end
  local wanted = props.witness_region and 2 or 3
  if copies ~= wanted then
    fail(self, "a table with multi_region_consistency STRONG and %s witness_region needs %d replicas, itself included, "
      .. "got %d", props.witness_region and "a" or "without", wanted, copies)
  end
end

-- ---- replicas -------------------------------------------------------------------------------------------------------

local function replica_indices(self, options)
  options = options or {}
  for _, name in ipairs(engine.keys(options)) do
    if not self._global_indices[name] then
      fail(self, "global_secondary_index_options names %s, but the table has no such index", display(name))
    end
    if self._on_demand and options[name].read_capacity then
      fail(self, "read_capacity of the index %s cannot be given for a table with on-demand billing", display(name))
    end
  end
  local rendered = {}
  for i, name in ipairs(self._global_names) do
    local own, given = options[name], self._index_reads[name]
    local read, units = given.capacity, given.units
    local insights = self._options
    if own then
      read, units = own.read_capacity, own.max_read_request_units
    end
    local enabled = own and own.contributor_insights
    if enabled == nil then enabled = insights.contributor_insights end
    local read_settings = self._read_settings
    if read then read_settings = read:_render_read_capacity() end
    units = schema.units(units)
    rendered[i] = {
      index_name = name,
      read_provisioned_throughput_settings = read_settings,
      read_on_demand_throughput_settings = units and { max_read_request_units = units } or nil,
      contributor_insights_specification = schema.contributor_insights(self, enabled,
        own and own.contributor_insights_specification or insights.contributor_insights_specification,
        "contributor_insights"),
    }
  end
  return #rendered > 0 and rendered or nil
end

-- In the reference's maps, keys that are whole numbers come before others.
local MOST_INDEX = 4294967294

local function index_of(key)
  local index = (key == "0" or key:find "^[1-9]%d*$") and tonumber(key)
  return index and index <= MOST_INDEX and index or nil
end

-- The tags of the table, then those of the replica.
local function replica_tags(self, given)
  local values = self.tags:tag_values()
  for _, tag in ipairs(given or {}) do values[tostring(tag.key)] = tag.value end
  local numbered, tags = {}, {}
  for key, value in pairs(values) do
    local list = index_of(key) and numbered or tags
    list[#list + 1] = { key = key, value = value }
  end
  table.sort(numbered, function(x, y) return index_of(x.key) < index_of(y.key) end)
  table.move(tags, 1, #tags, #numbered + 1, numbered)
  return #numbered > 0 and numbered or nil
end

local function replica_policy(self, props)
  local here = props.region == self.region
  if cdk.FeatureFlags.of(self):is_enabled(cx_api.DYNAMODB_TABLEV2_RESOURCE_POLICY_PER_REPLICA) then
    if here then return self.resource_policy end
    return props.resource_policy
  end
  return props.resource_policy or self.resource_policy
end

local function or_else(value, other)
  if value == nil then return other end
  return value
end

local function replica_settings(self, props)
  local options = self._options
  local recovery = or_else(props.point_in_time_recovery, options.point_in_time_recovery)
  local units = schema.units(props.max_read_request_units) or schema.units(self._max_read)
  local policy = replica_policy(self, props)
  local stream_policy = props.stream_resource_policy
  if props.region == self.region then stream_policy = self.stream_resource_policy end
  local read_settings = self._read_settings
  if props.read_capacity then read_settings = props.read_capacity:_render_read_capacity() end
  return {
    region = props.region,
    global_secondary_indexes = replica_indices(self, props.global_secondary_index_options),
    deletion_protection_enabled = or_else(props.deletion_protection, options.deletion_protection),
    table_class = props.table_class or options.table_class,
    sse_specification = self._encryption and self._encryption:_render_replica_sse_specification(self, props.region),
    kinesis_stream_specification = props.kinesis_stream and { stream_arn = props.kinesis_stream.stream_arn } or nil,
    contributor_insights_specification = schema.contributor_insights(self,
      or_else(props.contributor_insights, options.contributor_insights),
      props.contributor_insights_specification or options.contributor_insights_specification, "contributor_insights"),
    point_in_time_recovery_specification = props.point_in_time_recovery_specification
      or options.point_in_time_recovery_specification
      or recovery ~= nil and { point_in_time_recovery_enabled = recovery } or nil,
    read_provisioned_throughput_settings = read_settings,
    tags = replica_tags(self, props.tags),
    read_on_demand_throughput_settings = units and { max_read_request_units = units } or nil,
    resource_policy = policy and { policy_document = policy } or nil,
    replica_stream_specification = stream_policy and { resource_policy = { policy_document = stream_policy } } or nil,
    global_table_settings_replication_mode = options.global_table_settings_replication_mode,
  }
end

-- The table itself comes last.
local function replicas(self)
  local rendered = {}
  for i, props in ipairs(self._replicas) do rendered[i] = replica_settings(self, props) end
  rendered[#rendered + 1] = replica_settings(self, {
    region = self.stack.region, kinesis_stream = self._options.kinesis_stream, tags = self._options.tags,
  })
  return rendered
end

local function lazily(make) return engine.lazy(make, { kind = "any" }) end

-- ---- the table ------------------------------------------------------------------------------------------------------

local function set_billing(self, billing)
  local on_demand = not billing or billing.mode ~= "PROVISIONED"
  self._on_demand = on_demand
  if not billing then return end
  local read, write = billing:_render_read_capacity(), billing:_render_write_capacity()
  if on_demand then
    self._max_read, self._max_write = read, write
  else
    self._read_settings, self._write_settings = read, write
  end
end

--- Arguments: scope, id, TablePropsV2: partition_key (required).
function TableV2:init(scope, id, props)
  TableBaseV2.init(self, scope, id, { physical_name = props.table_name or cdk.PhysicalName.GENERATE_IF_NEEDED })
  self._options = props
  self.region = self.stack.region
  self.tags = cdk.TagManager(cdk.TagType.STANDARD, dynamodb.CfnGlobalTable.CFN_RESOURCE_TYPE_NAME)
  self._tags = self.tags
  local encryption = props.encryption
  self._encryption, self.encryption_key = encryption, encryption and encryption.table_key
  self._replica_keys = {}
  local key_arns = encryption and encryption.replica_key_arns or {}
  for _, region in ipairs(engine.keys(key_arns)) do
    self._replica_keys[region] =
      require("aws_cdk.aws_kms").Key.from_key_arn(self, "ReplicaKey" .. region, key_arns[region])
  end
  local definitions = {}
  self._definitions, self._non_key = definitions, { count = 0, names = {} }
  self._global, self._local, self._replicas = {}, {}, {}
  self._global_indices, self._local_indices, self._global_names, self._index_reads = {}, {}, {}, {}
  local key_schema = schema.render(self, definitions, schema.keys(self, props))
  schema.point_in_time_recovery(self, props)
  set_billing(self, props.billing)
  for _, index in ipairs(props.global_secondary_indexes or {}) do self:add_global_secondary_index(index) end
  for _, index in ipairs(props.local_secondary_indexes or {}) do self:add_local_secondary_index(index) end
  if props.multi_region_consistency == "STRONG" then
    check_strong(self, props)
  elseif props.witness_region then
    fail(self, "witness_region needs multi_region_consistency STRONG")
  end
  self.resource_policy, self.stream_resource_policy = props.resource_policy, props.stream_resource_policy

  local max_write, stream = schema.units(self._max_write), props.dynamo_stream
  self._resource = dynamodb.CfnGlobalTable(self, "Resource", {
    table_name = self.physical_name,
    key_schema = key_schema,
    attribute_definitions = growing(definitions),
    replicas = lazily(function() return replicas(self) end),
    global_table_witnesses = props.witness_region and { { region = props.witness_region } } or nil,
    multi_region_consistency = props.multi_region_consistency,
    global_secondary_indexes = growing(self._global),
    local_secondary_indexes = growing(self._local),
    billing_mode = self._on_demand and "PAY_PER_REQUEST" or "PROVISIONED",
    write_provisioned_throughput_settings = self._write_settings,
    write_on_demand_throughput_settings = max_write and { max_write_request_units = max_write } or nil,
    stream_specification = stream and { stream_view_type = stream } or lazily(function()
      return #self._replicas > 0 and { stream_view_type = "NEW_AND_OLD_IMAGES" } or nil
    end),
    sse_specification = encryption and encryption:_render_sse_specification(),
    time_to_live_specification = schema.time_to_live(props.time_to_live_attribute),
    warm_throughput = props.warm_throughput,
  })
  self._resource:apply_removal_policy(props.removal_policy)
  local regions = {}
  for i, replica in ipairs(props.replicas or {}) do
    self:add_replica(replica)
    regions[i] = replica.region
  end
  self._grant_regions = regions
  if props.table_name then self.node:add_metadata("aws:cdk:hasPhysicalName", self.table_name) end
end

TableV2.get._has_index = function(self) return #self._global + #self._local > 0 end

TableV2.get.grants = function(self)
  local grants = rawget(self, "_grants") or dynamodb.TableGrants { table = self, regions = self._grant_regions }
  rawset(self, "_grants", grants)
  return grants
end

-- ---- what is added --------------------------------------------------------------------------------------------------

--- Adds a replica in another region: ReplicaTableProps.
function TableV2:add_replica(props)
  local own, region = self.stack.region, props.region
  if is_unresolved(own) then fail(self, "a table with replicas needs a stack whose env has a region") end
  if is_unresolved(region) then fail(self, "the region of a replica must be literal, got a token") end
  if region == own then fail(self, "a replica cannot be in %s, the table's own region", own) end
  if self._replicas[region] then fail(self, "the table already has a replica in %s", region) end
  if self._on_demand and props.read_capacity then
    fail(self, "read_capacity of a replica cannot be given for a table with on-demand billing")
  end
  self._replicas[#self._replicas + 1] = props
  self._replicas[region] = true
end

local function check_index_name(self, name)
  if self._global_indices[name] or self._local_indices[name] then
    fail(self, "the table already has an index %s", display(name))
  end
end

--- Adds an index with its own keys: GlobalSecondaryIndexPropsV2.
function TableV2:add_global_secondary_index(props)
  check_index_name(self, props.index_name)
  local keys = schema.keys(self, props)
  if #self._global == MOST_GLOBAL_INDICES then
    fail(self, "a table can have at most %d global secondary indexes", MOST_GLOBAL_INDICES)
  end
  if self._on_demand and (props.read_capacity or props.write_capacity) then
    fail(self, "read_capacity and write_capacity of an index cannot be given for a table with on-demand billing")
  end
  local write_settings, writes = self._write_settings, schema.units(props.max_write_request_units)
  if props.write_capacity then write_settings = props.write_capacity:_render_write_capacity() end
  local index = {
    index_name = props.index_name,
    key_schema = schema.render(self, self._definitions, keys),
    projection = schema.projection(self, props, self._non_key, true),
    write_provisioned_throughput_settings = write_settings,
    write_on_demand_throughput_settings = writes and { max_write_request_units = writes } or nil,
    warm_throughput = props.warm_throughput,
  }
  self._global[#self._global + 1] = index
  self._global_indices[props.index_name] = true
  self._global_names[#self._global_names + 1] = props.index_name
  self._index_reads[props.index_name] = { capacity = props.read_capacity, units = props.max_read_request_units }
end

--- Adds an index with the table's partition key and another sort key: LocalSecondaryIndexProps.
function TableV2:add_local_secondary_index(props)
  check_index_name(self, props.index_name)
  if not self._options.sort_key then fail(self, "a table with local secondary indexes needs a sort_key") end
  if #self._local == schema.MOST_LOCAL_INDICES then
    fail(self, "a table can have at most %d local secondary indexes", schema.MOST_LOCAL_INDICES)
  end
  local keys = schema.keys(self, { partition_key = self._options.partition_key, sort_key = props.sort_key })
  self._local[#self._local + 1] = {
    index_name = props.index_name,
    key_schema = schema.render(self, self._definitions, keys),
    projection = schema.projection(self, props, self._non_key, true),
  }
  self._local_indices[props.index_name] = true
end

--- The table's replica in a region, the table itself in its own.
function TableV2:replica(region)
  local own = self.stack.region
  if is_unresolved(own) then fail(self, "a table with replicas needs a stack whose env has a region") end
  if is_unresolved(region) then fail(self, "the region of a replica must be literal, got a token") end
  if region == own then return self end
  if not self._replicas[region] then fail(self, "the table has no replica in %s", region) end
  local arn = self.stack:format_arn {
    service = "dynamodb", region = region, resource = "table", resource_name = self.table_name,
  }
  return TableV2.from_table_attributes(self, "ReplicaTable" .. region, {
    table_arn = arn, encryption_key = self._replica_keys[region], grant_index_permissions = self._has_index,
    table_stream_arn = arn .. "/stream/*",
  })
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imports(TableV2, TableBaseV2, ROW, function(self, attrs, scope, parts)
  if (parts.region or "") == "" then
    fail(scope, "the table ARN %s must name a region", display(attrs.table_arn))
  end
  self.region = parts.region
  self._has_index = attrs.grant_index_permissions or #(attrs.global_indexes or {}) > 0
    or #(attrs.local_indexes or {}) > 0
  self.table_id, self.table_stream_arn, self.encryption_key =
    attrs.table_id, attrs.table_stream_arn, attrs.encryption_key
  self.grants = dynamodb.TableGrants { table = self, has_index = self._has_index }
end)

function Imported.add_to_resource_policy() return { statement_added = false } end

return { TableV2 = TableV2 }
