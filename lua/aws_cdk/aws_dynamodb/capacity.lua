-- Capacity that is set aside for a TableV2.
local engine = require "luacdk.engine"

local Capacity = engine.class "aws_cdk.aws_dynamodb.Capacity"

local LEAST_TARGET, MOST_TARGET = 20, 90

function Capacity:init(mode, settings)
  self.mode = mode
  self._settings = settings
end

function Capacity:_render_read_capacity()
  if self.mode == "FIXED" then return { read_capacity_units = self._settings } end
  return { read_capacity_auto_scaling_settings = self._settings }
end

function Capacity:_render_write_capacity()
  if self.mode == "FIXED" then
    engine.fail(nil, "write capacity cannot be fixed; -> use Capacity.autoscaled")
  end
  return { write_capacity_auto_scaling_settings = self._settings }
end

--- So many units, always.
function Capacity.fixed(iops) return Capacity("FIXED", iops) end

--- Units that follow the load. Options: max_capacity (required), min_capacity, seed_capacity,
--  target_utilization_percent.
function Capacity.autoscaled(options)
  local least, target, seed = options.min_capacity or 1, options.target_utilization_percent, options.seed_capacity
  local most, is_unresolved = options.max_capacity, engine.is_unresolved
  if not is_unresolved(least) and not is_unresolved(most) and least > most then
    engine.fail(nil, "min_capacity (%s) must not be above max_capacity (%s)", engine.display(least),
      engine.display(most))
  end
  if target and not is_unresolved(target) and (target < LEAST_TARGET or target > MOST_TARGET) then
    engine.fail(nil, "target_utilization_percent must be between %d and %d, got %s", LEAST_TARGET, MOST_TARGET,
      engine.display(target))
  end
  if seed and not is_unresolved(seed) and seed < 1 then
    engine.fail(nil, "seed_capacity must be 1 or more, got %s", engine.display(seed))
  end
  return Capacity("AUTOSCALED", {
    min_capacity = least,
    max_capacity = most,
    seed_capacity = seed,
    target_tracking_scaling_policy_configuration = { target_value = target or 70 },
  })
end

return { Capacity = Capacity }
