local engine = require "luacdk.engine"
local lambda = require "aws_cdk.aws_lambda"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"

--- A layer with the AWS CLI, at /opt/awscli/aws. Only AWS has its zip: see private/programs.lua.
local AwsCliLayer = engine.class("aws_cdk.lambda_layer_awscli.AwsCliLayer", lambda.LayerVersion)

function AwsCliLayer:init(scope, id)
  lambda.LayerVersion.init(self, scope, id, {
    code = BundledCode "lambda-layer-awscli", description = "/opt/awscli/aws",
  })
end

return { AwsCliLayer = AwsCliLayer }
