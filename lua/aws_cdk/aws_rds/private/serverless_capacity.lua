--- How far the Serverless v2 instances of a cluster grow and shrink.
local engine = require "luacdk.engine"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local MOST, LEAST_MAXIMUM, STEP = 256, 1, 0.5
local DEFAULT_MAXIMUM, DEFAULT_MINIMUM = 2, 0.5
local SHORTEST_PAUSE, LONGEST_PAUSE = 300, 86400

local M = {}

local function check_one(self, name, value, least)
  if is_unresolved(value) then return end
  if value < least or value > MOST then
    fail(self, "%s must be between %s and %s, got %s", name, least, MOST, display(value))
  end
  if value % STEP ~= 0 then
    fail(self, "%s must be a multiple of %s, got %s", name, STEP, display(value))
  end
end

local function check_pause(self, pause, features, of)
  if not pause then return end
  if not (features and features.serverless_v2_auto_pause_supported) then
    fail(self, "%s %s cannot be paused; -> leave out serverless_v2_auto_pause_duration, or take a later version",
      of.engine_type, of.engine_version and of.engine_version.full_version or "without a version")
  end
  if pause:is_unresolved() then return end
  local seconds = pause:to_seconds()
  if seconds < SHORTEST_PAUSE or seconds > LONGEST_PAUSE then
    fail(self, "serverless_v2_auto_pause_duration must be between 5 minutes and 24 hours, got %s seconds",
      display(seconds))
  end
end

--- Keeps the capacities of the properties, or the defaults.
function M.set(self, props)
  self._serverless_v2_max_capacity = props.serverless_v2_max_capacity or DEFAULT_MAXIMUM
  self._serverless_v2_min_capacity = props.serverless_v2_min_capacity or DEFAULT_MINIMUM
  self._serverless_v2_auto_pause_duration = props.serverless_v2_auto_pause_duration
end

--- Fails if they are none. `features` and `of`: the engine's.
function M.check(self, features, of)
  local most, least = self._serverless_v2_max_capacity, self._serverless_v2_min_capacity
  check_one(self, "serverless_v2_max_capacity", most, LEAST_MAXIMUM)
  check_one(self, "serverless_v2_min_capacity", least, 0)
  if not is_unresolved(most) and not is_unresolved(least) and most < least then
    fail(self, "serverless_v2_max_capacity must be at least serverless_v2_min_capacity; they are %s and %s",
      display(most), display(least))
  end
  check_pause(self, self._serverless_v2_auto_pause_duration, features, of)
end

--- The property of the cluster; nil without a Serverless v2 instance.
function M.configuration(self)
  if not self._has_serverless_instance then return nil end
  local pause = self._serverless_v2_auto_pause_duration
  return {
    min_capacity = self._serverless_v2_min_capacity, max_capacity = self._serverless_v2_max_capacity,
    seconds_until_auto_pause = pause and pause:to_seconds(),
  }
end

return M
