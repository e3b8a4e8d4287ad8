--- Unifies the two ways to write Fn::GetAtt in a template, "A.B.C" and { "A", "B.C" }: always the list.
local engine = require "luacdk.engine"

--- Changes the document, as read from JSON or YAML, and returns it.
local function split_attributes(value)
  if type(value) ~= "table" then return value end
  if not engine.is_ordered(value) then
    for i, entry in ipairs(value) do value[i] = split_attributes(entry) end
    return value
  end
  for _, key in ipairs(engine.keys(value)) do
    local entry = value[key]
    local id, attribute
    if key == "Fn::GetAtt" and type(entry) == "string" then id, attribute = entry:match "^([^.]+)%.(.+)$" end
    value[key] = id and { id, attribute } or split_attributes(entry)
  end
  return value
end

return split_attributes
