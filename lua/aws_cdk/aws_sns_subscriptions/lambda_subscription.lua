--- Messages start a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"
local regions = require "aws_cdk.aws_sns_subscriptions.regions"

local LambdaSubscription = engine.class("aws_cdk.aws_sns_subscriptions.LambdaSubscription")

function LambdaSubscription:init(fn, props)
  self._fn = fn
  self._props = props or {}
end

function LambdaSubscription:bind(topic)
  local fn, props = self._fn, self._props
  if not engine.is_construct(fn) then
    engine.fail(topic, "the function of a LambdaSubscription must be a construct")
  end
  fn:add_permission("AllowInvoke:" .. cdk.Names.node_unique_id(topic.node), {
    source_arn = topic.topic_arn,
    principal = iam.ServicePrincipal "sns.amazonaws.com",
  })
  regions.order_stacks(topic, fn)
  return {
    subscriber_scope = fn,
    subscriber_id = topic.node.id,
    endpoint = fn.function_arn,
    protocol = sns.SubscriptionProtocol.LAMBDA,
    filter_policy = props.filter_policy,
    filter_policy_with_message_body = props.filter_policy_with_message_body,
    region = regions.of_topic(topic, fn),
    dead_letter_queue = props.dead_letter_queue,
  }
end

return { LambdaSubscription = LambdaSubscription }
