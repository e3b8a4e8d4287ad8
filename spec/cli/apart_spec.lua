-- What a script prints is apart from what a command prints about it.
local luacdk = require "spec.support.luacdk"

local SCRIPT = [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
sqs.Queue(cdk.Stack(cdk.App(), "Shop"), "Jobs")
print "said by the script"
io.stdout:flush()
os.execute "echo said by a program"
]]

local SAID = "said by the script\nsaid by a program\n"

describe("what a script prints", function()
  local folder

  before_each(function() folder = luacdk.folder { ["app.lua"] = SCRIPT } end)
  after_each(function() luacdk.remove(folder) end)

  it("goes to standard output where a run is all that is asked for", function()
    assert.equal(SAID, luacdk.run(folder, { "-q", "app.lua" }).out)
  end)

  for _, words in ipairs { { "ls", "app.lua" }, { "tree", "app.lua" }, { "graph", "app.lua" }, { "render", "app.lua" },
    { "check", "app.lua" }, { "diff", "app.lua", "--against", "before" },
    { "diff", "app.lua", "--against", "before", "--format", "json" } } do
    it("goes to standard error of luacdk " .. table.concat(words, " "), function()
      luacdk.run(folder, { "-q", "app.lua", "-o", "before" })
      local result = luacdk.run(folder, words)
      assert.equal(0, result.status, result.err)
      assert.falsy(result.out:find("said", 1, true), result.out)
      assert.not_equal("", result.out)
      assert.truthy(result.err:find("said by the script\n", 1, true), result.err)
      assert.truthy(result.err:find("said by a program\n", 1, true), result.err)
    end)
  end

  it("goes to standard error of what is asked of a definition", function()
    luacdk.write(folder .. "/service.lua", [[
print "said by the script"
return cdk.template { params = { size = { type = "integer", default = 1 } }, build = function() end }
]])
    for _, words in ipairs { { "params", "service.lua" }, { "params", "service.lua", "--json-schema" },
      { "params", "service.lua", "--check" }, { "service.lua", "--explain-values" },
      { "render", "service.lua", "--explain-values" } } do
      local result = luacdk.run(folder, words)
      assert.same({ 0, "said by the script\n" }, { result.status, result.err }, table.concat(words, " "))
      assert.falsy(result.out:find("said", 1, true), result.out)
      assert.not_equal("", result.out)
    end
  end)
end)
