--- Runtimes of resolvers and functions.
local engine = require "luacdk.engine"

local FunctionRuntime = engine.class "aws_cdk.aws_appsync.FunctionRuntime"

--- Arguments: FunctionRuntimeFamily, the version.
function FunctionRuntime:init(family, version) self.name, self.version = family, version end

--- The runtime as L1 resources have it.
function FunctionRuntime:to_properties() return { name = self.name, runtime_version = self.version } end

return { FunctionRuntime = FunctionRuntime }
