--- Performance Insights and Database Insights of instances and clusters.
local engine = require "luacdk.engine"

local M = {}

local ADVANCED, DEFAULT_DAYS, ADVANCED_DAYS = "advanced", 7, 465

local function asked_for(props)
  return props.performance_insight_retention ~= nil or props.performance_insight_encryption_key ~= nil
    or props.database_insights_mode == ADVANCED
end

--- Whether Performance Insights is on; nil if nothing is said of it.
function M.enabled(props)
  local enabled = props.enable_performance_insights
  if enabled == nil then return asked_for(props) or nil end
  return enabled
end

--- For how many days its data is kept; nil if it is off.
function M.days(props) return M.enabled(props) and (props.performance_insight_retention or DEFAULT_DAYS) or nil end

--- Fails if it is switched off and configured at once.
function M.check_switch(self, props)
  if props.enable_performance_insights == false and asked_for(props) then
    engine.fail(self, "enable_performance_insights is false, so it cannot be combined with "
      .. "performance_insight_retention, performance_insight_encryption_key and DatabaseInsightsMode.ADVANCED")
  end
end

--- Fails if the properties of an instance or a cluster contradict each other.
function M.check(self, props)
  M.check_switch(self, props)
  if props.database_insights_mode == ADVANCED and props.performance_insight_retention ~= ADVANCED_DAYS then
    engine.fail(self, "DatabaseInsightsMode.ADVANCED needs performance_insight_retention = "
      .. "PerformanceInsightRetention.MONTHS_15")
  end
end

return M
