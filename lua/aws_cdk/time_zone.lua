local engine = require "luacdk.engine"

--- A time zone of the IANA database.
local TimeZone = engine.class("aws_cdk.TimeZone")

function TimeZone:init(name) self.timezone_name = name end

function TimeZone:to_string() return self.timezone_name end

return { TimeZone = TimeZone }
