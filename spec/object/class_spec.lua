-- Members of instances.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

describe("an instance of a class that the model does not have", function()
  local Imported = engine.class("aws_cdk.aws_cloudfront.ImportedForSpec", cdk.Resource,
    "aws_cdk.aws_cloudfront.IVpcOrigin")
  local imported = Imported(cdk.Stack(cdk.App(), "S"), "I")

  it("has nil for properties of its interface that are optional", function() assert.is_nil(imported.domain_name) end)

  it("has no others", function()
    assert.error_matches(function() return imported.vpc_origin_arn end, "has no member 'vpc_origin_arn'")
    assert.error_matches(function() return imported.domain_nam end, "has no member 'domain_nam'")
  end)
end)
