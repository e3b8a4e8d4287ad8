-- What is read of an assembly that any program may have written.
local assembly_stacks = require "luacdk.assembly_stacks"
local luacdk = require "spec.support.luacdk"

describe("The stacks of an assembly", function()
  it("depend on the artifacts whose names are texts", function()
    local lists = { ["true"] = {}, ["null"] = {}, ['"A"'] = {}, ["[]"] = {},
      ['["A", 1, {}, null, "B"]'] = { "A", "B" } }
    for listed, expected in pairs(lists) do
      local folder = luacdk.folder { ["S.json"] = "{}", ["manifest.json"] =
        '{ "artifacts": { "S": { "type": "aws:cloudformation:stack", "properties": { "templateFile": "S.json" }, '
        .. '"dependencies": ' .. listed .. " } } }" }
      assert.same(expected, assembly_stacks.dependencies(assembly_stacks.of(folder)[1]), listed)
      luacdk.remove(folder)
    end
  end)
end)
