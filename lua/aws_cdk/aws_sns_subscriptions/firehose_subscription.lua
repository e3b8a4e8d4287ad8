--- Messages go into a delivery stream.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"
local regions = require "aws_cdk.aws_sns_subscriptions.regions"

local FirehoseSubscription = engine.class("aws_cdk.aws_sns_subscriptions.FirehoseSubscription")

function FirehoseSubscription:init(delivery_stream, props)
  self._stream = delivery_stream
  self._props = props or {}
end

function FirehoseSubscription:bind(topic)
  local stream, props = self._stream, self._props
  if not engine.is_construct(stream) then
    engine.fail(topic, "the delivery stream of a FirehoseSubscription must be a construct")
  end
  local role = props.role or stream.node:try_find_child "TopicSubscriptionRole"
    or iam.Role(stream, "TopicSubscriptionRole", { assumed_by = iam.ServicePrincipal "sns.amazonaws.com" })
  stream:grant(role, "firehose:DescribeDeliveryStream", "firehose:ListDeliveryStreams",
    "firehose:ListTagsForDeliveryStream", "firehose:PutRecord", "firehose:PutRecordBatch")
  regions.order_stacks(topic, stream)
  return {
    subscriber_scope = stream,
    subscriber_id = cdk.Names.node_unique_id(topic.node),
    endpoint = stream.delivery_stream_arn,
    protocol = sns.SubscriptionProtocol.FIREHOSE,
    filter_policy = props.filter_policy,
    filter_policy_with_message_body = props.filter_policy_with_message_body,
    raw_message_delivery = props.raw_message_delivery,
    region = regions.of_topic(topic, stream),
    dead_letter_queue = props.dead_letter_queue,
    subscription_role_arn = role.role_arn,
  }
end

return { FirehoseSubscription = FirehoseSubscription }
