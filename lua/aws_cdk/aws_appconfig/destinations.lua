--- What the actions of extensions call.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local function destination(name, kind)
  local class = engine.class("aws_cdk.aws_appconfig." .. name)
  class.get.type = function() return kind end
  return class
end

-- Sets what the role of an action needs.
local function allow(self, arn, ...)
  self.extension_uri = arn
  self.policy_document = iam.PolicyDocument {
    statements = { iam.PolicyStatement { effect = "Allow", resources = { arn }, actions = { ... } } },
  }
end

local LambdaDestination = destination("LambdaDestination", "lambda")

--- A function, which AppConfig may call from now on.
function LambdaDestination:init(func)
  allow(self, func.function_arn, "lambda:InvokeFunction", "lambda:InvokeAsync")
  require "aws_cdk.aws_appconfig.private.permission"(func)
end

local SqsDestination = destination("SqsDestination", "sqs")

--- A queue.
function SqsDestination:init(queue) allow(self, queue.queue_arn, "sqs:SendMessage") end

local SnsDestination = destination("SnsDestination", "sns")

--- A topic.
function SnsDestination:init(topic) allow(self, topic.topic_arn, "sns:Publish") end

local EventBridgeDestination = destination("EventBridgeDestination", "events")

--- An event bus, which needs no role.
function EventBridgeDestination:init(bus) self.extension_uri = bus.event_bus_ref.event_bus_arn end

return {
  EventBridgeDestination = EventBridgeDestination, LambdaDestination = LambdaDestination,
  SnsDestination = SnsDestination, SqsDestination = SqsDestination,
}
