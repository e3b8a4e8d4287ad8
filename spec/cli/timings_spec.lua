-- --timings: one line that says where the time of a run goes.
local luacdk = require "spec.support.luacdk"

local FILES = {
  ["app.lua"] = [[
    local stack = cdk.Stack(cdk.App(), "Shop")
    s3_assets.Asset(stack, "One", { path = "one" })
    s3_assets.Asset(stack, "Two", { path = "two.txt" })]],
  ["one/a.txt"] = "a", ["two.txt"] = "b",
  ["fleet.lua"] = [[
    return cdk.matrix { n = { 1, 2, 3 }, template = cdk.template { params = { n = { type = "number" } },
      build = function(stack) sqs.Queue(stack, "Q") end } }]],
  ["wrong.lua"] = "error 'no'",
}

-- The line without its figures, which are different each time.
local function shape(text) return (text:gsub("%d+%.%d+", "N")) end

describe("--timings", function()
  local folder
  before_each(function() folder = luacdk.folder(FILES) end)
  after_each(function() luacdk.remove(folder) end)

  local function run(...)
    local result = luacdk.run(folder, { ... })
    return result.err:match "[^\n]*\n$", result
  end

  it("says how long each phase took, and what became of the assets", function()
    assert.equal("script N ms · tree N · resolve N · assets N (2 staged) · assembly N · total N ms\n",
      shape(run("--timings", "app.lua")))
    assert.is_nil(run("--timings", "app.lua"):find "staged") -- but hashed again, or known
  end)

  it("has a phase for what other commands do with the assembly", function()
    for _, command in ipairs { "diff", "ls", "tree", "check", "graph", "render" } do
      run "app.lua"
      assert.is_truthy(shape(run(command, "--timings", "app.lua")):find(" · assembly N · report N · total N ms\n$"),
        command)
    end
  end)

  it("adds up to the total", function()
    run "app.lua"
    local line = run("diff", "--timings", "app.lua")
    local sum, total = 0, tonumber(line:match "total (%S+)")
    for phase in line:gmatch "([%d.]+)" do sum = sum + (phase:find "%." and tonumber(phase) or 0) end
    assert.is_true(math.abs(sum - 2 * total) < 1, line)
  end)

  it("sums up the cells of a matrix, and names the slowest", function()
    local line = shape(run("--timings", "fleet.lua"))
    assert.is_truthy(line:find("^3 cells · script N ms · .* · slowest cell n=%d N · total N ms\n$"), line)
  end)

  it("is JSON if the command prints that", function()
    run "app.lua"
    for _, words in ipairs { { "diff", "--format", "json" }, { "tree", "--json" }, { "check", "--format", "json" } } do
      words[#words + 1] = "--timings"
      words[#words + 1] = "app.lua"
      local line, result = run(table.unpack(words))
      local found = require("luacdk.assembly").parse_json(line)
      for _, phase in ipairs { "script", "tree", "resolve", "assets", "assembly", "report", "total" } do
        assert.is_number(found[phase], phase)
      end
      assert.is_nil(result.out:find "resolve")
    end
  end)

  it("is printed of runs that fail", function()
    local line, result = run("--timings", "wrong.lua")
    assert.equal(1, result.status)
    assert.is_truthy(line:find "^script .* total [%d.]+ ms\n$")
  end)
end)
