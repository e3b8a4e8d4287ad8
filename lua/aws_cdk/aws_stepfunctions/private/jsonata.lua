-- JSONata expressions, "{% … %}".
local M = {}

--- Whether the value is the text of an expression.
function M.is_expression(value)
  return type(value) == "string" and #value >= 4 and value:find "^{%%.*%%}$" ~= nil
end

return M
