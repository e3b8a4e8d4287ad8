--- Who receives the messages of a topic.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_sns_subscriptions", {
  EmailSubscription = "address_subscription",
  SmsSubscription = "address_subscription",
})
