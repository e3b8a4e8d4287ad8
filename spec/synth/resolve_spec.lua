-- What has no place in a document is told with the place inside of the value.
local cdk = require "aws_cdk"

local function told(value, render)
  local app = cdk.App { auto_synth = false }
  local stack = cdk.Stack(app, "S")
  local ok, message = pcall(function()
    if render then
      render(stack, value)
    else
      cdk.CfnResource(stack, "R", { type = "Test::Res::Type", properties = value })
    end
    app:synth()
  end)
  assert.is_false(ok)
  return (message:gsub("^[^ ]+:%d+: ", ""):gsub("^%[S[^%]]*%] ", ""))
end

describe("a free-form value", function()
  it("has no gaps in its lists", function()
    local gap = "a list without gaps is needed, but entry %d of %d is nil"
    assert.equal("f: " .. gap:format(2, 3), told { f = { "x", nil, "y" } })
    assert.equal("f: " .. gap:format(1, 2), told { f = { nil, "y" } })
    assert.equal("f[1].g: " .. gap:format(2, 3), told { f = { { g = cdk.list { 1, nil, 2 } } } })
    assert.equal("f: " .. gap:format(2, 3),
      told { f = cdk.Lazy.any { produce = function() return { "x", nil, "y" } end } })
  end)

  it("has numbers that can be kept", function()
    local kept = "cannot be represented exactly, since JSON numbers have 53 bits; write it as a string"
    assert.equal("f[1]: inf is not a number that a template can contain", told { f = { math.huge } })
    assert.equal("f.g: -inf is not a number that a template can contain", told { f = { g = -math.huge } })
    assert.matches("^f: %-?nan is not a number that a template can contain$", told { f = 0 / 0 })
    assert.equal("f: 9007199254740993 " .. kept, told { f = 9007199254740993 })
    assert.equal("f: 9223372036854775807 " .. kept, told { f = math.maxinteger })
  end)

  it("has texts as keys", function()
    assert.equal("f: the key of a map must be a string, got 1.5; write ['1.5']", told { f = { [1.5] = "b" } })
    assert.equal("f: the key of a map must be a string, got 1.5; write ['1.5']", told { f = { [1.5] = "b", a = 1 } })
    assert.equal("f: the key of a map must be a string, got true", told { f = { [true] = "b" } })
  end)

  it("is looked at wherever it stands", function()
    local function resource(stack) return cdk.CfnResource(stack, "R", { type = "Test::Res::Type" }) end
    local places = {
      ["cdk.CfnResource:add_property_override: argument 2 (value)"] = function(stack, value)
        resource(stack):add_property_override("x", value)
      end,
      ["cdk.CfnResource:add_override: argument 2 (value)"] = function(stack, value)
        resource(stack):add_override("Metadata.x", value)
      end,
      ["cdk.CfnResource:add_metadata: argument 2 (value)"] = function(stack, value)
        resource(stack):add_metadata("x", value)
      end,
      ["constructs.Node:add_metadata: argument 2 (data).x"] = function(stack, value)
        resource(stack).node:add_metadata("x", { x = value })
      end,
      ["metadata.x"] = function(stack, value) resource(stack).cfn_options.metadata = { x = value } end,
      ["cdk.Stack:to_json_string: argument 1 (obj).x"] = function(stack, value)
        cdk.CfnOutput(stack, "O", { value = stack:to_json_string { x = value } })
      end,
      ["policy_document.x"] = function(stack, value)
        require("aws_cdk.aws_iam").CfnPolicy(stack, "P", { policy_name = "p", policy_document = { x = value } })
      end,
      ["f"] = function(stack, value)
        cdk.CustomResource(stack, "C", { service_token = "t", properties = { f = value } })
      end,
    }
    for place, render in pairs(places) do
      assert.equal(place .. ": a list without gaps is needed, but entry 2 of 3 is nil", told({ 1, nil, 2 }, render))
      assert.equal(place .. ": inf is not a number that a template can contain", told(math.huge, render))
      assert.equal(place .. ": the key of a map must be a string, got 1.5; write ['1.5']",
        told({ [1.5] = "x" }, render))
    end
  end)
end)
