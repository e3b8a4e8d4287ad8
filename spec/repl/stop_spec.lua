-- cdk.repl() inside of a script.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local APP = [[
local app = cdk.App()
local stack = cdk.Stack(app, "Demo")
local shared = 1
local function build(name)
  local id = "B" .. name
  local function twice() return shared * 2 end
  cdk.repl()
  s3.Bucket(stack, id .. shared)
  return twice()
end
print("built", build "x")
app:synth()
]]

describe("cdk.repl()", function()
  local folder

  before_each(function() folder = luacdk.folder { ["app.lua"] = APP } end)
  after_each(function()
    repl.end_all()
    luacdk.remove(folder)
  end)

  local function buckets()
    local ids = {}
    local template = luacdk.read(folder .. "/cdk.out/Demo.template.json")
    for id in template:gmatch '"(B[%w]+)": {\n   "Type": "AWS::S3::Bucket"' do
      ids[#ids + 1] = id:sub(1, -9)
    end
    return table.concat(ids, " ")
  end

  for how, command in pairs { ["luacdk app.lua"] = { "app.lua" }, ["luacdk repl app.lua"] = { "repl", "app.lua" } } do
    describe("under " .. how, function()
      it("shows the locals of the function that calls it, and those around it", function()
        local result = repl.pipe("id\nname\nshared\ntwice()\n", { folder = folder, command = command })
        assert.equal('"Bx"\n"x"\n1\n2\nbuilt\t2\n', result.out)
        assert.equal(0, result.status)
      end)

      it("sets them, also for functions that share them; the script goes on with that", function()
        local result = repl.pipe('id = "Bchanged"\nshared = 7\nlocal mine = 3\ntwice() + mine\n',
          { folder = folder, command = command })
        assert.equal("17\nbuilt\t14\n", result.out)
      end)

      it("leaves the script where it stands after a line that fails", function()
        local result = repl.pipe([[
shared = 3
s3.Bucket(stack, "Bnew")
shared = 5 s3.Bucket(stack, "Bnew")
shared
:undo
#stack.node.children
]], { folder = folder, command = { "app.lua" } })
        assert.equal(1, result.status)
        assert.matches("already a construct named 'Bnew'", result.err)
        assert.is_false(luacdk.exists(folder .. "/cdk.out"))
      end)
    end)
  end

  it("goes on and writes, under luacdk app.lua", function()
    local result = repl.pipe('id = "By"\ns3.Bucket(stack, "Bz")\n', { folder = folder, command = { "app.lua" } })
    assert.equal("cdk.out: 1 stack: Demo\n", result.err)
    assert.equal("Bz By1", buckets())
  end)

  it("at a terminal can be stepped through, undone, and gone on from", function()
    local session = repl.open { folder = folder, command = { "app.lua" } }
    assert.is_true(session:shows "^stopped at app%.lua:7; Ctrl%-D continues$")
    assert.same({ '_1 = "Bx"' }, session:enter "id")
    session:enter "shared = 4"
    session:enter 's3.Bucket(stack, "Extra")'
    assert.matches("no", session:enter 's3.Bucket(stack, "More") error "no"'[1])
    assert.same({ "_3 = 4" }, session:enter "shared")
    assert.matches("undone", session:enter ":undo 3"[1])
    assert.same({ "_2 = 1" }, session:enter "shared")
    session:enter "shared = 6"
    assert.equal(0, session:close())
    assert.is_true(session:shows "^built	?%s*12$")
    assert.equal("Bx6", buckets())
  end)

  it("stops as often as it is called", function()
    luacdk.write(folder .. "/app.lua", [[
for i = 1, 3 do
  cdk.repl()
  print("after", i)
end
]])
    local session = repl.open { folder = folder, command = { "repl", "app.lua" } }
    for i = 1, 3 do
      assert.same({ ("_%d = %d"):format(i, i) }, session:enter "i")
      local seen = session:seen()
      session:type "\4"
      session:wait_for_prompt(seen)
      assert.is_true(session:shows("^after +" .. i .. "$"))
    end
    assert.same({ "nil" }, session:enter "i")
    assert.equal(0, session:close())
  end)

  it("works in a coroutine", function()
    luacdk.write(folder .. "/app.lua", [[
local run = coroutine.wrap(function(x) local y = x + 1 cdk.repl() return y end)
print(run(1))
]])
    local result = repl.pipe("y\ny = 10\n", { folder = folder, command = { "-q", "app.lua" } })
    assert.same({ status = 0, out = "2\n10\n", err = "" }, result)
  end)

  it("ends the script at the first error of piped input", function()
    local result = repl.pipe("nil + 1\n", { folder = folder, command = { "app.lua" } })
    assert.same({ status = 1, out = "", err = "line 1: attempt to perform arithmetic on a nil value\n" }, result)
    assert.is_false(luacdk.exists(folder .. "/cdk.out"))
  end)

  it("is no part of a session itself", function()
    local result = repl.pipe "cdk.repl()\n"
    assert.equal("line 1: cdk.repl() stops a script, but this is already a session\n", result.err)
  end)

  it("is :save'd with what was entered there", function()
    local result = repl.pipe('s3.Bucket(stack, "Bentered")\nshared = 3\n:save saved.lua\n:synth one\n',
      { folder = folder, command = { "repl", "app.lua" } })
    assert.equal(0, result.status)
    assert.equal("built\t6\n", luacdk.run(folder, { "saved.lua", "-o", "two" }).out)
    assert.is_true(os.execute(("diff -r '%s/one' '%s/two'"):format(folder, folder)))
  end)
end)
