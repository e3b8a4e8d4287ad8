local engine = require "luacdk.engine"

local ORDERED = getmetatable(engine.ordered())

--- The keys of a map, sorted by bytes, or in their own order for a map that remembers it.
return function(map)
  local keys = {}
  for key in pairs(map or {}) do keys[#keys + 1] = key end
  if getmetatable(map) ~= ORDERED then table.sort(keys) end
  return keys
end
