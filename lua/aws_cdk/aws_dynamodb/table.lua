-- Tables.
local engine = require "luacdk.engine"
local growing = require "aws_cdk.private.growing"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local dynamodb = require "aws_cdk.aws_dynamodb"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local schema = require "aws_cdk.aws_dynamodb.private.schema"

local TableBase = dynamodb.TableBase
local fail, display = engine.fail, engine.display

local ROW = {
  arn = { "table_arn", service = "dynamodb", resource = "table" },
  name = { "table_name" },
  noun = "table", struct = "aws_cdk.aws_dynamodb.TableAttributes", either = true, strict = true, environment = false,
}

local DEFAULT_UNITS = 5

local Table = l2.resource("aws_cdk.aws_dynamodb.Table", TableBase, ROW)

-- ---- parts of the properties ----------------------------------------------------------------------------------------

-- Returns the L1 encryption and the key.
local function encryption(self, props)
  local kind, key, managed = props.encryption, props.encryption_key, nil
  if kind == nil and key then kind = "CUSTOMER_MANAGED" end
  if key and kind ~= "CUSTOMER_MANAGED" then
    fail(self, "encryption_key can only be given with encryption CUSTOMER_MANAGED, got %s", display(kind))
  end
  if kind == "CUSTOMER_MANAGED" then
    if props.replication_regions then
      fail(self, "encryption CUSTOMER_MANAGED cannot be combined with replication_regions; -> use a TableV2 with "
        .. "TableEncryptionV2.customer_managed_key")
    end
    key = key or require("aws_cdk.aws_kms").Key(self, "Key", {
      description = "Customer-managed key auto-created for encrypting DynamoDB table at " .. self.node.path,
      enable_key_rotation = true,
    })
    return { sse_enabled = true, kms_master_key_id = key.key_arn, sse_type = "KMS" }, key
  end
  if kind ~= nil then managed = { sse_enabled = kind == "AWS_MANAGED" } end
  return managed, nil
end

local function stream(self, props)
  local view = props.stream
  if not props.replication_regions then return view and { stream_view_type = view } or nil end
  if view and view ~= "NEW_AND_OLD_IMAGES" then
    fail(self, "a table with replication_regions has the stream NEW_AND_OLD_IMAGES; -> leave `stream` out, got %s",
      display(view))
  end
  return { stream_view_type = "NEW_AND_OLD_IMAGES" }
end

local function kinesis(props)
  return props.kinesis_stream and {
    stream_arn = props.kinesis_stream.stream_arn,
    approximate_creation_date_time_precision = props.kinesis_precision_timestamp,
  } or nil
end

local function import_source(source)
  if not source then return nil end
  local rendered = source.input_format:_render()
  rendered.input_compression_type = source.compression_type
  rendered.s3_bucket_source = {
    s3_bucket = source.bucket.bucket_name, s3_bucket_owner = source.bucket_owner, s3_key_prefix = source.key_prefix,
  }
  return rendered
end

local function check_provisioning(self, props)
  if self._on_demand and (props.read_capacity or props.write_capacity) then
    fail(self, "read_capacity and write_capacity cannot be given for a table with billing_mode PAY_PER_REQUEST")
  end
end

-- Sets the L1 throughput of the table or an index.
local function set_throughput(self, values, props)
  local units = schema.units
  if not self._on_demand then
    values.provisioned_throughput = {
      read_capacity_units = units(props.read_capacity) or DEFAULT_UNITS,
      write_capacity_units = units(props.write_capacity) or DEFAULT_UNITS,
    }
    return
  end
  local reads, writes = units(props.max_read_request_units), units(props.max_write_request_units)
  if reads or writes then
    values.on_demand_throughput = { max_read_request_units = reads, max_write_request_units = writes }
  end
end

local function validate(self)
  local errors = {}
  if #self._local_indices > 0 and not self._sort_key then
    errors[1] = "a table with local secondary indexes needs a sort_key"
  end
  if self._replicas and not self._on_demand then
    local writes = self._scaling.write
    if not writes then
      errors[#errors + 1] = "a table with replication_regions and billing_mode PROVISIONED needs write capacity that "
        .. "scales; call auto_scale_write_capacity"
    elseif not writes._scaled then
      errors[#errors + 1] = "a table with replication_regions and billing_mode PROVISIONED needs write capacity that "
        .. "scales; call scale_on_utilization or scale_on_schedule on what auto_scale_write_capacity returns"
    end
  end
  return errors
end

-- ---- the table ------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, TableProps: partition_key (required).
function Table:init(scope, id, props)
  TableBase.init(self, scope, id, { physical_name = props.table_name })
  if not props.partition_key then fail(self, "partition_key is required") end
  local keys = schema.keys(self, props)
  self._schemas = { keys }
  self._partition_key, self._sort_key = props.partition_key, props.sort_key
  self._global_indices, self._local_indices, self._non_key = {}, {}, { count = 0, names = {} }
  self._scaling, self._index_scaling, self.regions = {}, {}, {}
  self.resource_policy = props.resource_policy

  local sse, key = encryption(self, props)
  local recovery = schema.point_in_time_recovery(self, props)
  local insights = schema.contributor_insights(self, props.contributor_insights_enabled,
    props.contributor_insights_specification, "contributor_insights_enabled")
  local stream_specification = stream(self, props)
  self._on_demand = (props.billing_mode or props.replication_regions and "PAY_PER_REQUEST") == "PAY_PER_REQUEST"
  check_provisioning(self, props)

  local definitions = {}
  self._definitions = definitions
  local values = {
    table_name = self.physical_name,
    key_schema = schema.render(self, definitions, keys),
    attribute_definitions = growing(definitions),
    global_secondary_indexes = growing(self._global_indices),
    local_secondary_indexes = growing(self._local_indices),
    point_in_time_recovery_specification = recovery,
    billing_mode = self._on_demand and "PAY_PER_REQUEST" or nil,
    sse_specification = sse,
    stream_specification = stream_specification,
    table_class = props.table_class,
    time_to_live_specification = schema.time_to_live(props.time_to_live_attribute),
    contributor_insights_specification = insights,
    kinesis_stream_specification = kinesis(props),
    deletion_protection_enabled = props.deletion_protection,
    import_source_specification = import_source(props.import_source),
    warm_throughput = props.warm_throughput,
    resource_policy = props.resource_policy and { policy_document = props.resource_policy } or nil,
  }
  set_throughput(self, values, props)
  self._resource = dynamodb.CfnTable(self, "Resource", values)
  self._resource:apply_removal_policy(props.removal_policy)
  self.encryption_key = key
  if props.table_name then self.node:add_metadata("aws:cdk:hasPhysicalName", self.table_name) end
  self._scaling_role = iam.Role.from_role_arn(self, "ScalingRole", self.stack:format_arn {
    service = "iam", region = "", resource = "role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com",
    resource_name = "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
  })
  if props.replication_regions and #props.replication_regions > 0 then
    self._replicas = require("aws_cdk.aws_dynamodb.private.replicas")(self, props)
  end
  self.node:add_validation { validate = function() return validate(self) end }
end

Table.get._has_index = function(self) return #self._global_indices + #self._local_indices > 0 end

Table.get.table_stream_arn = function(self)
  local resource = self._resource
  return resource.stream_specification and resource.attr_stream_arn or nil
end

--- Adds a statement to the table's policy.
function Table:add_to_resource_policy(statement)
  self.resource_policy = self.resource_policy or iam.PolicyDocument()
  self.resource_policy:add_statements(statement)
  self._resource.resource_policy = { policy_document = self.resource_policy }
  return { statement_added = true, policy_dependable = self }
end

-- ---- indices --------------------------------------------------------------------------------------------------------

local function check_index_name(self, name)
  if self._schemas[name] then fail(self, "the table already has an index %s", display(name)) end
end

--- Adds an index with its own keys: GlobalSecondaryIndexProps.
function Table:add_global_secondary_index(props)
  check_provisioning(self, props)
  check_index_name(self, props.index_name)
  local keys = schema.keys(self, props)
  local index = {
    contributor_insights_specification = schema.contributor_insights(self, props.contributor_insights_enabled,
      props.contributor_insights_specification, "contributor_insights_enabled"),
    index_name = props.index_name,
    key_schema = schema.render(self, self._definitions, keys),
    projection = schema.projection(self, props, self._non_key),
    warm_throughput = props.warm_throughput,
  }
  set_throughput(self, index, props)
  self._global_indices[#self._global_indices + 1] = index
  self._schemas[props.index_name] = keys
  self._index_scaling[props.index_name] = {}
end

--- Adds an index with the table's partition key and another sort key: LocalSecondaryIndexProps.
function Table:add_local_secondary_index(props)
  if #self._local_indices >= schema.MOST_LOCAL_INDICES then
    fail(self, "a table can have at most %d local secondary indexes", schema.MOST_LOCAL_INDICES)
  end
  local keys = schema.keys(self, { partition_key = self._partition_key, sort_key = props.sort_key })
  check_index_name(self, props.index_name)
  self._local_indices[#self._local_indices + 1] = {
    index_name = props.index_name,
    key_schema = schema.render(self, self._definitions, keys),
    projection = schema.projection(self, props, self._non_key),
  }
  self._schemas[props.index_name] = keys
end

--- The keys of an index, or of the table itself: { partition_keys, sort_keys }.
function Table:schema_v2(index_name)
  local keys = self._schemas[index_name or 1]
  if not keys then
    fail(self, "the table has no index %s; -> add it with add_global_secondary_index or add_local_secondary_index",
      display(index_name))
  end
  return keys
end

--- The same for indices with one key of each kind: { partition_key, sort_key }.
function Table:schema(index_name)
  local keys = self:schema_v2(index_name)
  if #keys.partition_keys > 1 or #keys.sort_keys > 1 then
    fail(self, "the index %s has keys of several attributes; -> use schema_v2", display(index_name))
  end
  return { partition_key = keys.partition_keys[1], sort_key = keys.sort_keys[1] }
end

-- ---- scaling --------------------------------------------------------------------------------------------------------

-- `of`: { read =, write = }, what scales already. `index`: the name of an index, or nil.
local function scale(self, of, kind, props, index)
  if of[kind] then
    fail(self, "the %s capacity of %s already scales", kind, index and "the index " .. index or "the table")
  end
  if self._on_demand then
    fail(self, "the capacity of a table with billing_mode PAY_PER_REQUEST does not scale")
  end
  local name = kind == "read" and "Read" or "Write"
  local resource = "table/" .. self.table_name
  local ScalableTableAttribute = require "aws_cdk.aws_dynamodb.private.scalable_table_attribute"
  local attribute = ScalableTableAttribute(self, (index or "") .. name .. "Scaling", {
    service_namespace = appscaling.ServiceNamespace.DYNAMODB,
    resource_id = index and resource .. "/index/" .. index or resource,
    dimension = ("dynamodb:%s:%sCapacityUnits"):format(index and "index" or "table", name),
    role = self._scaling_role,
    min_capacity = props.min_capacity,
    max_capacity = props.max_capacity,
  })
  of[kind] = attribute
  return attribute
end

local function index_scaling(self, index)
  if self._on_demand then
    fail(self, "the capacity of a table with billing_mode PAY_PER_REQUEST does not scale")
  end
  local of = self._index_scaling[index]
  if not of then fail(self, "the table has no global secondary index %s", display(index)) end
  return of
end

--- Lets the read capacity scale between two numbers of units.
function Table:auto_scale_read_capacity(props) return scale(self, self._scaling, "read", props) end

--- Lets the write capacity scale between two numbers of units.
function Table:auto_scale_write_capacity(props)
  local attribute = scale(self, self._scaling, "write", props)
  for _, replica in ipairs(self._replicas or {}) do replica.node:add_dependency(attribute) end
  return attribute
end

--- Lets the read capacity of an index scale.
function Table:auto_scale_global_secondary_index_read_capacity(index_name, props)
  return scale(self, index_scaling(self, index_name), "read", props, index_name)
end

--- Lets the write capacity of an index scale.
function Table:auto_scale_global_secondary_index_write_capacity(index_name, props)
  return scale(self, index_scaling(self, index_name), "write", props, index_name)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imports(Table, TableBase, ROW, function(self, attrs)
  self._has_index = attrs.grant_index_permissions or #(attrs.global_indexes or {}) > 0
    or #(attrs.local_indexes or {}) > 0
  self.regions = {}
  self.table_stream_arn, self.encryption_key = attrs.table_stream_arn, attrs.encryption_key
end)

function Imported.add_to_resource_policy() return { statement_added = false } end

return { Table = Table }
