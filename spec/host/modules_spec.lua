-- src/host/modules.c: the library in the program.
local luacdk = require "spec.support.luacdk"

local EMPTY_APP = [[
local cdk = require "aws_cdk"
local app = cdk.App()
cdk.Stack(app, "S")
app:synth()
local modules = {}
for name in pairs(package.loaded) do
  if name:find "^aws_cdk" or name == "constructs" then modules[#modules + 1] = name end
end
table.sort(modules)
print(table.concat(modules, "\n"))
]]

describe("the library in the program", function()
  it("keeps what every app loads together, so that nothing else is read", function()
    local together = {}
    for line in io.lines "tools/embed.first" do
      if not line:find "^#" then together[#together + 1] = line end
    end
    assert.same(table.concat(together, "\n") .. "\n", luacdk.script(EMPTY_APP).out)
  end)

  it("says of a missing module that those in C cannot be loaded", function()
    local result = luacdk.script 'require "cjson"'
    assert.equal(1, result.status)
    assert.matches("app.lua:1: module 'cjson' not found:\n[^\n]*\n.*\tno module in C, as luacdk is one static program",
      result.err)
  end)
end)
