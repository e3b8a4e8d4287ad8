-- luacdk repl --rescue: a session in the function that failed.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local APP = [[
local app = cdk.App()
local stack = cdk.Stack(app, "Demo")
local shared = 1
local function build(name, size)
  local id = "B" .. name
  return sqs.Queue(stack, id .. shared, { fifoo = size })
end
local function each(list)
  for _, name in ipairs(list) do build(name, #list) end
end
each { "x", "y" }
]]

local ERROR = "app.lua:6: [Demo] sqs.Queue 'Bx1': unknown property 'fifoo'; did you mean 'fifo'?"

after_each(repl.end_all)

local function open(files) return repl.open { files = files, arguments = { "--rescue", "app.lua" }, columns = 110 } end

describe("luacdk repl --rescue", function()
  it("shows the error and opens the session where it was raised", function()
    local session = open { ["app.lua"] = APP }
    local screen = session:screen()
    assert.truthy(table.concat(screen, "\n"):find("\n" .. ERROR .. "\n", 1, true)) -- sanitizers may say more before it
    assert.equal("the script failed; what it had made by then is here", screen[#screen - 3])
    assert.equal("at app.lua:6 in build: stack, shared, name, size, id", screen[#screen - 2])
    assert.equal(":up goes to the caller", screen[#screen - 1])
    assert.same({ '_1 = "Bx"' }, session:enter "id")
    assert.same({ "_2 = 2" }, session:enter "size")
    assert.same({ "nil" }, session:enter "list")
  end)

  it("needs a script", function()
    local folder = luacdk.folder()
    local result = luacdk.run(folder, { "repl", "--rescue" })
    luacdk.remove(folder)
    assert.equal(2, result.status)
    assert.equal("luacdk: --rescue is for a script: luacdk repl --rescue FILE\nTry `luacdk help repl`.\n", result.err)
  end)

  it("goes to the callers and back", function()
    local session = open { ["app.lua"] = APP }
    assert.same({ "this is where the script failed" }, session:enter ":down")
    assert.matches("^app.lua:9 in each: build, list, .*name$", session:enter(":up")[1])
    assert.same({ "_1 = 2" }, session:enter "#list")
    assert.same({ "app.lua:11: app, stack, shared, build, each" }, session:enter ":up")
    assert.same({ "this is the outermost function" }, session:enter ":up")
    session:enter ":down"
    session:enter ":down"
    assert.same({ '_2 = "x"' }, session:enter "name")
  end)

  it("keeps lines, undoes them, and brings the function back after a line that fails", function()
    local session = open { ["app.lua"] = APP }
    session:enter "local queue = sqs.Queue(stack, id)"
    session:enter ":up"
    session:enter "local first = list[1]"
    session:enter "error 'no'"
    assert.same({ '_1 = "x"' }, session:enter "first")
    session:enter ":undo 2"
    assert.same({ "nil" }, session:enter "first")
    session:enter ":down"
    assert.matches("Demo/Bx", session:enter("queue")[1])
  end)

  it("sets up-values", function()
    local result = repl.pipe("shared = 5\n:up\nbuild('z', 1)\n", { files = { ["app.lua"] = APP },
      arguments = { "--rescue", "app.lua" } })
    assert.matches("sqs.Queue 'Bz5'", result.err)
  end)

  it("takes the place where an error that is passed on was raised first", function()
    local session = open { ["app.lua"] = [[
local function inner(depth) error("deep " .. depth) end
local function outer() local mine = 1; inner(mine + 1) end
local ok, message = xpcall(outer, function(message) return message end)
local function last(reason) local kept = reason; error(kept, 0) end
last(message)
]] }
    assert.matches("^at app.lua:4 in last: reason, kept", session:screen()[#session:screen() - 2])
  end)

  it("opens where synthesis failed, be it the script's or that at its end", function()
    for _, last in ipairs { "", "app:synth()" } do
      local session = open { ["app.lua"] = [[
local app = cdk.App()
local queue = sqs.Queue(cdk.Stack(app, "Demo"), "Q")
cdk.Aspects.of(queue):add { visit = function(_, node)
  local seen = node.node.path
  error("no " .. seen)
end }
]] .. last }
      local screen = session:screen()
      assert.equal("synthesis failed", screen[#screen - 3])
      assert.matches("^at app.lua:5 in .*visit.*node, seen$", screen[#screen - 2])
      assert.same({ '_1 = "Demo/Q"' }, session:enter "seen")
      while session:enter(":up")[1] ~= "this is the outermost function" do end
      assert.same({ "_2 = Queue Demo/Q [AWS::SQS::Queue] app.lua:2" }, session:enter "queue")
      repl.end_all()
    end
  end)

  it("opens where the synthesis of a definition failed", function()
    local session = open { ["app.lua"] = [[
return cdk.template { params = { size = { type = "number", default = 3 } }, build = function(stack, p)
  cdk.CfnResource(stack, "R", { type = "Custom::R", properties = { Size = cdk.Lazy.string { produce = function()
    local twice = p.size * 2
    return twice .. nil
  end } } })
end }]] }
    local screen = session:screen()
    assert.matches("^at app.lua:4.*: p, twice$", screen[#screen - 1])
    assert.same({ "_1 = 6" }, session:enter "twice")
  end)

  it("works in modules and in definitions", function()
    local session = open { ["app.lua"] = "require('part').make(3)",
      ["part.lua"] = "return { make = function(count)\n  local all = count .. nil\nend }" }
    assert.matches("^at ./part.lua:2 in .*make: count", session:screen()[#session:screen() - 2])
    assert.same({ "_1 = 3" }, session:enter "count")
    session = open { ["app.lua"] = [[
return cdk.template { name = "T", params = { size = { type = "integer", default = 4 } }, build = function(scope, p)
  local half = p.size // 2
  sqs.Queue(scope, "Q", { fifoo = half })
end }
]] }
    session:wait_for "at app.lua:3.*: scope, p, half"
    assert.equal("_1 = 2", session:enter("half")[1])
  end)

  it("works with piped input, and does nothing to a script that succeeds", function()
    local result = repl.pipe("name\n:up\n", { files = { ["app.lua"] = APP }, arguments = { "--rescue", "app.lua" } })
    assert.same({ 0, ERROR .. "\n" }, { result.status, result.err })
    assert.matches('^"x"\napp.lua:9 in each: ', result.out)
    result = repl.pipe("stack\n:up\n", { files = { ["app.lua"] = "local stack = cdk.Stack(cdk.App(), 'S')" },
      arguments = { "--rescue", "app.lua" } })
    assert.equal("there is no failed script; luacdk repl --rescue FILE opens one\n", result.err)
    local folder = luacdk.folder { ["app.lua"] = APP }
    assert.equal(1, luacdk.run(folder, { "repl", "app.lua" }, { input = "1\n" }).status)
    luacdk.remove(folder)
  end)
end)
