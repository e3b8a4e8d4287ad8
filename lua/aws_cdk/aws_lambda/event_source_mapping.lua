--- Mappings of event sources, from which Lambda reads on a function's behalf.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local fail = engine.fail
local is_unresolved = engine.is_unresolved
local display = engine.display

local EventSourceMapping = engine.class("aws_cdk.aws_lambda.EventSourceMapping", cdk.Resource)

local PROPS = "aws_lambda.CfnEventSourceMappingProps."
local PARTS = "aws_lambda.CfnEventSourceMapping."
local SHORTEST_AGE = 60 -- CloudFormation takes -1 for "infinite"

local function literal(value) return value ~= nil and not is_unresolved(value) end

local function check(self, props)
  local servers = props.kafka_bootstrap_servers
  if props.event_source_arn == nil and servers == nil then
    fail(self, "give event_source_arn or kafka_bootstrap_servers")
  elseif props.event_source_arn ~= nil and servers ~= nil then
    fail(self, "event_source_arn and kafka_bootstrap_servers are mutually exclusive; -> give one of them")
  end

  local pollers = props.provisioned_poller_config
  if pollers then
    local min, max = pollers.minimum_pollers, pollers.maximum_pollers
    l2.within(self, PARTS .. "ProvisionedPollerConfigProperty.minimum_pollers", min)
    l2.within(self, PARTS .. "ProvisionedPollerConfigProperty.maximum_pollers", max)
    if literal(min) and literal(max) and min > max then
      fail(self, "minimum_pollers must be at most maximum_pollers; they are %s and %s", display(min), display(max))
    end
  end

  if servers and not is_unresolved(servers) and #servers == 0 then
    fail(self, "kafka_bootstrap_servers is empty: -> name at least one server")
  end
  if props.max_concurrency ~= 0 then
    l2.within(self, PARTS .. "ScalingConfigProperty.maximum_concurrency", props.max_concurrency, "max_concurrency")
  end
  l2.within(self, PROPS .. "maximum_retry_attempts", props.retry_attempts, "retry_attempts")
  l2.within(self, PROPS .. "parallelization_factor", props.parallelization_factor)

  local at_timestamp = props.starting_position == "AT_TIMESTAMP"
  if at_timestamp and not props.starting_position_timestamp then
    fail(self, "starting_position AT_TIMESTAMP needs starting_position_timestamp")
  elseif not at_timestamp and props.starting_position_timestamp then
    fail(self, "starting_position_timestamp needs starting_position AT_TIMESTAMP, got %s",
      display(props.starting_position))
  end

  local group = props.kafka_consumer_group_id
  if group and not is_unresolved(group) and group ~= "" then
    l2.within(self, PARTS .. "SelfManagedKafkaEventSourceConfigProperty.consumer_group_id", group,
      "kafka_consumer_group_id")
    if group:find "[^%w/*:_+=.@-]" then
      fail(self, "kafka_consumer_group_id %s contains characters other than letters, digits and - / * : _ + = . @",
        display(group))
    end
  end
  if props.filter_encryption and not props.filters then
    fail(self, "filter_encryption needs filters to encrypt: -> give `filters` too")
  end
end

-- The seconds of the durations among the properties.
local function seconds(self, props)
  local age = l2.at_most(self, PROPS .. "maximum_record_age_in_seconds", props.max_record_age, "max_record_age",
    "seconds")
  if literal(age) and age < SHORTEST_AGE then
    fail(self, "max_record_age must be at least %d seconds, got %s", SHORTEST_AGE, display(age))
  end
  return l2.at_most(self, PROPS .. "maximum_batching_window_in_seconds", props.max_batching_window,
    "max_batching_window", "seconds"), age,
    l2.at_most(self, PROPS .. "tumbling_window_in_seconds", props.tumbling_window, "tumbling_window", "seconds")
end

local function access_configurations(list)
  if not list then return nil end
  local result = {}
  for i, item in ipairs(list) do result[i] = { type = item.type.type, uri = item.uri } end
  return result
end

local function kafka_config(self, props)
  local registry = props.schema_registry_config
  local group = props.kafka_consumer_group_id
  if group == "" then group = nil end
  if not group and not registry then return nil end
  local config = { consumer_group_id = group }
  if registry then
    local bound = engine.ask(self, "aws_cdk.aws_lambda.ISchemaRegistry", "bind", registry, self, props.target)
    local validations
    if bound.schema_validation_configs then
      validations = {}
      for i, item in ipairs(bound.schema_validation_configs) do
        validations[i] = { attribute = item.attribute.value }
      end
    end
    config.schema_registry_config = {
      schema_registry_uri = bound.schema_registry_uri,
      event_record_format = bound.event_record_format.value,
      access_configs = access_configurations(bound.access_configs),
      schema_validation_configs = validations,
    }
  end
  return config
end

local function format_arn(scope, id)
  return engine.stack_of(scope):format_arn {
    service = "lambda",
    resource = "event-source-mapping",
    resource_name = id,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

function EventSourceMapping:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check(self, props)
  local window, age, tumbling = seconds(self, props)
  if props.filter_encryption then
    props.filter_encryption:grant_decrypt(iam.ServicePrincipal "lambda.amazonaws.com")
  end
  local destination = props.on_failure and {
    on_failure = engine.ask(self, "aws_cdk.aws_lambda.IEventSourceDlq", "bind", props.on_failure, self, props.target),
  }
  local servers = props.kafka_bootstrap_servers
  local kafka = kafka_config(self, props)
  local concurrency = props.max_concurrency
  local mapping = lambda.CfnEventSourceMapping(self, "Resource", {
    batch_size = props.batch_size,
    bisect_batch_on_function_error = props.bisect_batch_on_error,
    destination_config = destination,
    enabled = props.enabled,
    event_source_arn = props.event_source_arn,
    function_name = props.target.function_name,
    starting_position = props.starting_position,
    starting_position_timestamp = props.starting_position_timestamp,
    function_response_types = props.report_batch_item_failures and { "ReportBatchItemFailures" } or nil,
    maximum_batching_window_in_seconds = window,
    maximum_record_age_in_seconds = age,
    maximum_retry_attempts = props.retry_attempts,
    parallelization_factor = props.parallelization_factor,
    topics = props.kafka_topic ~= nil and { props.kafka_topic } or nil,
    tumbling_window_in_seconds = tumbling,
    scaling_config = concurrency and concurrency ~= 0 and { maximum_concurrency = concurrency } or nil,
    source_access_configurations = access_configurations(props.source_access_configurations),
    self_managed_event_source = servers and { endpoints = { kafka_bootstrap_servers = servers } },
    filter_criteria = props.filters and { filters = props.filters },
    kms_key_arn = props.filter_encryption and props.filter_encryption.key_arn,
    self_managed_kafka_event_source_config = servers and kafka or nil,
    amazon_managed_kafka_event_source_config = props.event_source_arn and kafka or nil,
    provisioned_poller_config = props.provisioned_poller_config,
    metrics_config = props.metrics_config,
    logging_config = props.log_level and { system_log_level = props.log_level },
  })
  self.event_source_mapping_id = mapping.ref
end

EventSourceMapping.get.event_source_mapping_arn = function(self)
  return format_arn(self, self.event_source_mapping_id)
end

local ImportedMapping = engine.class("aws_cdk.aws_lambda.ImportedEventSourceMapping", cdk.Resource,
  "aws_cdk.aws_lambda.IEventSourceMapping")

function ImportedMapping:init(scope, id, mapping_id)
  cdk.Resource.init(self, scope, id)
  self.event_source_mapping_id = mapping_id
  self.event_source_mapping_arn = format_arn(scope, mapping_id)
end

--- A mapping defined elsewhere.
function EventSourceMapping.from_event_source_mapping_id(scope, id, event_source_mapping_id)
  return ImportedMapping(scope, id, event_source_mapping_id)
end

return { EventSourceMapping = EventSourceMapping }
