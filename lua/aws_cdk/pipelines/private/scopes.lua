--- Constructs that only hold others.
local engine = require "luacdk.engine"

local scopes = {}

--- The child of that id, which is made unless it exists.
function scopes.obtain(parent, id) return parent.node:try_find_child(id) or engine.Construct(parent, id) end

return scopes
