--- How many machines stay in service during a deployment.
local engine = require "luacdk.engine"
local codedeploy = require "aws_cdk.aws_codedeploy"
local predefined = require "aws_cdk.aws_codedeploy.private.predefined"

local Base = codedeploy.BaseDeploymentConfig
local ServerDeploymentConfig = engine.class("aws_cdk.aws_codedeploy.ServerDeploymentConfig", Base)

predefined(ServerDeploymentConfig, "", { "ONE_AT_A_TIME", "HALF_AT_A_TIME", "ALL_AT_ONCE" })

ServerDeploymentConfig.from_server_deployment_config_name = Base._imports(ServerDeploymentConfig)

return { ServerDeploymentConfig = ServerDeploymentConfig }
