-- Names of statistics.
local engine = require "luacdk.engine"

local Stats = engine.class "aws_cdk.aws_cloudwatch.Stats"

local function number(value) return engine.json(value) end

local function check_percentage(value)
  if type(value) == "number" and (value < 0 or value > 100) then
    engine.fail(nil, "a percentage must be between 0 and 100, got %s", engine.display(value))
  end
end

local function bounded(one, two)
  return function(p1, p2)
    check_percentage(p1)
    check_percentage(p2)
    if p2 == nil then return one .. number(p1) end
    return ("%s(%s%%:%s%%)"):format(two, number(p1), number(p2))
  end
end

--- The value below which the given percentage of the data is.
function Stats.percentile(percentile)
  check_percentage(percentile)
  return "p" .. number(percentile)
end
Stats.p = Stats.percentile

-- With one percentage: up to it; with two: between them.
Stats.trimmed_mean = bounded("tm", "TM")
Stats.tm = Stats.trimmed_mean
Stats.winsorized_mean = bounded("wm", "WM")
Stats.wm = Stats.winsorized_mean
Stats.trimmed_count = bounded("tc", "TC")
Stats.tc = Stats.trimmed_count
Stats.trimmed_sum = bounded("ts", "TS")
Stats.ts = Stats.trimmed_sum

--- The share of the data up to v1, or between v1 and v2.
function Stats.percentile_rank(v1, v2)
  if v2 == nil then return ("PR(:%s)"):format(number(v1)) end
  return ("PR(%s:%s)"):format(number(v1), number(v2))
end
Stats.pr = Stats.percentile_rank

return { Stats = Stats }
