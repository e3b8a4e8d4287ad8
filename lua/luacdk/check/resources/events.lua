--- Rules about the patterns and schedules of EventBridge.
local values = require "luacdk.check.resources.values"

local text, list = values.text, values.list

-- ---- schedules ------------------------------------------------------------------------------------------------------

local function rate_fault(body)
  local amount, unit = body:match "^([^ ]*) ([^ ]*)$"
  if not amount then return ("'rate(%s)' has no amount and unit"):format(body), "write rate(5 minutes)" end
  if not amount:find "^%d+$" then return ("'%s' is no amount"):format(amount), "write rate(5 minutes)" end
  local count = tonumber(amount)
  if count == 0 then return "a rate of 0 is none", "write rate(1 minute) or more" end
  local units = count == 1 and { "minute", "hour", "day" } or { "minutes", "hours", "days" }
  if not values.is_one_of(unit, units) then
    return ("'%s' is no unit for %s"):format(unit, amount), ("write %s"):format(values.names(units))
  end
end

local function cron_fault(body)
  local fields = {}
  for field in (body .. " "):gmatch "([^ ]*) " do fields[#fields + 1] = field end
  if #fields ~= 6 then
    return ("'cron(%s)' has %d fields"):format(body, #fields),
      "there are six: minutes, hours, day of the month, month, day of the week, year"
  end
  if fields[3] ~= "?" and fields[5] ~= "?" then
    return ("'cron(%s)' says both the day of the month and the day of the week"):format(body), "one of them must be ?"
  end
end

local function schedule(props, tell)
  local expression = text(props.ScheduleExpression)
  if not expression then return end
  local kind, body = expression:match "^(%l+)%((.*)%)$"
  local wrong, right
  if kind == "rate" then
    wrong, right = rate_fault(body)
  elseif kind == "cron" then
    wrong, right = cron_fault(body)
  else
    wrong, right = ("'%s' is no schedule"):format(expression), "write rate(…) or cron(…)"
  end
  if wrong then tell("E3027", "ScheduleExpression", wrong, right) end
end

-- ---- patterns -------------------------------------------------------------------------------------------------------

local function is_text_or_any_case(value)
  return type(value) == "string" or type(value) == "table" and type(value["equals-ignore-case"]) == "string"
end

local function is_anything() return true end

-- What the operators of a matcher take.
local OPERATORS = {
  prefix = { is_text_or_any_case, "a text" },
  suffix = { is_text_or_any_case, "a text" },
  exists = { function(value) return type(value) == "boolean" end, "true or false" },
  numeric = { function(value) return #list(value) == 2 or #list(value) == 4 end, "one or two comparisons" },
  ["anything-but"] = { is_anything }, ["equals-ignore-case"] = { is_anything }, wildcard = { is_anything },
  cidr = { is_anything },
}

local function is_function(object)
  local name = next(object)
  return name == "Ref" or type(name) == "string" and name:find "^Fn::" ~= nil
end

local function judge_matcher(matcher, path, tell)
  local name = next(matcher)
  if name == nil or next(matcher, name) ~= nil or type(name) == "number" then
    return tell("E9014", path, "a matcher has exactly one operator", "write { prefix = \"x\" }, for example")
  end
  local row = OPERATORS[name]
  if not row then
    tell("E9014", path .. "." .. name, ("'%s' is no operator of patterns"):format(name), nil)
  elseif not row[1](matcher[name]) then
    tell("E9014", path .. "." .. name, ("'%s' takes %s"):format(name, row[2]), nil)
  end
end

local judge_fields

local function judge_field(name, field, path, tell)
  if type(field) ~= "table" or (field[1] == nil and is_function(field)) then
    return tell("E9014", path, ("'%s' is neither a list nor an object"):format(name), "write a list of values")
  end
  if field[1] == nil then return judge_fields(field, path, tell) end
  for i, item in ipairs(field) do
    if type(item) == "table" and not is_function(item) then
      judge_matcher(item, ("%s[%d]"):format(path, i - 1), tell)
    end
  end
end

local function judge_branches(branches, path, tell)
  local items = list(branches)
  if #items < 2 then return tell("E9014", path, "'$or' needs a list of at least two patterns", nil) end
  for i, branch in ipairs(items) do judge_fields(values.object(branch), ("%s[%d]"):format(path, i - 1), tell) end
end

function judge_fields(pattern, path, tell)
  local names = {}
  for name in pairs(pattern) do names[#names + 1] = name end
  table.sort(names)
  if #names == 0 then tell("E9014", path, "the pattern is empty", nil) end
  for _, name in ipairs(names) do
    local inner = path .. "." .. name
    if name == "$or" then
      judge_branches(pattern[name], inner, tell)
    else
      judge_field(name, pattern[name], inner, tell)
    end
  end
end

local function event_pattern(props, tell)
  local pattern = props.EventPattern
  if type(pattern) == "table" and pattern[1] == nil and not is_function(pattern) then
    judge_fields(pattern, "EventPattern", tell)
  end
end

return {
  each = { ["AWS::Events::Rule"] = { schedule, event_pattern }, ["AWS::Events::Archive"] = { event_pattern } },
}
