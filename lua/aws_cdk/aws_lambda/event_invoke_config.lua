--- Retries and destinations of asynchronous invocations.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local PROPS = "aws_lambda.CfnEventInvokeConfigProps."

local EventInvokeConfig = engine.class("aws_cdk.aws_lambda.EventInvokeConfig", cdk.Resource)

function EventInvokeConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local age, retries, fn = props.max_event_age, props.retry_attempts, props["function"]
  age = l2.within(self, PROPS .. "maximum_event_age_in_seconds", age, "max_event_age", "seconds")
  l2.within(self, PROPS .. "maximum_retry_attempts", retries, "retry_attempts")
  local destinations
  if props.on_failure or props.on_success then
    local kinds = lambda.DestinationType
    local function bound(destination, kind)
      return destination
        and engine.ask(self, "aws_cdk.aws_lambda.IDestination", "bind", destination, self, fn, { type = kind })
    end
    destinations = {
      on_failure = bound(props.on_failure, kinds.FAILURE), on_success = bound(props.on_success, kinds.SUCCESS),
    }
  end
  lambda.CfnEventInvokeConfig(self, "Resource", {
    destination_config = destinations,
    function_name = fn.function_name,
    maximum_event_age_in_seconds = age,
    maximum_retry_attempts = retries,
    qualifier = props.qualifier or "$LATEST",
  })
end

return { EventInvokeConfig = EventInvokeConfig }
