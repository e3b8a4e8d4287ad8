-- Names of resources that are given none. The library gives their L1 resources a token that resolves to nothing.
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

describe("the name of a resource without one", function()
  local function stack() return cdk.Stack(cdk.App(), "S") end

  local makers = {
    bucket_name = function(scope) return s3.Bucket(scope, "R") end,
    function_name = function(scope)
      return lambda.Function(scope, "R", {
        code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
      })
    end,
    group_name = function(scope) return iam.Group(scope, "R") end,
    layer_name = function(scope)
      return lambda.LayerVersion(scope, "R", { code = lambda.Code.from_bucket(s3.Bucket(scope, "B"), "key") })
    end,
    queue_name = function(scope) return sqs.Queue(scope, "R") end,
    role_name = function(scope) return iam.Role(scope, "R", { assumed_by = iam.AnyPrincipal() }) end,
    table_name = function(scope)
      return dynamodb.Table(scope, "R", { partition_key = { name = "id", type = dynamodb.AttributeType.STRING } })
    end,
    topic_name = function(scope) return sns.Topic(scope, "R") end,
  }

  for name, make in pairs(makers) do
    it("is a token that resolves to nothing: " .. name, function()
      local scope = stack()
      local resource = make(scope).node.default_child
      assert.is_true(cdk.Token.is_unresolved(resource[name]))
      assert.equal("xy", scope:resolve("x" .. resource[name] .. "y"))
      assert.is_nil(scope:resolve(resource[name]))
      resource[name] = "given"
      assert.equal("given", resource[name])
    end)
  end
end)
