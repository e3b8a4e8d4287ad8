--- What names in a pipeline may look like.
local engine = require "luacdk.engine"

local names = {}

-- Characters beside letters and digits, the greatest length, and how messages call the thing.
local ROWS = {
  pipeline = { ".@_-", 100, "a pipeline" },
  stage = { ".@_-", 100, "a stage" },
  action = { ".@_-", 100, "an action" },
  artifact = { "_-", 100, "an artifact" },
  variables_namespace = { "@_-", 100, "a variables_namespace" },
  variable = { "@-_", 128, "a variable" },
  rule = { ".@-_", 100, "a rule" },
}

--- Fails unless `name` may be the name of a `thing` ("stage"). Tokens and nil pass.
function names.check(scope, thing, name)
  if name == nil or engine.is_unresolved(name) then return end
  local others, longest = ROWS[thing][1], ROWS[thing][2]
  local allowed = "^[%w" .. others:gsub("%p", "%%%0") .. "]+$"
  if #name <= longest and name:find(allowed) then return end
  engine.fail(scope, "the name of %s must have 1 to %d letters, digits and %s, got %s", ROWS[thing][3], longest,
    others:gsub(".", "%0 "):sub(1, -2), engine.display(name))
end

return names
