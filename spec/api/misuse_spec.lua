-- What the library does in C when it is called by hand, with anything: nothing may end the program.
local luacdk = require "spec.support.luacdk"

local SCRIPT = luacdk.read "spec/fixtures/misuse.lua"
local LIMITS = { "--time-limit", "60", "--instruction-limit", "10G", "--memory-limit", "3G" }

local function run(mode, ...)
  local folder = luacdk.folder { ["misuse.lua"] = SCRIPT }
  local words = { table.unpack(LIMITS) }
  if mode then words[#words + 1] = mode end
  for _, word in ipairs { "misuse.lua", "--", ... } do words[#words + 1] = tostring(word) end
  local result = luacdk.run(folder, words, { before = "timeout 90" })
  luacdk.remove(folder)
  return result
end

describe("wrong objects, broken objects and arguments of any kind", function()
  for seed = 1, 4 do
    it("are errors at worst in the sandbox, seed " .. seed, function()
      local result = run("--sandbox", seed, 1500)
      assert.is_true(result.status <= 1, result.err)
      assert.not_matches("Sanitizer", result.err)
      assert.not_matches("runtime error", result.err)
      assert.matches("true\n$", result.out)
    end)

    it("are errors at worst where metatables and the engine are within reach, seed " .. seed, function()
      local result = run(nil, seed, 1500, "inner")
      assert.is_true(result.status <= 1, result.err)
      assert.not_matches("Sanitizer", result.err)
      assert.not_matches("runtime error", result.err)
    end)
  end

  local rows = {
    ["an attribute of what has lost its node"] =
      "local r = bucket.ref rawset(bucket, '_node', nil) stack:resolve(r)",
    ["an attribute of what bears the node of a stack"] =
      "local r = bucket.ref rawset(bucket, '_node', stack.node) stack:resolve(r)",
    ["a logical id of what bears the node of a stack"] =
      "local r = bucket.logical_id rawset(bucket, '_node', stack.node) stack:resolve(r)",
    ["a logical id of what has lost its node"] =
      "local r = bucket.logical_id rawset(bucket, '_node', 5) stack:resolve(r)",
    ["the name of a resource that has lost its node"] = [[
      local b = s3.Bucket(stack, 'L2') local name = b.bucket_name
      for _, child in ipairs(b.node.children) do rawset(child, '_node', nil) end stack:resolve(name)]],
    ["the text of what is no token"] = "stack.account.to_string(5)",
    ["a section that is none"] =
      "rawset(cdk.CfnOutput(stack, 'O', { value = 'x' }), '_section', {}) stack.node.root:synth()",
    ["a type that is none"] = [[
      local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
      rawset(r, 'cfn_resource_type', {}) r:apply_removal_policy(cdk.RemovalPolicy.SNAPSHOT) stack.node.root:synth()]],
  }
  for name, text in pairs(rows) do
    it("are errors at worst: " .. name, function()
      for _, mode in ipairs { "--sandbox", "--no-schema-check" } do
        local folder = luacdk.folder { ["app.lua"] = "local stack = cdk.Stack(cdk.App(), 'S') local bucket = "
          .. "s3.CfnBucket(stack, 'B') " .. text }
        local result = luacdk.run(folder, { mode, "app.lua" })
        luacdk.remove(folder)
        assert.equal(1, result.status)
        assert.matches("^app%.lua:%d+: ", result.err)
      end
    end)
  end
end)
