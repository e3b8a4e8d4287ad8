--- A function that runs during deployment, and its trigger.
local engine = require "luacdk.engine"
local lambda = require "aws_cdk.aws_lambda"
local triggers = require "aws_cdk.triggers"

local TriggerFunction = engine.class("aws_cdk.triggers.TriggerFunction", lambda.Function)

--- Arguments: scope, id, TriggerFunctionProps: those of a function, and when it runs.
function TriggerFunction:init(scope, id, props)
  lambda.Function.init(self, scope, id, props)
  self.trigger = triggers.Trigger(self, "Trigger", {
    handler = self, timeout = props.timeout, execute_after = props.execute_after,
    execute_before = props.execute_before, execute_on_handler_change = props.execute_on_handler_change,
  })
end

--- Runs the function after all of these are deployed.
function TriggerFunction:execute_after(...) self.trigger:execute_after(...) end

--- Deploys these after the function has run.
function TriggerFunction:execute_before(...) self.trigger:execute_before(...) end

return { TriggerFunction = TriggerFunction }
