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
end)
