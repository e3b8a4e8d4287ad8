--- Attributes that all instances of a cluster have.
local engine = require "luacdk.engine"

local BuiltInAttributes = engine.class "aws_cdk.aws_ecs.BuiltInAttributes"

function BuiltInAttributes:init() end

return { BuiltInAttributes = BuiltInAttributes }
