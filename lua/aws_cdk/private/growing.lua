local engine = require "luacdk.engine"

--- A property that is the list as it is when the template is written; an empty one is left out.
local function growing(list)
  return engine.lazy(function() return #list > 0 and list or nil end, { kind = "any" })
end

return growing
