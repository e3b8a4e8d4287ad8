--- Consumers that read a stream with their own throughput.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local l2 = require "aws_cdk.l2"

local READ = { "kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard" }

local StreamConsumerBase = engine.class("aws_cdk.aws_kinesis.StreamConsumerBase", cdk.Resource)

l2.takes_policy(StreamConsumerBase, function(self)
  return kinesis.ResourcePolicy(self, "Policy", { stream_consumer = self })
end, { unchecked = true })

StreamConsumerBase.get.stream_consumer_ref = function(self) return { consumer_arn = self.stream_consumer_arn } end

--- Lets the grantee perform the given actions on the consumer.
function StreamConsumerBase:grant(grantee, ...)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = { ... }, resource_arns = { self.stream_consumer_arn }, resource = self,
  }
end

--- Lets the grantee read the stream by way of the consumer.
function StreamConsumerBase:grant_read(grantee)
  self.stream:grant_read(grantee)
  return self:grant(grantee, table.unpack(READ))
end

local StreamConsumer = engine.class("aws_cdk.aws_kinesis.StreamConsumer", StreamConsumerBase)

--- Arguments: scope, id, StreamConsumerProps: stream, stream_consumer_name (required).
function StreamConsumer:init(scope, id, props)
  StreamConsumerBase.init(self, scope, id, { physical_name = props.stream_consumer_name })
  local resource = kinesis.CfnStreamConsumer(self, "Resource", {
    consumer_name = props.stream_consumer_name, stream_arn = props.stream.stream_arn,
  })
  self.auto_create_policy = true
  self.stream = props.stream
  self._resource = resource
end

StreamConsumer.get.stream_consumer_arn = function(self)
  local arn = self:get_resource_arn_attribute(self._resource.attr_consumer_arn, {
    service = "kinesis", resource = "stream",
    resource_name = self.stream.stream_name .. "/consumer/" .. self.physical_name .. ":*",
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  })
  rawset(self, "stream_consumer_arn", arn)
  return arn
end

StreamConsumer.get.stream_consumer_name = function(self)
  local name = self:get_resource_name_attribute(self._resource.attr_consumer_name)
  rawset(self, "stream_consumer_name", name)
  return name
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

local Imported = engine.class("aws_cdk.aws_kinesis.ImportedStreamConsumer", StreamConsumerBase)
Imported.__interface = rawget(StreamConsumer, "__schema")

-- The ARN ends in <stream>/consumer/<consumer>:<time>.
function Imported:init(scope, id, arn)
  local stack = engine.stack_of(scope)
  local parts = stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  local path = parts.resource_name
  local stream_name, name
  if type(path) == "string" then stream_name, name = path:match "^([^/]*)/[^/]*/([^/:]*)" end
  if not stream_name then
    engine.fail(scope, "a consumer's ARN is literal text of the form arn:<partition>:kinesis:<region>:<account>:stream/"
      .. "<stream>/consumer/<consumer>:<time>, got %s", engine.display(arn))
  end
  StreamConsumerBase.init(self, scope, id)
  self.auto_create_policy = false
  self.stream_consumer_arn = arn
  self.stream_consumer_name = name
  parts.resource_name = stream_name
  self.stream = kinesis.Stream.from_stream_arn(scope, id .. "ImportedStream", stack:format_arn(parts))
end

--- A consumer by its ARN, and the stream that the ARN names.
function StreamConsumer.from_stream_consumer_arn(scope, id, stream_consumer_arn)
  return Imported(scope, id, stream_consumer_arn)
end

--- A consumer by its ARN.
function StreamConsumer.from_stream_consumer_attributes(scope, id, attrs)
  return Imported(scope, id, attrs.stream_consumer_arn)
end

return { StreamConsumer = StreamConsumer }
