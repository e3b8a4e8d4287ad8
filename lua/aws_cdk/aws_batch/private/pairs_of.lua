--- Environment variables as CloudFormation takes them.
local engine = require "luacdk.engine"

--- A list of { name =, value = } from a map, which may be nil.
return function(map)
  local all = engine.list {}
  for i, name in ipairs(engine.keys(map)) do all[i] = { name = name, value = map[name] } end
  return all
end
