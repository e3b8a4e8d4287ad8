--- Fails unless a load balancer can have the idle timeout, which may be nil. One that is known only at deployment is
--- refused, as the library refuses it.
local engine = require "luacdk.engine"

local SHORTEST, LONGEST = 1, 4000

return function(self, timeout)
  if not timeout then return end
  local seconds = timeout:to_seconds()
  if type(seconds) ~= "number" or seconds < SHORTEST or seconds > LONGEST then
    engine.fail(self, "idle_timeout must be between %d and %d seconds, got %s", SHORTEST, LONGEST,
      engine.display(seconds))
  end
end
