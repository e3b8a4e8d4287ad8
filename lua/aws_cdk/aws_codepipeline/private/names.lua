--- What names in a pipeline may look like.
local engine = require "luacdk.engine"

local names = {}

-- Characters beside letters and digits, and the greatest length.
local ROWS = {
  pipeline = { ".@_-", 100 },
  stage = { ".@_-", 100 },
  action = { ".@_-", 100 },
  artifact = { "_-", 100 },
  variables_namespace = { "@_-", 100 },
  variable = { "@-_", 128 },
  rule = { ".@-_", 100 },
}

--- Fails unless `name` may be the name of a `thing` ("stage"). Tokens and nil pass.
function names.check(scope, thing, name)
  if name == nil or engine.is_unresolved(name) then return end
  local others, longest = ROWS[thing][1], ROWS[thing][2]
  local allowed = "^[%w" .. others:gsub("%p", "%%%0") .. "]+$"
  if #name <= longest and name:find(allowed) then return end
  engine.fail(scope, "the name of a %s must have 1 to %d letters, digits and %s, got %s", (thing:gsub("_", " ")),
    longest, others:gsub(".", "%0 "):sub(1, -2), engine.display(name))
end

return names
