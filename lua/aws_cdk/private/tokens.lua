local engine = require "luacdk.engine"

local M = {}

--- The token that a value consists of: the value itself, or the token of a marker string. Nil for other values and for
--- strings with more than one token.
function M.reverse(value)
  if type(value) == "table" and #value == 1 then value = value[1] end
  return engine.reverse(value)
end

--- Whether a token refers to an element of a template; if so, also the element and the attribute (nil: Ref).
function M.reference_target(token)
  if not engine.is_reference(token) then return nil end
  return engine.reference_target(token)
end

return M
