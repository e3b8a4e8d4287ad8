-- Calls of the library by users are checked against the rows, calls of the library by itself are not. The wording is in
-- spec/errors_spec.lua; every public method is tried in spec/calls_spec.lua.
local assert = require "luassert"

local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local s3 = require "aws_cdk.aws_s3"

describe("a method of the library", function()
  local stack, bucket, role
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S")
    bucket = s3.Bucket(stack, "B")
    role = iam.Role(stack, "R", { assumed_by = iam.AnyPrincipal() })
  end)

  it("goes on working when it is stored and called later", function()
    local grant_read, of = bucket.grant_read, cdk.Stack.of
    assert.equal(bucket.grant_read, grant_read)
    assert.is_true(grant_read(bucket, role).success)
    assert.equal(stack, of(bucket))
    assert.has_error(function() grant_read(bucket, 5) end)
  end)

  it("is checked when pcall, a coroutine or a tail call runs it", function()
    local function refused(ok, message)
      assert.is_false(ok)
      assert.truthy(message:find("s3.Bucket:grant_read: argument 1 (identity): expected an iam.IGrantable", 1, true))
    end
    refused(pcall(bucket.grant_read, bucket, 5))
    refused(coroutine.resume(coroutine.create(bucket.grant_read), bucket, 5))
    refused(pcall(function() return bucket:grant_read(5) end))
  end)

  it("may yield in what it calls", function()
    local co = coroutine.wrap(function()
      local fragments = cdk.Tokenization.reverse_string("a" .. tostring(cdk.Aws.REGION))
      return fragments:map_tokens(function(token) coroutine.yield("within") return token end)
    end)
    assert.equal("within", co())
    assert.equal(2, co().length)
  end)

  it("is checked when a user's class calls it through super", function()
    local Mine = s3.Bucket:extend "Mine"
    function Mine:grant_read(identity) return Mine.super.grant_read(self, identity) end
    local mine = Mine(stack, "M")
    assert.is_true(mine:grant_read(role).success)
    local ok, message = pcall(mine.grant_read, mine, 5)
    assert.is_false(ok)
    assert.truthy(message:find("[S/M] s3.Bucket:grant_read: argument 1", 1, true))
  end)

  it("takes what a user's class has put in its place, with any arguments", function()
    local Mine = s3.Bucket:extend "Mine"
    function Mine.grant_read(_, a, b, c) return a .. b .. c end
    assert.equal("123", Mine(stack, "M"):grant_read(1, 2, 3))
  end)

  it("takes nil for what is optional, and for options of which none is required", function()
    assert.is_true(bucket:grant_read(role, nil).success)
    assert.truthy(bucket.grants:public_access())
    assert.equal("BucketSizeBytes", cdk.aws_sqs.Queue(stack, "Q"):metric("BucketSizeBytes").metric_name)
    assert.equal("https://a", stack:resolve(cdk.Fn.join("", { "https://", "a" }, nil)))
  end)

  it("takes anything for a question", function()
    for _, value in ipairs { 5, "x", {}, print, s3.Bucket } do
      assert.is_false(cdk.Stack.is_stack(value))
      assert.is_false(cdk.Token.is_unresolved(value))
    end
  end)

  it("takes tokens for all that they can stand for", function()
    local text = cdk.Lazy.string { produce = function() return "x" end }
    assert.no_error(function()
      cdk.Duration.seconds(cdk.Token.as_number(text))
      stack:format_arn { service = text, resource = text }
      iam.PolicyStatement():add_actions(text)
      cdk.Fn.join(text, cdk.Fn.split(",", text))
    end)
  end)

  it("takes numbers for texts where CloudFormation's functions do", function()
    assert.equal("1,2", stack:resolve(cdk.Fn.join(",", { 1, 2 })))
    assert.equal("b", cdk.Fn.select(1, { "a", "b" }))
    assert.no_error(function() cdk.Fn.cidr("10.0.0.0/16", 4, 8) end)
  end)
end)

describe("a field of an object of the library", function()
  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  it("can be set where the model has a setter, or where its name is private", function()
    local bucket = s3.Bucket(stack, "B")
    bucket.policy = nil
    bucket._mine = 5
    assert.equal(5, bucket._mine)
    assert.equal("Enabled", (function()
      bucket.node.default_child.versioning_configuration = { status = "Enabled" }
      return bucket.node.default_child.versioning_configuration.status
    end)())
  end)

  it("can be a method that is to take the place of the class's", function()
    local bucket = s3.Bucket(stack, "B")
    bucket.grant_read = function() return "mine" end
    assert.equal("mine", bucket:grant_read())
  end)

  it("is the user's own affair in a class of the user's own", function()
    local Mine = cdk.Stack:extend "Mine"
    function Mine:init(...)
      Mine.super.init(self, ...)
      self.queue = "q"
    end
    local mine = Mine(stack, "M")
    mine.other = "o"
    assert.same({ "q", "o" }, { mine.queue, mine.other })
  end)
end)
