-- Warns of values that look like secrets by their names, and stand in the template.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local WORDS = { "pass", "secret", "token", "credential", "api[-_]?key", "private[-_]?key", "access[-_]?key" }

local function looks_secret(key)
  local small = key:lower()
  for _, word in ipairs(WORDS) do
    if small:find(word) then return true end
  end
  return false
end

--- Adds the warning `id` to the construct if the map has such keys; `remedy` is a sentence.
return function(scope, values, id, remedy)
  local flagged = {}
  for _, key in ipairs(values and engine.keys(values) or {}) do
    if looks_secret(key) and not engine.is_unresolved(values[key]) then flagged[#flagged + 1] = engine.json(key) end
  end
  if #flagged == 0 then return end
  cdk.Annotations.of(scope):add_warning_v2(id, ("%s like %s, but its value is plain text in the template. %s"):format(
    table.concat(flagged, ", "), #flagged == 1 and "looks" or "look", remedy))
end
