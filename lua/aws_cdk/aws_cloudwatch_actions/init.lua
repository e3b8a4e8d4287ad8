--- What alarms do.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudwatch_actions", {
  ApplicationScalingAction = "scaling_action",
  AutoScalingAction = "scaling_action",
  SsmIncidentAction = "ssm_action",
})
