--- Percentages.
local engine = require "luacdk.engine"

--- The value, which fails unless it is 0 to 100, or not known yet.
return function(name, value)
  if type(value) == "number" and (value < 0 or value > 100) then
    engine.fail(nil, "%s must be a percentage between 0 and 100, got %s", name, engine.display(value))
  end
  return value
end
