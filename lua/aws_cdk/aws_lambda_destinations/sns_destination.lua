--- Results as messages of a topic.
local engine = require "luacdk.engine"

local SnsDestination = engine.class("aws_cdk.aws_lambda_destinations.SnsDestination")

function SnsDestination:init(topic)
  self._topic = topic
end

function SnsDestination:bind(_, fn)
  self._topic:grant_publish(fn)
  return { destination = self._topic.topic_arn }
end

return { SnsDestination = SnsDestination }
