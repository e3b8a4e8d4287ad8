local engine = require "luacdk.engine"

local M = {}

-- Days from 1970-01-01 to a civil date of the Gregorian calendar, independent of the machine's time zone.
local function days_from_civil(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local year_of_era = year - era * 400
  local day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
  local day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
  return era * 146097 + day_of_era - 719468
end

--- Seconds since the epoch for a date given as such a number or as ISO 8601 text (without an offset: UTC).
function M.seconds(date)
  if type(date) == "number" then return date end
  local text = type(date) == "string" and date or ""
  local year, month, day, rest = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)(.*)$")
  if not year then
    year, month, rest = text:match("^(%d%d%d%d)-(%d%d)(.*)$")
    if not year then year, rest = text:match("^(%d%d%d%d)(.*)$") end
  end
  local seconds = year and days_from_civil(tonumber(year), tonumber(month or 1), tonumber(day or 1)) * 86400
  if seconds and rest ~= "" then
    local hour, minute, tail = rest:match("^[T ](%d%d):(%d%d)(.*)$")
    if not hour then seconds = nil end
    if seconds then
      seconds = seconds + tonumber(hour) * 3600 + tonumber(minute) * 60
      local second, after = tail:match("^:(%d%d%.?%d*)(.*)$")
      if second then seconds, tail = seconds + tonumber(second), after end
      local sign, off_hour, off_minute = tail:match("^([+-])(%d%d):?(%d%d)$")
      if sign then
        local offset = tonumber(off_hour) * 3600 + tonumber(off_minute) * 60
        seconds = sign == "+" and seconds - offset or seconds + offset
      elseif tail ~= "" and tail ~= "Z" then
        seconds = nil
      end
    end
  end
  if not seconds then
    engine.fail(nil, "%s is not a date; -> give seconds since 1970 or an ISO 8601 string such as 2030-01-31T12:00:00Z",
      engine.display(date))
  end
  return math.tointeger(seconds) or seconds
end

--- A date, given as above, in CloudFormation's form: in UTC, without the fraction of a second if `whole`.
function M.iso(date, whole)
  local milliseconds = math.floor(M.seconds(date) * 1000)
  local text = os.date("!%Y-%m-%dT%H:%M:%S", milliseconds // 1000)
  return whole and text or ("%s.%03dZ"):format(text, milliseconds % 1000)
end

--- A date, given as above or not at all, as CloudFormation's date properties have it.
function M.moment(date) return date and M.iso(date, true) .. "Z" or nil end

return M
