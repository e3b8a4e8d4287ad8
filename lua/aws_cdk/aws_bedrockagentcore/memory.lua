--- Memories, which keep what agents were told and what follows from it.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local own_role = require "aws_cdk.aws_bedrockagentcore.private.own_role"

local fail = engine.fail

local SHORTEST_DAYS, LONGEST_DAYS, DEFAULT_DAYS = 7, 365, 90

local KEY_ACTIONS = {
  "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncrypt*",
}

local StreamDeliveryResource = engine.class "aws_cdk.aws_bedrockagentcore.StreamDeliveryResource"

function StreamDeliveryResource:init(stream, content_configurations)
  self.stream, self.content_configurations = stream, content_configurations
end

--- A stream of Amazon Kinesis. Options: content_configurations (required): a list of { level =, type = }.
function StreamDeliveryResource.kinesis(stream, options)
  return StreamDeliveryResource(stream, options.content_configurations)
end

local MemoryBase = engine.class("aws_cdk.aws_bedrockagentcore.MemoryBase", cdk.Resource)

local SHORT_TERM = { "GetEvent", "ListEvents", "ListActors", "ListSessions" }
local LONG_TERM = { "GetMemoryRecord", "RetrieveMemoryRecords", "ListMemoryRecords", "ListActors", "ListSessions" }

local WRITE, READ = { "CreateEvent" }, l2.union(SHORT_TERM, LONG_TERM)
local DELETE = { "DeleteEvent", "DeleteMemoryRecord" }
local ADMIN = { "CreateMemory", "GetMemory", "DeleteMemory", "UpdateMemory" }

grants(MemoryBase, "memory_arn", {
  grant_admin = ADMIN,
  grant_delete = DELETE,
  grant_delete_long_term_memory = { "DeleteMemoryRecord" },
  grant_delete_short_term_memory = { "DeleteEvent" },
  grant_full_access = l2.union(WRITE, READ, DELETE, ADMIN),
  grant_read = READ,
  grant_read_long_term_memory = LONG_TERM,
  grant_read_short_term_memory = SHORT_TERM,
  grant_write = WRITE,
})

metrics.add(MemoryBase, function(self) return { Resource = self.memory_arn } end, {
  metric_event_creation_count = { "CreationCount", "Sum", { ItemType = "Event" } },
  metric_memory_record_creation_count = { "CreationCount", "Sum", { ItemType = "MemoryRecordsExtracted" } },
}, {
  metric_errors_for_api_operation = { "Errors", "Sum" },
  metric_invocations_for_api_operation = { "Invocations", "Sum" },
  metric_latency_for_api_operation = { "Latency", "Average" },
})

local Memory = engine.class("aws_cdk.aws_bedrockagentcore.Memory", MemoryBase)

-- The number of days.
local function days_of(self, duration)
  local days = duration:to_days()
  if not engine.is_unresolved(days) and (days < SHORTEST_DAYS or days > LONGEST_DAYS) then
    fail(self, "expiration_duration must be between %d and %d days, got %s", SHORTEST_DAYS, LONGEST_DAYS,
      engine.display(days))
  end
  return days
end

local function render_strategies(self)
  if #self.memory_strategies == 0 then return nil end
  local all = engine.list {}
  for i, strategy in ipairs(self.memory_strategies) do all[i] = strategy:render() end
  return all
end

local function render_streams(self)
  if #self.stream_delivery_resources == 0 then return nil end
  local all = engine.list {}
  for i, one in ipairs(self.stream_delivery_resources) do
    all[i] = { kinesis = {
      data_stream_arn = one.stream.stream_arn, content_configurations = one.content_configurations,
    } }
  end
  return { resources = all }
end

--- Arguments: scope, id, MemoryProps. Fails on names, tags and times that the service does not take.
function Memory:init(scope, id, props)
  self.memory_name = own_name(self, MemoryBase, scope, id, "memory_name", props.memory_name)
  self.expiration_duration = props.expiration_duration or cdk.Duration.days(DEFAULT_DAYS)
  self.description, self.kms_key, self.tags = props.description, props.kms_key, props.tags
  self.execution_role = props.execution_role or own_role(self, "ServiceRole", "memory", self.memory_name)
  self.grant_principal = self.execution_role
  if self.kms_key then self.kms_key:grant(self.execution_role, table.unpack(KEY_ACTIONS)) end
  checks.tags(self, self.tags)
  self.memory_strategies, self.stream_delivery_resources = {}, {}
  local resource = bedrockagentcore.CfnMemory(self, "Memory", {
    name = self.memory_name,
    description = self.description,
    event_expiry_duration = days_of(self, self.expiration_duration),
    encryption_key_arn = self.kms_key and self.kms_key.key_arn,
    memory_execution_role_arn = self.execution_role.role_arn,
    memory_strategies = engine.lazy(function() return render_strategies(self) end, { kind = "any" }),
    stream_delivery_resources = engine.lazy(function() return render_streams(self) end, { kind = "any" }),
    tags = self.tags,
  })
  self._resource = resource
  self.memory_id, self.memory_arn = resource.attr_memory_id, resource.attr_memory_arn
  self.status, self.failure_reason = resource.attr_status, resource.attr_failure_reason
  self.created_at, self.updated_at = resource.attr_created_at, resource.attr_updated_at
  for _, strategy in ipairs(props.memory_strategies or {}) do self:add_memory_strategy(strategy) end
  for _, one in ipairs(props.stream_delivery_resources or {}) do self:add_stream_delivery_resource(one) end
end

--- Adds a strategy: how long-term memory is made of events.
function Memory:add_memory_strategy(memory_strategy)
  table.insert(self.memory_strategies, memory_strategy)
  local grant = memory_strategy:grant(self.execution_role)
  if grant then grant:apply_before(self._resource) end
end

--- Has changes of the memory delivered to a stream. Fails if they are already delivered to one.
function Memory:add_stream_delivery_resource(resource)
  if #self.stream_delivery_resources > 0 then
    fail(self, "a memory can have one stream delivery resource, and this one already has one")
  end
  if #resource.content_configurations ~= 1 then
    fail(self, "a stream delivery resource must have one content configuration, got %d: -> say whether METADATA_ONLY "
      .. "or FULL_CONTENT is delivered", #resource.content_configurations)
  end
  table.insert(self.stream_delivery_resources, resource)
  local stream = resource.stream
  local write = stream:grant_write(self.execution_role)
  local describe = stream:grant(self.execution_role, "kinesis:DescribeStream")
  write:apply_before(self._resource)
  describe:apply_before(self._resource)
end

local Imported = l2.imported(Memory, MemoryBase)

function Imported:init(scope, id, attrs)
  MemoryBase.init(self, scope, id)
  self.memory_arn = attrs.memory_arn
  self.memory_id = cdk.Arn.split(attrs.memory_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  self.execution_role = iam.Role.from_role_arn(scope, id .. "Role", attrs.role_arn)
  if attrs.kms_key_arn and attrs.kms_key_arn ~= "" then
    self.kms_key = require("aws_cdk.aws_kms").Key.from_key_arn(scope, id .. "Key", attrs.kms_key_arn)
  end
  self.grant_principal = self.execution_role
  self.status, self.created_at, self.updated_at = attrs.status, attrs.created_at, attrs.updated_at
end

--- A memory made elsewhere, by MemoryAttributes: memory_arn and role_arn (required).
function Memory.from_memory_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Memory = Memory, MemoryBase = MemoryBase, StreamDeliveryResource = StreamDeliveryResource }
