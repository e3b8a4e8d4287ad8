--- Events start a function.
local engine = require "luacdk.engine"
local target = require "aws_cdk.aws_events_targets.target"

local LambdaFunction = engine.class "aws_cdk.aws_events_targets.LambdaFunction"

--- Arguments: handler, LambdaFunctionProps: event (RuleTargetInput) and TargetBaseProps.
function LambdaFunction:init(handler, props)
  self._handler = handler
  self._props = props
end

function LambdaFunction:bind(rule)
  local handler, props = self._handler, self._props
  target.allow_invoke(rule, handler)
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local config = target.base_config(props)
  config.arn = handler.function_arn
  config.input = props.event
  config.target_resource = handler
  return config
end

return { LambdaFunction = LambdaFunction }
