--- Partitions that Athena calculates from the parameters of a table instead of reading them from the catalog.
local engine = require "luacdk.engine"
local number_text = require("aws_cdk.l2").number_text

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local Configuration = engine.class "aws_cdk.aws_glue.PartitionProjectionConfiguration"

-- `parameters`: those of the table, by the end of their names.
function Configuration:init(kind, parameters) self.type, self._parameters = kind, parameters end

--- Adds the parameters of a partition key to `into`.
function Configuration:_render(column, into)
  local prefix = "projection." .. column .. "."
  into[prefix .. "type"] = self.type
  for _, name in ipairs { "range", "interval", "digits", "format", "interval.unit", "values" } do
    into[prefix .. name] = self._parameters[name]
  end
end

local function blank(text) return not text:find "%S" end

local function text_of(number) return number ~= nil and number_text(number) or nil end

local function check_integer(value, name, lowest)
  if value ~= nil and not is_unresolved(value) and (value % 1 ~= 0 or value < lowest) then
    fail(nil, "%s must be an integer of at least %d, got %s", name, lowest, display(value))
  end
end

--- Whole numbers from min to max. Optional: interval between them, digits to which they are filled up with zeros.
function Configuration.integer(props)
  local min, max = props.min, props.max
  if not is_unresolved(min) and not is_unresolved(max) then
    check_integer(min, "min", math.mininteger)
    check_integer(max, "max", math.mininteger)
    if min > max then fail(nil, "min must not be greater than max, got %s and %s", display(min), display(max)) end
  end
  check_integer(props.interval, "interval", 1)
  check_integer(props.digits, "digits", 1)
  return Configuration("integer", {
    range = number_text(min) .. "," .. number_text(max), interval = text_of(props.interval),
    digits = text_of(props.digits),
  })
end

-- The letters of a format of Java's DateTimeFormatter, without what stands in quotes; and whether a quote is open.
local function letters_of(format)
  local letters, quoted, at = {}, false, 1
  while at <= #format do
    local character = format:sub(at, at)
    if character == "'" then
      if format:sub(at + 1, at + 1) == "'" then at = at + 1 else quoted = not quoted end
    elseif not quoted and character:find "%a" then
      letters[#letters + 1] = character
    end
    at = at + 1
  end
  return letters, quoted
end

local LETTERS, TIME_OF_DAY = "GyuYDMLdQqwWEecFahKkHmsSAnNVzOXxZp", "ahKkHmsSAnN"

-- Fails on a format that Java does not have, and on one with parts of a day if there is no step.
local function check_format(format, step)
  if is_unresolved(format) then return end
  if blank(format) then fail(nil, "format cannot be empty: -> give one of Java's DateTimeFormatter, as yyyy-MM-dd") end
  local letters, quoted = letters_of(format)
  if quoted then fail(nil, "format has a quote without its end: %s", display(format)) end
  local unknown, seen, sub_day = {}, {}, false
  for _, letter in ipairs(letters) do
    if not LETTERS:find(letter, 1, true) and not seen[letter] then
      unknown[#unknown + 1], seen[letter] = letter, true
    end
    sub_day = sub_day or TIME_OF_DAY:find(letter, 1, true) ~= nil
  end
  if #unknown > 0 then
    fail(nil, "format %s has letters that Java's DateTimeFormatter does not know: %s; -> put text between single "
      .. "quotes", display(format), table.concat(unknown, ", "))
  end
  if sub_day and not step then
    fail(nil, "format %s has parts of a day, so step is required: -> give its interval and interval_unit",
      display(format))
  end
end

--- Dates from min to max in a format of Java's DateTimeFormatter. The step is required for less than a day.
function Configuration.date(props)
  local min, max, step = props.min, props.max, props.step
  if not is_unresolved(min) and not is_unresolved(max) and (blank(min) or blank(max)) then
    fail(nil, "min and max cannot be empty, got %s and %s", display(min), display(max))
  end
  if step then check_integer(step.interval, "the interval of step", 1) end
  check_format(props.format, step)
  return Configuration("date", {
    range = min .. "," .. max, format = props.format, interval = step and number_text(step.interval),
    ["interval.unit"] = step and step.interval_unit,
  })
end

--- The given values.
function Configuration.enum(props)
  local values = props.values
  if is_unresolved(values) then return Configuration("enum", { values = require("aws_cdk").Fn.join(",", values) }) end
  if #values == 0 then fail(nil, "values cannot be empty") end
  local text = ""
  for i, value in ipairs(values) do
    if not is_unresolved(value) then
      if blank(value) then fail(nil, "values[%d] cannot be empty", i) end
      if value:find(",", 1, true) then
        fail(nil, "values[%d] cannot contain a comma, which separates the values; got %s", i, display(value))
      end
    end
    text = text .. (i > 1 and "," or "") .. value
  end
  return Configuration("enum", { values = text })
end

--- Values that every query has to give.
function Configuration.injected() return Configuration("injected", {}) end

return { PartitionProjectionConfiguration = Configuration }
