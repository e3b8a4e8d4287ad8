--- The steps of a scaling policy as intervals of its metric that follow each other from 0 to infinity.
local engine = require "luacdk.engine"

local M = {}

local INFINITY = math.huge

local function text(interval)
  return ("{ lower = %s, upper = %s, change = %s }"):format(tostring(interval.lower), tostring(interval.upper),
    tostring(interval.change))
end

-- A bound that one interval leaves out is that of its neighbour.
local function share_bounds(list)
  local changed
  repeat
    changed = false
    for i = 1, #list - 1 do
      if list[i].upper and not list[i + 1].lower then
        list[i + 1].lower, changed = list[i].upper, true
      end
    end
    for i = #list, 2, -1 do
      if list[i].lower and not list[i - 1].upper then
        list[i - 1].upper, changed = list[i].lower, true
      end
    end
  until not changed
end

local function ordered(scope, steps)
  local list = {}
  for i, step in ipairs(steps) do
    if step.lower == nil and step.upper == nil then
      engine.fail(scope, "scaling_steps[%d] needs lower, upper or both", i)
    end
    list[i] = { lower = step.lower, upper = step.upper, change = step.change, place = i }
  end
  table.sort(list, function(a, b)
    local x, y = a.lower or a.upper, b.lower or b.upper
    if x ~= y then return x < y end
    return a.place < b.place
  end)
  share_bounds(list)
  list[1].lower = list[1].lower or 0
  list[#list].upper = list[#list].upper or INFINITY
  for i, interval in ipairs(list) do
    if not interval.lower or not interval.upper then
      engine.fail(scope, "the bounds of the scaling step %s cannot be derived from its neighbours: -> give both",
        text(interval))
    end
    local previous = list[i - 1]
    if previous and previous.lower < interval.upper and previous.upper > interval.lower then
      engine.fail(scope, "two scaling steps overlap: %s and %s", text(previous), text(interval))
    end
  end
  return list
end

-- What no step covers is an interval without a change.
local function with_gaps(list)
  local result, from = {}, 0
  for _, interval in ipairs(list) do
    if result[1] == nil and interval.lower ~= 0 or result[1] and from < interval.lower then
      result[#result + 1] = { lower = from, upper = interval.lower }
    end
    result[#result + 1] = interval
    from = interval.upper
  end
  if from ~= INFINITY then result[#result + 1] = { lower = from, upper = INFINITY } end
  return result
end

--- The steps in order, without gaps; at most one of them has no change. `absolute`: changes are capacities, so 0 is a
-- change.
function M.normalize(scope, steps, absolute)
  local list, result, unchanged = with_gaps(ordered(scope, steps)), {}, 0
  for _, interval in ipairs(list) do
    if not absolute and interval.change == 0 then interval.change = nil end
    local last = result[#result]
    if last and last.change == nil and interval.change == nil then
      last.upper = interval.upper
    else
      result[#result + 1] = interval
      if interval.change == nil then unchanged = unchanged + 1 end
    end
  end
  if unchanged > 1 then
    engine.fail(scope, "at most one interval of the metric may be without a change; the scaling steps leave %d",
      unchanged)
  end
  return result
end

--- The indices of the intervals below and above which alarms scale: lower, upper; nil if there is none.
function M.alarms(list)
  for i, interval in ipairs(list) do
    if interval.change == nil then return i > 1 and i - 1 or nil, i < #list and i + 1 or nil end
  end
  if #list == 1 then return nil, 1 end
  local middle = #list // 2
  return middle, middle + 1
end

return M
