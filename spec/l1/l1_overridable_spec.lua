-- What subclasses of L1 classes may override.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local s3 = require "aws_cdk.aws_s3"
local ssm = require "aws_cdk.aws_ssm"

local function plain(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for k, v in pairs(value) do copy[k] = plain(v) end
  return copy
end

describe("an L1 class", function()
  local stack

  before_each(function() stack = cdk.Stack(cdk.App(), "Stack") end)

  local function properties(resource) return plain(engine.resolve_properties(resource)) end

  local function subclass(methods)
    local Sub = s3.CfnBucket:extend "Sub"
    function Sub:init(scope, id, props) Sub.super.init(self, scope, id, props) end
    for name, method in pairs(methods or {}) do Sub[name] = method end
    return Sub
  end

  it("tells its properties, with the tags it has by now", function()
    local bucket = s3.CfnBucket(stack, "B", { bucket_name = "abc", tags = { { key = "a", value = "1" } } })
    bucket.object_lock_enabled = true
    bucket.tags:set_tag("b", "2")
    local props = plain(bucket._cfn_properties)
    assert.equal("abc", props.bucket_name)
    assert.is_true(props.object_lock_enabled)
    assert.equal(2, #props.tags)
    assert.equal(1, #plain(bucket._updated_properties).tags)
  end)

  it("knows CloudFormation's names", function()
    local bucket = s3.CfnBucket(stack, "B")
    assert.equal("BucketName", bucket:cfn_property_name "bucket_name")
    assert.is_nil(bucket:cfn_property_name "bucket_nam")
    assert.equal("LoggingConfiguration", bucket._cfn_property_names.logging_configuration)
  end)

  it("renders properties with CloudFormation's names", function()
    local bucket = s3.CfnBucket(stack, "B")
    assert.same({ BucketName = "x", CorsConfiguration = { CorsRules = { { AllowedMethods = { "GET" } } } } },
      plain(bucket:_render_properties { bucket_name = "x", cors_configuration = {
        cors_rules = { { allowed_methods = { "GET" } } } } }))
  end)

  it("lets a subclass change what is rendered", function()
    local Sub
    Sub = subclass { _render_properties = function(self, props)
      local rendered = Sub.super._render_properties(self, props)
      rendered.Extra = props.bucket_name
      return rendered
    end }
    local bucket = Sub(stack, "B", { bucket_name = "abc", tags = { { key = "a", value = "1" } } })
    assert.same({ BucketName = "abc", Extra = "abc", Tags = { { Key = "a", Value = "1" } } }, properties(bucket))
  end)

  it("lets a subclass change its properties", function()
    local Sub = subclass()
    function Sub.get._cfn_properties()
      return { bucket_name = cdk.Aws.REGION, cors_configuration = { cors_rules = {} } }
    end
    assert.same({ BucketName = { Ref = "AWS::Region" }, CorsConfiguration = { CorsRules = {} } },
      properties(Sub(stack, "B", { bucket_name = "abc" })))
  end)

  it("is an element", function()
    local bucket = s3.CfnBucket(stack, "B")
    assert.is_true(cdk.CfnElement.is_cfn_element(bucket))
    assert.is_true(cdk.CfnResource.is_cfn_resource(bucket))
    assert.is_false(cdk.CfnElement.is_cfn_element(stack))
    assert.is_true(s3.CfnBucket.is_cfn_bucket(subclass()(stack, "C")))
  end)

  it("takes tags of every shape", function()
    local parameter = ssm.CfnParameter(stack, "P", { type = "String", value = "x", tags = { b = "2", a = "1" } })
    parameter.tags:set_tag("c", "3")
    assert.same({ a = "1", b = "2", c = "3" }, properties(parameter).Tags)
    local table_ = dynamodb.CfnGlobalTable(stack, "T", {
      key_schema = { { attribute_name = "id", key_type = "HASH" } }, replicas = { { region = "eu-west-1" } } })
    assert.is_nil(properties(table_).Tags)
    local autoscaling = require "aws_cdk.aws_autoscaling"
    local group = autoscaling.CfnAutoScalingGroup(stack, "G", { max_size = "1", min_size = "1",
      tags = { { key = "a", value = "1", propagate_at_launch = true } } })
    group.tags:set_tag("b", "2")
    assert.same({
      { Key = "a", Value = "1", PropagateAtLaunch = true }, { Key = "b", Value = "2", PropagateAtLaunch = true },
    }, properties(group).Tags)
  end)
end)
