-- Metrics of Scheduler: of a group, and of all schedules.
local l2 = require "aws_cdk.l2"
local cloudwatch = require "aws_cdk.aws_cloudwatch"

local M = {}

local UNDELIVERED = "InvocationsFailedToBeSentToDeadLetterCount"

--- The metric of that name; `group` is that of a group.
function M.metric(name, props, group)
  local all = l2.with({
    namespace = "AWS/Scheduler", metric_name = name, statistic = "sum",
    dimensions_map = group and { ScheduleGroup = group } or nil,
  }, props)
  return cloudwatch.Metric(all)
end

--- The name of the metric of what no dead-letter queue took, with the error that it failed with.
function M.undelivered(error_code)
  return error_code ~= nil and error_code ~= "" and UNDELIVERED .. "_" .. error_code or UNDELIVERED
end

return M
