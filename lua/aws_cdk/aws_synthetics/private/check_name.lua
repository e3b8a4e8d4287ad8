local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local PATTERN = "^[0-9a-z_-]+$"

--- Fails unless the name of a canary or group, where it is known, has at most `longest` characters, of those allowed.
-- @param field the property that gives the name
return function(self, field, name, longest)
  if engine.is_unresolved(name) then return end
  local length = l2.length(name)
  if length > longest then engine.fail(self, "%s must have 1 to %d characters, got %d", field, longest, length) end
  if not engine.matches(PATTERN, name) then
    engine.fail(self, "%s must consist of lowercase letters, digits, hyphens and underscores, got %s", field,
      engine.display(name))
  end
end
