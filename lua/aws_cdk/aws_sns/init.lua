-- Amazon Simple Notification Service: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_sns", {
  Filter = "filter_or_policy",
  FilterOrPolicy = "filter_or_policy",
  Policy = "filter_or_policy",
  Subscription = "subscription",
  SubscriptionFilter = "subscription_filter",
  Topic = "topic",
  TopicBase = "topic_base",
  TopicGrants = "topic_grants",
  TopicPolicy = "topic_policy",
})
