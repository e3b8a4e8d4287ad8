--- Scaling of an alias's provisioned concurrency.
local engine = require "luacdk.engine"
local appscaling = require "aws_cdk.aws_applicationautoscaling"

local ScalableFunctionAttribute =
  engine.class("aws_cdk.aws_lambda.ScalableFunctionAttribute", appscaling.BaseScalableAttribute,
    "aws_cdk.aws_lambda.IScalableFunctionAttribute")

--- Follows the utilisation of the provisioned concurrency.
function ScalableFunctionAttribute:scale_on_utilization(options)
  local target = options.utilization_target
  if not engine.is_unresolved(target) and (target < 0.1 or target > 0.9) then
    engine.fail(self, "utilization_target must be between 0.1 and 0.9; it is %s", engine.display(target))
  end
  self:_do_scale_to_track_metric("Tracking", {
    target_value = target,
    predefined_metric = appscaling.PredefinedMetric.LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION,
    policy_name = options.policy_name,
    disable_scale_in = options.disable_scale_in,
    scale_in_cooldown = options.scale_in_cooldown,
    scale_out_cooldown = options.scale_out_cooldown,
  })
end

--- Changes the capacity at given times.
function ScalableFunctionAttribute:scale_on_schedule(id, actions)
  self:_do_scale_on_schedule(id, actions)
end

return ScalableFunctionAttribute
