local engine = require "luacdk.engine"

local M = {}

--- The token that a value consists of: the value itself, or what a marker text stands for. Nil for other values and for
--- texts that hold more than one token.
function M.reverse(value)
  if engine.is_token(value) then return value end
  if type(value) == "table" and #value == 1 then value = value[1] end
  if type(value) ~= "string" then return engine.is_token(value) and value or nil end
  local pieces = engine.token_pieces(value)
  if #pieces == 1 and engine.is_token(pieces[1]) then return pieces[1] end
  return nil
end

--- Whether a token refers to an element of a template; then also the element and the attribute (nil: Ref).
function M.reference_target(token)
  if not engine.is_token(token) then return nil end
  return engine.token_target(token)
end

return M
