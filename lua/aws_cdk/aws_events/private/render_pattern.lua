--- An EventPattern as it stands in the template, with its fields in their order; nil if it has none.
local engine = require "luacdk.engine"

local TEMPLATE_NAMES = { detail_type = "detail-type" }

return function(pattern)
  local fields = engine.keys(pattern)
  if #fields == 0 then return nil end
  local result = engine.ordered()
  for _, field in ipairs(fields) do
    local value = pattern[field]
    -- All fields but this are lists.
    if field ~= "detail" and not engine.is_token(value) and #value == 0 then value = engine.list {} end
    result[TEMPLATE_NAMES[field] or field] = value
  end
  return result
end
