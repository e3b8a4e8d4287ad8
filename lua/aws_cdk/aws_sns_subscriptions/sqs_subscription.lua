--- Messages go into a queue.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local regions = require "aws_cdk.aws_sns_subscriptions.regions"
local cx_api = require "aws_cdk.cx_api"

local SqsSubscription = engine.class("aws_cdk.aws_sns_subscriptions.SqsSubscription")

function SqsSubscription:init(queue, props)
  self._queue = queue
  self._props = props or {}
end

-- AWS's own key has a policy that nobody can add SNS to.
local function check_key(topic, queue, what)
  if queue and queue.encryption_type == sqs.QueueEncryption.KMS_MANAGED then
    engine.fail(topic, "the %s is encrypted with an AWS-managed key, which SNS cannot use; -> give it a "
      .. "customer-managed key", what)
  end
end

function SqsSubscription:bind(topic)
  local queue, props = self._queue, self._props
  if not engine.is_construct(queue) then
    engine.fail(topic, "the queue of an SqsSubscription must be a construct")
  end
  local principal = regions.service_principal(topic, queue)
  check_key(topic, queue, "queue")
  check_key(topic, props.dead_letter_queue, "dead_letter_queue")
  local from_topic = { ArnEquals = { ["aws:SourceArn"] = topic.topic_arn } }
  local policy = queue:add_to_resource_policy(iam.PolicyStatement {
    resources = { queue.queue_arn },
    actions = { "sqs:SendMessage" },
    principals = { principal },
    conditions = from_topic,
  }).policy_dependable
  local key = queue.encryption_master_key
  if key then
    local restrict = cdk.FeatureFlags.of(topic):is_enabled(cx_api.SNS_SUBSCRIPTIONS_SQS_DECRYPTION_POLICY)
    key:add_to_resource_policy(iam.PolicyStatement {
      resources = { "*" },
      actions = { "kms:Decrypt", "kms:GenerateDataKey" },
      principals = { principal },
      conditions = restrict and from_topic or nil,
    })
  end
  regions.order_stacks(topic, queue)
  return {
    subscriber_scope = queue,
    subscriber_id = cdk.Names.node_unique_id(topic.node),
    endpoint = queue.queue_arn,
    protocol = sns.SubscriptionProtocol.SQS,
    raw_message_delivery = props.raw_message_delivery,
    filter_policy = props.filter_policy,
    filter_policy_with_message_body = props.filter_policy_with_message_body,
    region = regions.of_topic(topic, queue),
    dead_letter_queue = props.dead_letter_queue,
    subscription_dependency = policy,
  }
end

return { SqsSubscription = SqsSubscription }
