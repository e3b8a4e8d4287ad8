local engine = require "luacdk.engine"

local PhysicalName = engine.class("aws_cdk.PhysicalName")

--- Use it as a resource's name: the library generates a name if another environment needs to know it, otherwise
--- CloudFormation does.
PhysicalName.GENERATE_IF_NEEDED = engine.lazy(function(ctx)
  engine.fail(ctx and ctx.scope,
    "PhysicalName.GENERATE_IF_NEEDED was used as a name itself; -> use the resource's physical_name")
end, { kind = "string" })

return { PhysicalName = PhysicalName }
