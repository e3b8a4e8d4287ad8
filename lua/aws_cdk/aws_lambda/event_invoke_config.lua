--- Retries and destinations of asynchronous invocations.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

local EventInvokeConfig = engine.class("aws_cdk.aws_lambda.EventInvokeConfig", cdk.Resource)


function EventInvokeConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local age, retries, fn = props.max_event_age, props.retry_attempts, props["function"]
  if age and not age:is_unresolved() and (age:to_seconds() < 60 or age:to_seconds() > 21600) then
    engine.fail(self, "max_event_age must be 60 to 21600 seconds; it is %s", engine.display(age:to_seconds()))
  end
  if retries and not engine.is_unresolved(retries) and (retries < 0 or retries > 2) then
    engine.fail(self, "retry_attempts must be 0, 1 or 2; it is %s", engine.display(retries))
  end
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
    maximum_event_age_in_seconds = age and age:to_seconds(),
    maximum_retry_attempts = retries,
    qualifier = props.qualifier or "$LATEST",
  })
end

return { EventInvokeConfig = EventInvokeConfig }
