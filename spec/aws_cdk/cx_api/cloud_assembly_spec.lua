-- Assemblies that a script reads, which any program may have written.
local cx_api = require "aws_cdk.cx_api"
local luacdk = require "spec.support.luacdk"

describe("cx_api.CloudAssembly", function()
  it("says which of its files is none of an assembly", function()
    local STACK = '{"artifacts":{"S":{"type":"aws:cloudformation:stack","environment":"aws://1/r",'
      .. '"properties":{"templateFile":"S.json"}}}}'
    for text, reason in pairs {
      [""] = "line 1, column 1: value expected",
      ["[1]"] = "expected an object, got a list of 1",
      ['{"a":1e999}'] = "line 1, column 6: infinity cannot be written in a template",
    } do
      local folder = luacdk.folder { ["manifest.json"] = STACK, ["S.json"] = text }
      local stack = cx_api.CloudAssembly(folder).stacks[1]
      local ok, why = pcall(function() return stack.template end)
      luacdk.remove(folder)
      assert.is_false(ok)
      assert.truthy(why:find("cannot read the assembly: S.json: " .. reason, 1, true), why)
    end
  end)

  it("says what of a manifest has another type than the CLI expects", function()
    local function why(artifacts)
      local folder = luacdk.folder { ["manifest.json"] = '{"artifacts":' .. artifacts .. "}" }
      local ok, message = pcall(function()
        for _, artifact in ipairs(cx_api.CloudAssembly(folder).artifacts) do assert(artifact.metadata) end
      end)
      luacdk.remove(folder)
      return not ok and message:gsub("^.-cannot read the assembly: ", "")
    end
    assert.equal("manifest.json: artifacts must be an object, got a list of 1", why "[1]")
    assert.equal("manifest.json: the artifact A must be an object, got 0.5", why '{"A":0.5}')
    assert.equal("manifest.json: dependencies of A must be a list of strings, got true",
      why '{"A":{"dependencies":true}}')
    assert.equal("manifest.json: properties of A must be an object, got 'x'", why '{"A":{"properties":"x"}}')
    assert.equal("manifest.json: properties.file of A must be a string, got 1",
      why '{"A":{"type":"cdk:tree","properties":{"file":1}}}')
    assert.equal("metadata of A: an entry of '/S' must be an object, got 5", why '{"A":{"metadata":{"/S":[5]}}}')
    assert.is_false(why '{"A":{"metadata":{"/S":[{"type":"x"}]}},"B":{"dependencies":["A"]}}')
  end)
end)
