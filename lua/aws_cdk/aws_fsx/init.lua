-- Amazon FSx: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_fsx", { LustreMaintenanceTime = "maintenance_time" })
