--- Messages of a topic.
local engine = require "luacdk.engine"

local SnsEventSource = engine.class("aws_cdk.aws_lambda_event_sources.SnsEventSource")

function SnsEventSource:init(topic, props)
  self.topic = topic
  self._props = props
end

function SnsEventSource:bind(target)
  local subscriptions = require "aws_cdk.aws_sns_subscriptions"
  self.topic:add_subscription(subscriptions.LambdaSubscription(target, self._props))
end

return { SnsEventSource = SnsEventSource }
