--- JSON text of texts that may contain tokens, whose values are put in at deployment.
local engine = require "luacdk.engine"

--- The text of a list of { name, value }; those without a value are left out.
return function(fields)
  local text, comma = "{", ""
  for _, field in ipairs(fields) do
    local name, value = field[1], field[2]
    if value ~= nil then
      local quoted = type(value) == "string" and engine.json(value) or '"' .. value .. '"'
      text, comma = text .. comma .. engine.json(name) .. ":" .. quoted, ","
    end
  end
  return text .. "}"
end
