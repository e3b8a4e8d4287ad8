--- Records of Kinesis streams and of their consumers.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local bound_mapping = require "aws_cdk.aws_lambda_event_sources.bound_mapping"
local StreamEventSource = require("aws_cdk.aws_lambda_event_sources.stream_event_source").StreamEventSource

-- The two classes differ in the source's field, its ARN and the name in the mapping's id.
local function define(name, field, arn_field)
  local class = engine.class("aws_cdk.aws_lambda_event_sources." .. name, StreamEventSource)

  function class:init(source, props)
    StreamEventSource.init(self, props)
    self[field] = source
    self:_check_batch_size(source)
  end

  function class:bind(target)
    local source = self[field]
    bound_mapping.remember(self, target:add_event_source_mapping(
      name .. ":" .. cdk.Names.node_unique_id(source.node),
      self:_enrich_mapping_options {
        event_source_arn = source[arn_field],
        starting_position_timestamp = self._props.starting_position_timestamp,
        metrics_config = self._props.metrics_config,
        support_s3_on_failure_destination = true,
      }))
    source:grant_read(target)
  end

  bound_mapping.add_properties(class)
  return class
end

return {
  KinesisEventSource = define("KinesisEventSource", "stream", "stream_arn"),
  KinesisConsumerEventSource = define("KinesisConsumerEventSource", "stream_consumer", "stream_consumer_arn"),
}
