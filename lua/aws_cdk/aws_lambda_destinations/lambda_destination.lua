--- Results as invocations of another function.
local engine = require "luacdk.engine"
local destinations = require "aws_cdk.aws_lambda_destinations"
local events = require "aws_cdk.aws_events"

local LambdaDestination = engine.class("aws_cdk.aws_lambda_destinations.LambdaDestination")

--- @param fn the function to invoke
--- @param options `response_only = true` to hand over the response alone, by a rule on the default bus
function LambdaDestination:init(fn, options)
  self._fn = fn
  self._response_only = options and options.response_only
end

function LambdaDestination:bind(scope, fn, options)
  local target = self._fn
  if not self._response_only then
    target:grant_invoke(fn)
    return { destination = target.function_arn }
  end
  if not options then
    engine.fail(scope, "a LambdaDestination with response_only needs to know its kind: -> give `type` in options")
  end
  local targets = require "aws_cdk.aws_events_targets"
  events.Rule(scope, options.type, {
    event_pattern = {
      detail_type = { "Lambda Function Invocation Result - " .. options.type },
      resources = { fn.function_arn .. ":$LATEST" },
      source = { "lambda" },
    },
    targets = {
      targets.LambdaFunction(target, {
        event = events.RuleTargetInput.from_event_path "$.detail.responsePayload",
      }),
    },
  })
  return destinations.EventBridgeDestination():bind(scope, fn)
end

return { LambdaDestination = LambdaDestination }
