--- A map of tags as the list CfnBucket takes: in the map's own order if it keeps one, else sorted by key.
local engine = require "luacdk.engine"
local sorted_keys = engine.keys

return function(tags)
  if not tags then return nil end
  local list = engine.list {}
  for i, key in ipairs(sorted_keys(tags)) do list[i] = { key = key, value = tags[key] } end
  return list
end
