--- Failed assertions: errors on the user's line, which busted reports as failures of the test.
local engine = require "luacdk.engine"

local failure = {}

local Message = { __name = "failed assertion", __tostring = function(self) return self.text end }

--- Raises the formatted message.
function failure.raise(message, ...)
  local text = select("#", ...) > 0 and message:format(...) or message
  local luassert = package.loaded.luassert
  if not luassert then return engine.fail(nil, "%s", text) end
  local place = engine.location()
  return luassert(false, setmetatable({ text = (place and place .. ": " or "") .. text }, Message))
end

return failure
