--- References to resources of which not everything is known.
local engine = require "luacdk.engine"

--- The reference with the fields of `known`; it fails where one of the other names is asked for.
-- @param self the resource
-- @param noun what it is
return function(self, noun, known, ...)
  local unknown = {}
  for _, name in ipairs { ... } do unknown[name] = true end
  return setmetatable(known, { __index = function(_, name)
    if unknown[name] then engine.fail(self, "the %s of this %s is not known here", name, noun) end
  end })
end
