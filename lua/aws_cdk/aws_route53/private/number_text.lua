-- A number as it stands in a record: as JavaScript writes it, or the token.
local engine = require "luacdk.engine"

return function(value) return engine.is_unresolved(value) and value or engine.json(value) end
