-- src/host/sandbox.c: the module luacdk.sandbox, for hosts of definitions.
local luacdk = require "spec.support.luacdk"

-- Runs a script that is trusted, beside a definition that is not, and gives what it prints.
local function run(script, definition, arguments)
  local folder = luacdk.folder {
    ["app.lua"] = "local sandbox = require 'luacdk.sandbox'\nlocal assets = require 'luacdk.assets'\n"
      .. "local options = { root = 'def', time = 5 }\nlocal f = assert(sandbox.load('def/d.lua'))\n" .. script,
    ["def/d.lua"] = definition, ["beside.txt"] = "beside", ["def/in.txt"] = "in",
    ["def/os.lua"] = "return os.time", ["def/in.lua"] = "return rawget(_G, 'os')",
  }
  local words = { "app.lua" }
  table.move(arguments or {}, 1, #(arguments or {}), 2, words)
  local result = luacdk.run(folder, words)
  luacdk.remove(folder)
  return result.out .. result.err:gsub("luacdk: app%.lua makes no App[^\n]*\n", "")
end

describe("sandbox.call", function()
  it("gives what the function returns, or its error as a message", function()
    assert.equal("true\t1\tnil\t3\n", run("print(sandbox.call(options, f, 1))", "local a = ... return a, nil, 3"))
    assert.equal("false\tdef/d.lua:1: no\n  def/d.lua:1: in the script\n  app.lua:5: in the script\n",
      run("print(sandbox.call(options, f))", "error 'no'"))
  end)

  it("gives each call limits of its own, and says which was reached", function()
    assert.equal("false\tdef/d.lua:1: the limit of 1000000 instructions was reached; --instruction-limit changes it\n"
      .. "true\tfine\n", run([[
        options.instructions = 1000000
        print(sandbox.call(options, f))
        print(sandbox.call(options, function() return "fine" end))]], "while true do pcall(error) end"))
  end)

  it("takes the limits of the command line where the options say nothing", function()
    assert.matches("^false\tdef/d%.lua:1: the limit of 50000 instructions was reached",
      run("print(sandbox.call(options, f))", "for i = 1, 1e5 do end return 1", { "--instruction-limit", "50k" }))
  end)

  it("stops nothing when all is trusted", function()
    assert.equal("true\tbeside\n", run("print(sandbox.call(options, f))", "return io.open 'beside.txt':read 'a'",
      { "--trust" }))
  end)

  it("passes an inner call's limit on to the outer one", function()
    assert.matches("^false\t[^\n]*the limit of 1000000 instructions was reached[^\n]*\n$", run([[
      options.instructions = 1000000
      print(sandbox.call(options, function() print(sandbox.call(options, f)) print "on" end))]], "while true do end"))
  end)

  it("keeps the guard for what is called later, beside what the script itself may read", function()
    assert.matches("^false\t[^\n]*cannot read /etc/passwd: the sandbox can read only", run([[
      sandbox.call(options, f)
      print(pcall(cdk.read_text, "/etc/passwd"))]], ""))
    assert.matches("^beside\n$", run("sandbox.call(options, f)\nprint(cdk.read_text 'beside.txt')", ""))
    assert.matches("cannot read beside.txt: the sandbox",
      run("print(sandbox.call(options, f))", "cdk.read_text '../beside.txt'"))
    assert.matches("cannot run true: the sandbox cannot start programs", run(
      "sandbox.call(options, f) require 'luacdk.process'.run { argv = { 'true' } }", ""))
  end)

  it("keeps limits for what is called later", function()
    assert.matches("d%.lua:1: the limit of 1000000 instructions was reached", run([[
      options.instructions = 1000000
      local _, late = sandbox.call(options, f)
      late()]], "return function() while true do pcall(error) end end"))
  end)

  it("lets a definition add its stacks to the script's app", function()
    assert.equal("cdk.out: 1 stack: S\n", run("sandbox.call(options, f, cdk.App())", "cdk.Stack(..., 'S')"))
  end)

  it("lets forget lift all that, though not from inside", function()
    assert.equal("true\n", run([[
      sandbox.call(options, f)
      sandbox.forget()
      print(assets.exists "/etc/passwd")]], ""))
    assert.matches("untrusted code is running", run("print(sandbox.call(options, sandbox.forget))", ""))
  end)

  it("gives nobody trust, or another folder, once untrusted code has run", function()
    assert.matches("the sandbox has no 'os'", run([[
      sandbox.call(options, f)
      print(sandbox.load("def/os.lua", { trust = true })())]], ""))
    assert.matches("no untrusted code was loaded from the folder /etc", run([[
      sandbox.call(options, f)
      options.root = "/etc"
      sandbox.call(options, f)]], ""))
    assert.matches("cannot read /etc/hostname", run([[
      sandbox.call(options, f)
      print(sandbox.load "/etc/hostname")]], ""))
  end)

  it("lets rest end the limits, not the guard", function()
    assert.matches("^true\nfalse\t[^\n]*cannot read /etc/passwd", run([[
      options.instructions = 1000000
      sandbox.call(options, f)
      sandbox.rest()
      for i = 1, 2e6 do end
      print(true)
      print(pcall(cdk.read_text, "/etc/passwd"))]], ""))
  end)

  it("gives files that the library includes no more than its own globals", function()
    assert.equal("true\tnil\n", run("print(sandbox.call(options, f))",
      "return cdk.include 'in.lua'", nil))
  end)
end)

describe("sandbox.load", function()
  it("says where a file is wrong, or that it is not there", function()
    assert.equal("nil\tdef/x.lua:1: unexpected symbol near '?'\n", run([[
      assets.write_file("def/x.lua", "?")
      print(sandbox.load "def/x.lua")]], ""))
    assert.equal("nil\tcannot read none.lua: No such file or directory\n", run("print(sandbox.load 'none.lua')", ""))
  end)
end)

describe("a definition", function()
  local function render(text)
    local folder = luacdk.folder { ["def/d.lua"] = text, ["def/evil.lua"] = "os.execute 'touch escaped'" }
    local result = luacdk.run(folder .. "/def", { "d.lua" })
    assert.is_false(luacdk.exists(folder .. "/def/escaped"))
    luacdk.remove(folder)
    return result.err
  end

  it("gets no trust by way of the library's own tests", function()
    assert.matches("^evil%.lua:1: the sandbox has no 'os'", render [[
      return cdk.template { params = {}, build = function() cdk.testing.render("evil.lua", {}) end }]])
  end)

  it("gets no other folder by saying that it lies there", function()
    assert.matches("cannot read /", render [[
      local t = cdk.template { params = {}, build = function() print(cdk.read_text "/etc/hostname") end }
      t._where.folder = "/"
      return t]])
  end)
end)
