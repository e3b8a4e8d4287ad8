-- Constants that programs name flags and keys of context by.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local lambda = require "aws_cdk.aws_lambda"

describe("constants", function()
  it("name feature flags", function()
    assert.equal("@aws-cdk/aws-lambda:recognizeLayerVersion", cx_api.LAMBDA_RECOGNIZE_LAYER_VERSION)
    local stack = cdk.Stack(cdk.App(), "S")
    cdk.Aspects.of(stack):add(lambda.FunctionVersionUpgrade(cx_api.LAMBDA_RECOGNIZE_VERSION_PROPS))
  end)

  it("name the context of permissions boundaries", function()
    local app = cdk.App { context = { [cdk.PERMISSIONS_BOUNDARY_CONTEXT_KEY] = { name = "boundary" } } }
    assert.same({ name = "boundary" }, app.node:try_get_context "@aws-cdk/core:permissionsBoundary")
  end)

  it("that do not exist are errors", function()
    assert.error_matches(function() return cx_api.LAMBDA_RECOGNISE_LAYER_VERSION end, "has no member")
  end)
end)
