-- JSONata expressions, "{% … %}".
local M = {}

--- Whether the value is a string with an expression.
function M.is_expression(value)
  return type(value) == "string" and #value >= 4 and value:find "^{%%.*%%}$" ~= nil
end

return M
