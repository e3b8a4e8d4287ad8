-- Documents on their way into Lua.
local luacdk = require "spec.support.luacdk"

describe("a document that is read", function()
  it("is kept until it is a table, however often memory is collected meanwhile", function()
    local folder = luacdk.folder { ["read.lua"] = [[
      local assembly = require "luacdk.assembly"
      local parts = {}
      for i = 1, 20000 do parts[i] = ('{"key%d":["a%d",%d]}'):format(i, i, i) end
      collectgarbage "generational"
      local list = assembly.parse_json("[" .. table.concat(parts, ",") .. "]", { by_the_letter = true })
      print(#list, list[20000].key20000[1])
    ]] }
    local result = luacdk.run(folder, { "-q", "read.lua" })
    luacdk.remove(folder)
    assert.equal(0, result.status, result.err)
    assert.equal("20000\ta20000\n", result.out)
  end)
end)
