-- How the engine goes on after mistakes, which is how `luacdk check` tells all of them.
local luacdk = require "spec.support.luacdk"

describe("going on after mistakes", function()
  for _, arguments in ipairs { "", "print", "nil, print", "5, print", "print, {}" } do
    it("asks for two functions, not for (" .. arguments .. ")", function()
      local folder = luacdk.folder { ["app.lua"] = ([[
        print(pcall(require "luacdk.engine".tolerate%s))
        sqs.Queue(cdk.Stack(cdk.App(), "S"), "Q", { fifoo = true })]])
        :format(arguments == "" and "" or ", " .. arguments) }
      local result = luacdk.run(folder, { "app.lua" })
      luacdk.remove(folder)
      assert.equal(1, result.status)
      assert.matches("^false\tbad argument #%d to 'luacdk.engine.tolerate' %(function expected", result.out)
      assert.matches("app.lua:2: [S] sqs.Queue 'Q': unknown property 'fifoo'", result.err, 1, true)
    end)
  end
end)
