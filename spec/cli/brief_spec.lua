-- Short output for CI systems and AI agents.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local FAULTY = [[
local stack = cdk.Stack(cdk.App(), "Shop")
lambda.CfnFunction(stack, "One", { code = { zip_file = "" }, role = "r", runtime = "nodejs12.x", handler = "index.h" })
lambda.CfnFunction(stack, "Two", { code = { zip_file = "" }, role = "r", memory_size = 64, runtime = "nodejs12.x",
  handler = "index.h" })
]]

describe("for an AI agent or in CI", function()
  local folder
  before_each(function() folder = luacdk.folder { ["app.lua"] = FAULTY } end)
  after_each(function()
    repl.end_all()
    luacdk.remove(folder)
  end)

  it("luacdk check says no advice twice", function()
    local usual = luacdk.run(folder, { "check", "app.lua" })
    local findings = select(2, usual.out:gsub("\n", "")) - 1
    assert.is_true(findings >= 3)
    for _, env in ipairs { { AI_AGENT = "1" }, { CI = "true" }, { CLAUDECODE = "1" } } do
      local result = luacdk.run(folder, { "check", "app.lua" }, { env = env })
      assert.equal(usual.status, result.status)
      local lines, seen = {}, {}
      for line in result.out:gmatch "[^\n]+" do lines[#lines + 1] = line end
      assert.equal(findings + 1, #lines)
      for i = 1, #lines - 1 do
        assert.is_truthy(lines[i]:find "^app%.lua:%d+: %l+ %S+: %[Shop/%a+.-%] ", lines[i])
        local advice = lines[i]:match "; (.*)$"
        if advice then
          assert.is_nil(seen[advice])
          seen[advice] = true
        end
      end
      assert.equal(usual.out:match "[^\n]+\n$", lines[#lines] .. "\n")
    end
    assert.equal(usual.out, luacdk.run(folder, { "check", "app.lua" }, { env = { CI = "false", AI_AGENT = "" } }).out)
  end)

  it("a session says no greeting", function()
    for env, greets in pairs { [{}] = true, [{ CI = "1" }] = false, [{ AI_AGENT = "1" }] = false } do
      local session = repl.open { env = env }
      assert.equal(greets, session:shows "^luacdk .*:help")
    end
  end)
end)
