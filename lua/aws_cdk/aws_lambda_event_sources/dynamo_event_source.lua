--- Changes of a DynamoDB table.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local bound_mapping = require "aws_cdk.aws_lambda_event_sources.bound_mapping"
local StreamEventSource = require("aws_cdk.aws_lambda_event_sources.stream_event_source").StreamEventSource

local DynamoEventSource = engine.class("aws_cdk.aws_lambda_event_sources.DynamoEventSource", StreamEventSource)

function DynamoEventSource:init(table_, props)
  StreamEventSource.init(self, props)
  self._table = table_
  self:_check_batch_size(table_)
end

function DynamoEventSource:bind(target)
  local source = self._table
  if not source.table_stream_arn then
    engine.fail(source, "the table has no stream: -> give it `stream`, e.g. dynamodb.StreamViewType.NEW_IMAGE")
  end
  bound_mapping.remember(self, target:add_event_source_mapping(
    "DynamoDBEventSource:" .. cdk.Names.node_unique_id(source.node),
    self:_enrich_mapping_options {
      event_source_arn = source.table_stream_arn,
      metrics_config = self._props.metrics_config,
      support_s3_on_failure_destination = true,
    }))
  source:grant_stream_read(target)
end

bound_mapping.add_properties(DynamoEventSource)

return { DynamoEventSource = DynamoEventSource }
