--- Times of a day as FSx writes them.
local engine = require "luacdk.engine"

local LAST_HOUR, LAST_MINUTE = 23, 59

local function check(name, value, last)
  if engine.is_unresolved(value) or value < 0 or value > last or value % 1 ~= 0 then
    engine.fail(nil, "%s must be a whole number between 0 and %d, got %s", name, last, engine.display(value))
  end
end

--- "hh:mm" of { hour, minute }.
return function(props)
  check("hour", props.hour, LAST_HOUR)
  check("minute", props.minute, LAST_MINUTE)
  return ("%02d:%02d"):format(props.hour, props.minute)
end
