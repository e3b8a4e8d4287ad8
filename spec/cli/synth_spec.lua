-- luacdk synth and luacdk ls, from script to folder.
local luacdk = require "spec.support.luacdk"

local APP = [[
local app = cdk.App()
cdk.Stack(app, "Zed")
]]

describe("luacdk synth", function()
  local folder

  before_each(function() folder = luacdk.folder { ["app.lua"] = APP .. "app:synth()\n" } end)

  after_each(function() luacdk.remove(folder) end)

  it("writes the assembly and says so on stderr", function()
    local result = luacdk.run(folder, { "synth", "app.lua" })
    assert.same({ status = 0, out = "", err = "cdk.out: 1 stack: Zed\n" }, result)
    for _, name in ipairs { "manifest.json", "cdk.out", "tree.json", "Zed.template.json", "Zed.assets.json" } do
      assert.is_true(luacdk.exists(folder .. "/cdk.out/" .. name), name)
    end
  end)

  it("says nothing when it is told to be quiet, or when the cdk command line runs it", function()
    assert.equal("", luacdk.run(folder, { "synth", "-q", "app.lua" }).err)
    assert.equal("", luacdk.run(folder, { "app.lua" }, { env = { CDK_OUTDIR = "cdk.out" } }).err)
  end)

  it("synthesises each app that the script left", function()
    luacdk.write(folder .. "/app.lua", 'cdk.Stack(cdk.App(), "A")\ncdk.Stack(cdk.App { outdir = "other" }, "B")\n')
    local result = luacdk.run(folder, { "app.lua", "-o", "out" })
    assert.equal("out: 1 stack: A\nother: 1 stack: B\n", result.err)
    assert.is_true(luacdk.exists(folder .. "/out/A.template.json"))
    assert.is_true(luacdk.exists(folder .. "/other/B.template.json"))
  end)

  it("writes the same bytes again, and does not touch them", function()
    luacdk.run(folder, { "app.lua" })
    os.execute("cd " .. folder .. "/cdk.out && sha256sum * > ../before && touch -d 2001-01-01 *")
    luacdk.run(folder, { "app.lua" })
    assert.is_true(os.execute("cd " .. folder .. "/cdk.out && sha256sum --quiet -c ../before"))
    local pipe = io.popen("find " .. folder .. "/cdk.out -type f -newermt 2002-01-01")
    assert.equal("", pipe:read "a")
    pipe:close()
  end)

  it("leaves the output as it was when the script fails", function()
    luacdk.run(folder, { "app.lua" })
    local before = luacdk.list(folder)
    luacdk.write(folder .. "/app.lua", APP .. 'cdk.Stack(app, "New")\nerror "no"\n')
    local result = luacdk.run(folder, { "app.lua" })
    assert.same({ status = 1, out = "", err = "app.lua:4: no\n" }, result)
    assert.same(before, luacdk.list(folder))
  end)

  it("leaves no output behind when the script is interrupted", function()
    luacdk.write(folder .. "/app.lua", APP .. "while true do end\n")
    local result = luacdk.run(folder, { "app.lua" }, { before = "timeout --preserve-status --signal=INT 0.3" })
    assert.equal(130, result.status)
    assert.same({ "app.lua" }, luacdk.list(folder))
  end)

  it("refuses an output that is no folder", function()
    local result = luacdk.run(folder, { "app.lua", "-o", "app.lua" })
    assert.equal(1, result.status)
    assert.matches("cannot write the output to app%.lua: it is not a folder", result.err)
  end)
end)

describe("luacdk ls", function()
  -- What `cdk ls` prints for the assembly of the same program in JavaScript.
  local EXPECTED = "Zed\nAlpha (named)\nMid\nP/Inner\nP\nProd/S (Prod-S)\nProd/A (Prod-A)\n"

  it("prints what cdk ls prints, and keeps nothing", function()
    local folder = luacdk.folder {
      ["app.lua"] = [[
        local app = cdk.App()
        local zed = cdk.Stack(app, "Zed")
        cdk.Stack(app, "Alpha", { stack_name = "named" })
        local prod = cdk.Stage(app, "Prod")
        local s = cdk.Stack(prod, "S")
        s:add_stack_dependency(cdk.Stack(prod, "A"))
        zed:add_stack_dependency(cdk.Stack(app, "Mid"))
        local p = cdk.Stack(app, "P")
        cdk.Stack(p, "Inner")
        cdk.NestedStack(p, "N")
      ]],
    }
    assert.same({ status = 0, out = EXPECTED, err = "" }, luacdk.run(folder, { "ls", "app.lua" }))
    assert.same({ "app.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
  end)

  it("fails as synth does", function()
    local folder = luacdk.folder { ["app.lua"] = "error 'no'" }
    assert.same({ status = 1, out = "", err = "app.lua:1: no\n" }, luacdk.run(folder, { "ls", "app.lua" }))
    luacdk.remove(folder)
  end)
end)
