-- The files of cloud assemblies: the module table.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.cloud_assembly_schema", {})
