local engine = require "luacdk.engine"

local Duration = engine.class("aws_cdk.Duration")

local MILLIS = { label = "millis", iso = "", size = 1 }
local SECONDS = { label = "seconds", iso = "S", size = 1000 }
local MINUTES = { label = "minutes", iso = "M", size = 60000 }
local HOURS = { label = "hours", iso = "H", size = 3600000 }
local DAYS = { label = "days", iso = "D", size = 86400000 }

local is_unresolved, tointeger = engine.is_unresolved, math.tointeger

function Duration:init(amount, unit)
  if type(amount) == "number" then
    if amount < 0 then
      engine.fail(nil, "a duration cannot be negative, got %s", engine.display(amount))
    end
  elseif not is_unresolved(amount) then
    engine.fail(nil, "the amount of a duration must be a number of %s, got %s", unit.label, engine.display(amount))
  end
  self._amount, self._unit = amount, unit
end

function Duration.millis(amount) return Duration(amount, MILLIS) end
function Duration.seconds(amount) return Duration(amount, SECONDS) end
function Duration.minutes(amount) return Duration(amount, MINUTES) end
function Duration.hours(amount) return Duration(amount, HOURS) end
function Duration.days(amount) return Duration(amount, DAYS) end

-- Takes "<digits><letter>" from the start of an ISO 8601 part.
local function take(text, letter)
  local digits, rest = text:match("^(%d+)" .. letter .. "(.*)$")
  if digits then return tonumber(digits), rest end
  return nil, text
end

--- Reads an ISO 8601 duration of days, hours, minutes, seconds and thousandths (`P1DT2H3M4.5S`).
function Duration.parse(text)
  local function refuse()
    engine.fail(nil, "not an ISO 8601 duration: %s; -> write it like P1DT2H3M4S", engine.display(text))
  end
  local rest = type(text) == "string" and text:match("^P(.*)$")
  if not rest then refuse() end
  local days, hours, minutes, seconds, thousandths
  days, rest = take(rest, "D")
  if rest:sub(1, 1) == "T" then
    rest = rest:sub(2)
    hours, rest = take(rest, "H")
    minutes, rest = take(rest, "M")
    local whole, fraction = rest:match("^(%d+)%.?(%d*)S$")
    if whole and #fraction <= 3 then
      seconds, rest = tonumber(whole), ""
      if fraction ~= "" then thousandths = tonumber((fraction .. "00"):sub(1, 3)) end
    end
  end
  if rest ~= "" or not (days or hours or minutes or seconds) then refuse() end
  return Duration((thousandths or 0) + (seconds or 0) * SECONDS.size + (minutes or 0) * MINUTES.size
    + (hours or 0) * HOURS.size + (days or 0) * DAYS.size, MILLIS)
end

local function whole(value)
  return tointeger(value) or (value % 1 == 0 and value) or nil
end

local function convert(self, to, options)
  local amount, from = self._amount, self._unit
  local integral = not options or options.integral ~= false
  if from == to then
    if integral and type(amount) == "number" then
      local n = whole(amount)
      if not n then
        engine.fail(nil, "%s must be a whole number of %s; -> pass { integral = false } to allow fractions",
          engine.display(amount), to.label)
      end
      return n
    end
    return amount
  end
  if type(amount) ~= "number" then
    engine.fail(nil, "the duration must be given as Duration.%s(): its amount is a token and cannot be converted"
      .. " (it is Duration.%s)", to.label, from.label)
  end
  local value = amount * from.size / to.size
  local n = whole(value)
  if n then return n end
  if integral then
    engine.fail(nil,
      "%s %s cannot be converted into a whole number of %s; -> pass { integral = false } to allow fractions",
      engine.display(amount), from.label, to.label)
  end
  return value
end

--- Conversions: whole numbers unless `{ integral = false }`; an error says which unit would fit.
function Duration:to_milliseconds(options) return convert(self, MILLIS, options) end
function Duration:to_seconds(options) return convert(self, SECONDS, options) end
function Duration:to_minutes(options) return convert(self, MINUTES, options) end
function Duration:to_hours(options) return convert(self, HOURS, options) end
function Duration:to_days(options) return convert(self, DAYS, options) end

local function finest(a, b)
  return a._unit.size < b._unit.size and a._unit or b._unit
end

--- The sum, in the smaller of the two units.
function Duration:plus(other)
  local unit = finest(self, other)
  return Duration(convert(self, unit) + convert(other, unit), unit)
end

--- The difference, in the smaller of the two units; it must not be negative.
function Duration:minus(other)
  local unit = finest(self, other)
  return Duration(convert(self, unit) - convert(other, unit), unit)
end

-- The days, hours, minutes and seconds of the duration; with `exact` the seconds include the fraction.
local function parts(self, exact)
  local found = {}
  local millis = convert(self, MILLIS, { integral = false })
  for _, unit in ipairs { DAYS, HOURS, MINUTES, SECONDS } do
    local count = millis / unit.size
    if not (exact and unit == SECONDS) then count = math.floor(count) end
    if count > 0 then
      found[#found + 1] = { whole(count) or count, unit }
      millis = millis - count * unit.size
    end
  end
  if millis > 0.0001 then found[#found + 1] = { whole(millis) or millis, MILLIS } end
  return found
end

local function number_text(value)
  return engine.display(value)
end

--- ISO 8601 text, e.g. `PT5M`.
function Duration:to_iso_string()
  if self._amount == 0 then return "PT0S" end
  local text, timed = { "P" }, false
  for _, part in ipairs(parts(self, true)) do
    if part[2] ~= DAYS and part[2] ~= MILLIS and not timed then
      text[#text + 1], timed = "T", true
    end
    text[#text + 1] = number_text(part[1]) .. part[2].iso
  end
  return table.concat(text)
end

local function unit_text(amount, unit)
  return number_text(amount) .. " " .. (amount == 1 and unit.label:sub(1, -2) or unit.label)
end

--- The two largest units in words, e.g. `1 hour 30 minutes`.
function Duration:to_human_string()
  if self._amount == 0 then return unit_text(0, self._unit) end
  if type(self._amount) ~= "number" then return "<token> " .. self._unit.label end
  local found = parts(self, false)
  local text = {}
  for i = 1, math.min(2, #found) do text[i] = unit_text(found[i][1], found[i][2]) end
  return table.concat(text, " ")
end

function Duration:to_string()
  return ("Duration.%s(%s)"):format(self._unit.label, number_text(self._amount))
end

function Duration:is_unresolved() return type(self._amount) ~= "number" end
function Duration:unit_label() return self._unit.label end

--- The amount as a string (a token if the amount is one), a space and the unit.
function Duration:format_token_to_number()
  local Tokenization = require("aws_cdk").Tokenization
  return Tokenization.stringify_number(self._amount) .. " " .. self._unit.label
end

return { Duration = Duration }
