--- How the traffic of Lambda functions is shifted.
local codedeploy = require "aws_cdk.aws_codedeploy"
local traffic_config = require "aws_cdk.aws_codedeploy.private.traffic_config"

local LambdaDeploymentConfig = traffic_config("Lambda", codedeploy.ComputePlatform.LAMBDA, {
  "ALL_AT_ONCE", "CANARY_10_PERCENT_30_MINUTES", "CANARY_10_PERCENT_5_MINUTES", "CANARY_10_PERCENT_10_MINUTES",
  "CANARY_10_PERCENT_15_MINUTES", "LINEAR_10_PERCENT_EVERY_10_MINUTES", "LINEAR_10_PERCENT_EVERY_1_MINUTE",
  "LINEAR_10_PERCENT_EVERY_2_MINUTES", "LINEAR_10_PERCENT_EVERY_3_MINUTES",
})

--- Deprecated: use from_lambda_deployment_config_name.
LambdaDeploymentConfig["import"] = function(scope, id, props)
  return LambdaDeploymentConfig.from_lambda_deployment_config_name(scope, id, props.deployment_config_name)
end

return { LambdaDeploymentConfig = LambdaDeploymentConfig }
