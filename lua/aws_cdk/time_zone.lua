local engine = require "luacdk.engine"

--- A time zone of the IANA database.
local TimeZone = engine.class("aws_cdk.TimeZone")

function TimeZone:init(name) self.timezone_name = name end

function TimeZone.of(name) return TimeZone(name) end

function TimeZone:to_string() return self.timezone_name end

for constant, name in pairs(require "aws_cdk.private.time_zone_rows") do
  TimeZone[constant] = TimeZone(name)
end

return { TimeZone = TimeZone }
