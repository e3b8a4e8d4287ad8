-- Lua 5.4.4 loses its stack when that moves while `a .. b .. c` calls a __concat; src/host/state.c keeps it in place.
local luacdk = require "spec.support.luacdk"

describe("the stack", function()
  it("stays where it is when tokens are joined at any depth of calls", function()
    local result = luacdk.script [[
      local token = cdk.Stack(cdk.App(), "S").region
      local function deep(n)
        if n == 0 then return token .. "a" .. token .. "b" end
        local a, b, c, d = 1, 2, 3, 4
        return deep(n - 1), a, b, c, d
      end
      for n = 1, 180 do deep(n) end
      print "joined"]]
    assert.equal(0, result.status, result.err)
    assert.equal("joined\n", result.out)
  end)
end)
