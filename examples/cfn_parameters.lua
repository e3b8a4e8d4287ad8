#!/usr/bin/env luacdk
-- Code.from_cfn_parameters: where the zip file lies is said at deployment, by two parameters of the template. `assign`
-- gives the values for them, by name, as a deployment pipeline wants them.

local app = cdk.App()
local stack = cdk.Stack(app, "CfnParameters")

-- The parameters are made when the code is bound.
local code = lambda.Code.from_cfn_parameters()
lambda.Function(stack, "Handler", { code = code, handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12 })

cdk.CfnOutput(stack, "BucketParameter", { value = code.bucket_name_param })
cdk.CfnOutput(stack, "Overrides", {
  value = stack:to_json_string(code:assign { bucket_name = "my-artifacts", object_key = "handler.zip" }),
})

-- Or they are given.
local given = lambda.Code.from_cfn_parameters {
  bucket_name_param = cdk.CfnParameter(stack, "CodeBucket", { default = "my-artifacts" }),
  object_key_param = cdk.CfnParameter(stack, "CodeKey"),
}
lambda.Function(stack, "Other", { code = given, handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12 })

app:synth()
