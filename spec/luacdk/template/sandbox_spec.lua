-- Definitions run in the sandbox unless they are trusted: the file, its build, its values files.
local luacdk = require "spec.support.luacdk"

local function run(files, arguments)
  local folder = luacdk.folder(files)
  local result = luacdk.run(folder, arguments)
  luacdk.remove(folder)
  return result
end

local function definition(body, head)
  return (head or "") .. "\nreturn cdk.template { params = { x = \"string\" }, build = function(scope, p)\n" .. body
    .. "\nend }\n"
end

local function fails(message, files, ...)
  local result = run(files, { "d.lua", "-q", ... })
  assert.equal(1, result.status, result.out)
  assert.truthy(result.err:find(message, 1, true), result.err)
end

describe("a definition", function()
  it("has no way to other files or programs, neither where it is loaded nor in build", function()
    fails("d.lua:3: the sandbox has no 'io'", { ["d.lua"] = definition 'io.open "/etc/passwd"' })
    fails("d.lua:1: the sandbox has no 'io'", { ["d.lua"] = definition("", 'io.open "/etc/passwd"') })
    fails("d.lua:3: ", { ["d.lua"] = definition 'os.execute "true"' })
    fails("d.lua:3: ", { ["d.lua"] = definition 'lambda.Code.from_custom_command("out", { "true" })' })
  end)

  it("is one as well when it returns a name or comes in brackets", function()
    fails("the sandbox has no 'io'", { ["d.lua"] = 'local t = cdk.template { params = {}, build = function()\n'
      .. '  io.open "/etc/passwd"\nend }\nreturn t' })
    fails("the sandbox has no 'io'", { ["d.lua"] = 'return cdk.template({ params = {}, build = function()\n'
      .. '  io.open "/etc/passwd"\nend })' })
  end)

  it("is trusted on demand", function()
    local files = { ["d.lua"] = definition 'print(io.type(io.open "/etc/passwd"))' }
    assert.equal("file\n", run(files, { "d.lua", "-q", "--trust" }).out)
  end)

  it("comes to an end", function()
    fails("limit", { ["d.lua"] = definition "while true do end" }, "--instruction-limit", "1M")
    fails("limit", { ["d.lua"] = definition "while true do end" }, "--time-limit", "0.2")
    fails("limit", { ["d.lua"] = definition "local s = ('x'):rep(2^30)" }, "--memory-limit", "16M")
  end)

  it("has values files that run there too", function()
    fails("values.lua:1: the sandbox has no 'io'", {
      ["d.lua"] = definition "", ["values.lua"] = 'return { x = io.open "/etc/passwd" and "y" }',
    })
  end)

  it("has cells with limits of their own", function()
    local result = run({ ["d.lua"] = [[
return cdk.matrix {
  template = cdk.template { params = {}, build = function(scope)
    if scope.stack_name == "d-b" then while true do end end
  end },
  env = { "a", "b" },
}]] }, { "d.lua", "-q", "--instruction-limit", "2M" })
    assert.truthy(result.err:find("^cell env=b: .*limit"), result.err)
    assert.truthy(result.err:find("1 of 2 cells failed", 1, true), result.err)
  end)
end)

describe("an ordinary script", function()
  it("is run as ever, though it makes templates", function()
    local result = run({ ["d.lua"] = [[
local t = cdk.template { params = {}, build = function(scope) cdk.CfnOutput(scope, "O", { value = "v" }) end }
print(io.type(io.stdout))
t:build(cdk.App(), "S")
]] }, { "d.lua", "-q" })
    assert.equal("file\n", result.out)
    assert.equal("", result.err)
  end)
end)

describe("a script that uses definitions of other folders", function()
  local SERVICE = [[
return cdk.template { params = { name = "string" }, build = function(scope, p)
  cdk.CfnOutput(scope, "O", { value = p.name .. cdk.read_text "note.txt" })
end }
]]
  local FILES = { ["a/service.lua"] = SERVICE, ["a/note.txt"] = "a", ["b/service.lua"] = SERVICE, ["b/note.txt"] = "b",
    ["a/fleet.lua"] = [[
local fleet = cdk.matrix { template = include "service.lua", env = { "dev", "prod" }, values = function(cell)
  return { name = cell.env }
end }
return fleet
]] }

  local function run_script(text)
    local files = { ["apps/app.lua"] = text }
    for name, content in pairs(FILES) do files[name] = content end
    return run(files, { "apps/app.lua", "-q" })
  end

  it("runs each with its own folder, as often as it likes", function()
    local result = run_script [[
local a, b = include "../a/service.lua", include "../b/service.lua"
local app = cdk.App()
for i = 1, 2 do
  a:build(app, "A" .. i, { name = "a" })
  b:build(app, "B" .. i, { name = "b" })
end
]]
    assert.equal("", result.err)
    assert.equal(0, result.status)
  end)

  it("gives a matrix in another folder to its cells", function()
    local result = run_script 'return include "../a/fleet.lua"'
    assert.equal("", result.err)
    assert.equal(0, result.status)
  end)

  it("names them before the first of them runs", function()
    local result = run_script [[
local app = cdk.App()
include("../a/service.lua"):build(app, "A", { name = "a" })
include("../b/service.lua"):build(app, "B", { name = "b" })
]]
    assert.equal(1, result.status)
    assert.truthy(result.err:find("app.lua:3: cannot read", 1, true), result.err)
  end)
end)
