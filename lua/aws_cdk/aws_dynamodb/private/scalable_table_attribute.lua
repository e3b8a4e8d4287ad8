-- Read or write capacity that follows the load.
local engine = require "luacdk.engine"
local appscaling = require "aws_cdk.aws_applicationautoscaling"

local Base = appscaling.BaseScalableAttribute
local ScalableTableAttribute = engine.class("aws_cdk.aws_dynamodb.ScalableTableAttribute", Base,
  "aws_cdk.aws_dynamodb.IScalableTableAttribute")

local LEAST, MOST = 10, 90

--- Changes the capacity by the clock.
function ScalableTableAttribute:scale_on_schedule(id, action)
  self._scaled = true
  self:_do_scale_on_schedule(id, action)
end

--- Keeps a share of the capacity in use: UtilizationScalingProps.
function ScalableTableAttribute:scale_on_utilization(props)
  local target = props.target_utilization_percent
  if target < LEAST or target > MOST then
    engine.fail(self, "target_utilization_percent must be between %d and %d, got %s", LEAST, MOST,
      engine.display(target))
  end
  self._scaled = true
  local reads = self._props.dimension:find("ReadCapacity", 1, true)
  local kinds = appscaling.PredefinedMetric
  self:_do_scale_to_track_metric("Tracking", {
    policy_name = props.policy_name,
    disable_scale_in = props.disable_scale_in,
    scale_in_cooldown = props.scale_in_cooldown,
    scale_out_cooldown = props.scale_out_cooldown,
    target_value = target,
    predefined_metric = reads and kinds.DYNAMODB_READ_CAPACITY_UTILIZATION
      or kinds.DYNAMODB_WRITE_CAPACITY_UTILIZATION,
  })
end

return ScalableTableAttribute
