-- examples/: each folder holds app.lua and the template that the reference makes of its twin (tools/golden/examples).
local luacdk = require "spec.support.luacdk"

local EXAMPLES = { code_factories = "CodeFactories" }

describe("the example", function()
  for name, stack in pairs(EXAMPLES) do
    it(name .. " gives the reference's template, byte for byte", function()
      local output = luacdk.folder()
      local folder = "examples/" .. name
      local result = luacdk.run(".", { "synth", "-q", folder .. "/app.lua", "-o", output },
        { env = { CDK_DOCKER = "tools/demo-docker" } })
      assert.same({ 0, "" }, { result.status, result.err })
      assert.equal(luacdk.read(folder .. "/expected.template.json"), luacdk.read(output .. "/" .. stack .. ".template.json"))
      luacdk.remove(output)
    end)
  end
end)
