--- Metrics that a group sends to CloudWatch.
local engine = require "luacdk.engine"

local GroupMetrics = engine.class "aws_cdk.aws_autoscaling.GroupMetrics"

--- Arguments: any number of GroupMetric; none means all.
function GroupMetrics:init(...)
  local seen = {}
  self._metrics = {}
  for _, metric in ipairs { ... } do
    if not seen[metric] then self._metrics[#self._metrics + 1] = metric end
    seen[metric] = true
  end
end

--- All metrics of the group.
function GroupMetrics.all() return GroupMetrics() end

--- Their form in the group's resource.
function GroupMetrics:_render()
  local names = {}
  for i, metric in ipairs(self._metrics) do names[i] = metric.name end
  return { granularity = "1Minute", metrics = #names > 0 and names or nil }
end

return { GroupMetrics = GroupMetrics }
