--- Deployments that shift traffic in steps.
local engine = require "luacdk.engine"

local fail, display = engine.fail, engine.display

local MOST_PERCENT, LONGEST_MINUTES = 100, 1440

-- Whether the number is a multiple of 0.1, as JavaScript's numbers are.
local function has_one_decimal(number) return number * 10 == math.floor(number * 10) end

local function check_percent(self, name, percent, least)
  if percent == nil or engine.is_unresolved(percent) then return end
  if not (percent >= least and percent <= MOST_PERCENT) then
    fail(self, "step_percent of %s must be between %s and %d, got %s", name, least, MOST_PERCENT, display(percent))
  end
  if not has_one_decimal(percent) then
    fail(self, "step_percent of %s must be a multiple of 0.1, got %s", name, display(percent))
  end
end

local function check_time(self, name, time)
  if not time or time:is_unresolved() then return end
  local minutes = time:to_minutes { integral = false }
  if minutes ~= math.floor(minutes) or minutes < 0 or minutes > LONGEST_MINUTES then
    fail(self, "step_bake_time of %s must be between 0 and %d whole minutes, got %s", name, LONGEST_MINUTES,
      display(minutes))
  end
end

--- The percentage and minutes of a step; fails unless they fit the strategy. `name` is that of the property.
return function(self, name, config, strategy, needed, least)
  if not config then return nil end
  if strategy ~= needed then fail(self, "%s needs deployment_strategy = ecs.DeploymentStrategy.%s", name, needed) end
  check_percent(self, name, config.step_percent, least)
  check_time(self, name, config.step_bake_time)
  return config.step_percent, config.step_bake_time and config.step_bake_time:to_minutes()
end
