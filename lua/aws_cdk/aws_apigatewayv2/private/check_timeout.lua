-- Fails on times that integrations cannot take.
local engine = require "luacdk.engine"

local MIN, MAX = 50, 29000

return function(self, timeout)
  if not timeout or timeout:is_unresolved() then return end
  local milliseconds = timeout:to_milliseconds()
  if milliseconds < MIN or milliseconds > MAX then
    engine.fail(self, "timeout must be between 50 milliseconds and 29 seconds, got %s", timeout:to_human_string())
  end
end
