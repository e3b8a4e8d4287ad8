--- Patterns of Amazon ECS: services behind load balancers, services that work through a queue, tasks on a schedule.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecs_patterns", {})
