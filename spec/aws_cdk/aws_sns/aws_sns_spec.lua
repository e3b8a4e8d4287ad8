-- Topics and subscriptions. The cases are twins of tools/golden/aws_sns.js.
local cdk = require "aws_cdk"
local constructs = require "constructs"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local sns = require "aws_cdk.aws_sns"
local sns_subscriptions = require "aws_cdk.aws_sns_subscriptions"
local sqs = require "aws_cdk.aws_sqs"

local cases = {}

function cases.topics(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "sns.amazonaws.com" })
  local topic = sns.Topic(stack, "Topic", {
    topic_name = "t", display_name = "d", master_key = kms.Key(stack, "Key"), enforce_ssl = true,
    signature_version = "2", tracing_config = sns.TracingConfig.ACTIVE,
    logging_configs = { {
      protocol = sns.LoggingProtocol.SQS, failure_feedback_role = role, success_feedback_role = role,
      success_feedback_sample_rate = 50,
    } },
  })
  topic:add_logging_config { protocol = sns.LoggingProtocol.HTTP, success_feedback_role = role }
  topic:grant_publish(role)
  topic:grant_subscribe(iam.ServicePrincipal "events.amazonaws.com")
  topic:add_to_resource_policy(iam.PolicyStatement {
    actions = { "sns:Publish" }, resources = { topic.topic_arn }, principals = { iam.AccountPrincipal "111122223333" },
  })
  sns.Topic(stack, "Fifo", {
    fifo = true, content_based_deduplication = true, message_retention_period_in_days = 7,
    fifo_throughput_scope = sns.FifoThroughputScope.MESSAGE_GROUP,
  })
  sns.Topic(stack, "NamedFifo", { fifo = true, topic_name = "x" })
  local imported = sns.Topic.from_topic_arn(stack, "Imported", "arn:aws:sns:eu-west-1:111122223333:x.fifo")
  imported:grant_publish(role)
  cdk.CfnOutput(stack, "Name", { value = topic.topic_name })
  cdk.CfnOutput(stack, "ImportedName", { value = imported.topic_name })
  topic:metric_number_of_messages_published():create_alarm(stack, "Alarm", { threshold = 1, evaluation_periods = 1 })
  sns.TopicPolicy(stack, "Policy", { topics = { topic, imported }, enforce_ssl = true })
  sns.TopicGrants.from_topic(sns.CfnTopic(stack, "Plain")):publish(iam.ServicePrincipal "s3.amazonaws.com")
end

function cases.subscriptions(app)
  local stack = cdk.Stack(app, "S")
  local topic = sns.Topic(stack, "Topic")
  local queue = sqs.Queue(stack, "Queue")
  local filter = sns.SubscriptionFilter
  sns.Subscription(stack, "Url", {
    topic = topic, endpoint = "https://x", protocol = sns.SubscriptionProtocol.HTTPS, raw_message_delivery = true,
    dead_letter_queue = queue,
    filter_policy = {
      color = filter.string_filter {
        allowlist = { "red" }, denylist = { "blue" }, match_prefixes = { "o" }, match_suffixes = { "e" },
      },
      price = filter.numeric_filter { allowlist = { 1 }, between = { start = 2, stop = 3 }, greater_than = 100 },
      there = filter.exists_filter(),
      gone = filter.not_exists_filter(),
    },
    delivery_policy = {
      healthy_retry_policy = {
        min_delay_target = cdk.Duration.seconds(5), max_delay_target = cdk.Duration.seconds(10), num_retries = 6,
        backoff_function = sns.BackoffFunction.LINEAR,
      },
      throttle_policy = { max_receives_per_second = 10 },
      request_policy = { header_content_type = "application/json" },
    },
  })
  sns.Subscription(stack, "Body", {
    topic = topic, endpoint = queue.queue_arn, protocol = sns.SubscriptionProtocol.SQS,
    filter_policy_with_message_body = {
      a = sns.FilterOrPolicy.filter(filter.string_filter { allowlist = { "x" } }),
      b = sns.FilterOrPolicy.policy { c = sns.FilterOrPolicy.filter(filter.exists_filter()) },
    },
  })
  topic:add_subscription {
    bind = function()
      return {
        subscriber_id = "Mine", endpoint = "me@x", protocol = sns.SubscriptionProtocol.EMAIL,
        subscription_dependency = queue,
      }
    end,
  }
  topic:add_subscription {
    bind = function()
      return { subscriber_id = topic.topic_arn, endpoint = "you@x", protocol = sns.SubscriptionProtocol.EMAIL }
    end,
  }
end

function cases.filters_without_conditions(app)
  local stack = cdk.Stack(app, "S")
  sns.Subscription(stack, "Subscription", {
    topic = sns.Topic(stack, "Topic"), endpoint = "me@x", protocol = sns.SubscriptionProtocol.EMAIL,
    filter_policy = { size = sns.SubscriptionFilter.string_filter {} },
  })
end

-- Subscriptions to what is known only at deployment are numbered: from the highest number below their scope on.
function cases.numbered_subscriptions(app)
  local stack = cdk.Stack(app, "S")
  local url = cdk.CfnParameter(stack, "Url").value_as_string
  local function add(topic)
    topic:add_subscription(sns_subscriptions.UrlSubscription(url, { protocol = sns.SubscriptionProtocol.HTTPS }))
  end
  local one, two = sns.Topic(stack, "One"), sns.Topic(stack, "Two")
  for _, topic in ipairs { one, one, two, one } do add(topic) end
  constructs.Construct(constructs.Construct(two, "Inner"), "MyTokenSubscription:7")
  for _, topic in ipairs { two, one } do add(topic) end
  two.node:try_remove_child "Inner"
  two.node:try_remove_child "TokenSubscription:8"
  one.node:try_remove_child "TokenSubscription:2"
  for _, topic in ipairs { two, one } do add(topic) end
end

describe("aws_sns", function() golden.check("aws_sns", cases) end)
