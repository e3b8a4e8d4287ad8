--- How the traffic of ECS services is shifted.
local codedeploy = require "aws_cdk.aws_codedeploy"
local traffic_config = require "aws_cdk.aws_codedeploy.private.traffic_config"

return {
  EcsDeploymentConfig = traffic_config("Ecs", codedeploy.ComputePlatform.ECS, {
    "ALL_AT_ONCE", "LINEAR_10_PERCENT_EVERY_1_MINUTES", "LINEAR_10_PERCENT_EVERY_3_MINUTES",
    "CANARY_10_PERCENT_5_MINUTES", "CANARY_10_PERCENT_15_MINUTES",
  }),
}
