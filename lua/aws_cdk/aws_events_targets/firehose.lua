--- Events go into a delivery stream.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local function init(self, stream, props)
  self._stream = stream
  self._props = props
end

local function config_of(self, arn, role)
  return { arn = arn, role = role, input = self._props and self._props.message, target_resource = self._stream }
end

local FirehoseDeliveryStream = engine.class "aws_cdk.aws_events_targets.FirehoseDeliveryStream"

--- Arguments: delivery_stream, FirehoseDeliveryStreamProps: message (RuleTargetInput).
FirehoseDeliveryStream.init = init

function FirehoseDeliveryStream:bind()
  local stream = self._stream
  local role = target.singleton_role(stream)
  stream:grant_put_records(role)
  return config_of(self, stream.delivery_stream_arn, role)
end

-- Targets that accept resources with the ARN in `field`.
local function by_field(name, field)
  local class = engine.class("aws_cdk.aws_events_targets." .. name)
  class.init = init
  function class:bind()
    local arn, role = self._stream[field], target.singleton_role(self._stream)
    role:add_to_principal_policy(iam.PolicyStatement {
      actions = { "firehose:PutRecord", "firehose:PutRecordBatch" }, resources = { arn },
    })
    return config_of(self, arn, role)
  end
  return class
end

return {
  FirehoseDeliveryStream = FirehoseDeliveryStream,
  KinesisFirehoseStream = by_field("KinesisFirehoseStream", "attr_arn"),
  KinesisFirehoseStreamV2 = by_field("KinesisFirehoseStreamV2", "delivery_stream_arn"),
}
