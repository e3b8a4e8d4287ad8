--- The log drivers by their short names.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"

local LogDrivers = engine.class "aws_cdk.aws_ecs.LogDrivers"

function LogDrivers:init() end

for name, class in pairs {
  aws_logs = "AwsLogDriver", firelens = "FireLensLogDriver", fluentd = "FluentdLogDriver", gelf = "GelfLogDriver",
  journald = "JournaldLogDriver", json_file = "JsonFileLogDriver", splunk = "SplunkLogDriver",
  syslog = "SyslogLogDriver",
} do
  LogDrivers[name] = function(props) return ecs[class](props) end
end

--- No logs.
function LogDrivers.none() return ecs.NoneLogDriver() end

return { LogDrivers = LogDrivers }
