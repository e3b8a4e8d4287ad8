local engine = require "luacdk.engine"
local time = require "aws_cdk.private.time"

--- A point in time. Dates are seconds since the epoch or ISO 8601 text.
local Expiration = engine.class("aws_cdk.Expiration")

function Expiration:init(date)
  self._seconds = time.seconds(date)
  self.date = date
end

function Expiration.at_date(date) return Expiration(date) end

--- From milliseconds since the epoch.
function Expiration.at_timestamp(millis) return Expiration(millis / 1000) end

--- From now on; the result depends on the clock.
function Expiration.after(duration) return Expiration(os.time() + duration:to_milliseconds() / 1000) end
function Expiration.from_string(text) return Expiration(text) end

--- Whole seconds since the epoch.
function Expiration:to_epoch() return math.floor(self._seconds + 0.5) end
function Expiration:is_before(duration) return self._seconds < os.time() + duration:to_milliseconds() / 1000 end
function Expiration:is_after(duration) return self._seconds > os.time() + duration:to_milliseconds() / 1000 end

return { Expiration = Expiration }
