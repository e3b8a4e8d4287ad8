-- src/host: running a script, and how its errors are reported.
local luacdk = require "spec.support.luacdk"

describe("a script", function()
  it("sees its arguments as arg and as ...", function()
    local folder = luacdk.folder { ["app.lua"] = "print(arg[0], arg[1], #arg, ...)" }
    assert.equal("app.lua\ta\t2\ta\tb c\n", luacdk.run(folder, { "app.lua", "--", "a", "b c" }).out)
    luacdk.remove(folder)
  end)

  it("may come from standard input", function()
    local result = luacdk.run("/tmp", { "-" }, { input = "print('hello')" })
    assert.equal("hello\n", result.out)
    assert.equal("stdin:1: oops\n", luacdk.run("/tmp", { "-" }, { input = "error 'oops'" }).err)
  end)

  it("may start with a #! line", function()
    assert.equal("app.lua:2: x\n", luacdk.script("#!/usr/bin/env luacdk\nerror 'x'").err)
  end)

  it("requires Lua files beside it, wherever it is run from", function()
    local folder = luacdk.folder {
      ["sub/app.lua"] = "print(require 'near', require 'lib.far', require 'lib')",
      ["sub/near.lua"] = "return 1", ["sub/lib/far.lua"] = "return 2", ["sub/lib/init.lua"] = "return 3",
    }
    assert.matches("^1\t", luacdk.run(folder, { "sub/app.lua" }).out)
    assert.matches("^1\t", luacdk.run("/", { folder .. "/sub/app.lua" }).out)
    luacdk.remove(folder)
  end)

  it("cannot put files in the place of our modules", function()
    local folder = luacdk.folder {
      ["app.lua"] = "print(require 'aws_cdk' == 'mine', require 'aws_cdk.aws_s3' == 'mine')",
      ["aws_cdk.lua"] = "return 'mine'", ["aws_cdk/aws_s3.lua"] = "return 'mine'",
    }
    assert.equal("false\tfalse\n", luacdk.run(folder, { "app.lua" }).out)
    luacdk.remove(folder)
  end)

  it("writes no output when it makes no app, and says so", function()
    local folder = luacdk.folder { ["app.lua"] = "cdk.Stack()" }
    local said = "luacdk: app.lua makes no App, so nothing was written\n"
    assert.same({ status = 0, out = "", err = said }, luacdk.run(folder, { "app.lua" }))
    assert.same({ status = 0, out = "", err = "" }, luacdk.run(folder, { "-q", "app.lua" }))
    assert.matches("makes no App, so there are no stacks", luacdk.run(folder, { "ls", "app.lua" }).err)
    assert.same({ "app.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
  end)

  for _, signal in ipairs { { "INT", 130 }, { "TERM", 143 } } do
    it(("is aborted by SIG%s, even inside of a pcall"):format(signal[1]), function()
      local folder = luacdk.folder { ["app.lua"] = "while true do pcall(function() while true do end end) end" }
      local result = luacdk.run(folder, { "app.lua" },
        { before = "timeout --preserve-status --signal=" .. signal[1] .. " 0.3" })
      luacdk.remove(folder)
      assert.equal(signal[2], result.status)
      assert.equal("", result.err)
    end)
  end
end)

describe("the short names", function()
  it("are the modules that require gives", function()
    assert.equal(require "aws_cdk", cdk)
    assert.equal(require "constructs", constructs)
    assert.equal(require "aws_cdk.aws_lambda", lambda)
    assert.equal(require "aws_cdk.aws_ecr_assets", ecr_assets)
    assert.equal(require "aws_cdk.pipelines", pipelines)
  end)

  it("reach modules that consist of schema rows alone", function()
    assert.is_truthy(require("aws_cdk.aws_accessanalyzer").CfnAnalyzer)
    assert.equal(require "aws_cdk.aws_accessanalyzer", accessanalyzer)
  end)

  it("leave other names nil", function()
    assert.is_nil(_G.no_such_module)
  end)
end)

describe("an error report", function()
  local function report(text, options)
    local result = luacdk.script(text, options)
    assert.equal(1, result.status)
    return result.err
  end

  it("starts with the line of a syntax error", function()
    assert.matches("^app%.lua:2: unexpected symbol near '%?'\n$", report "local x\n?")
  end)

  it("starts with the line of a run-time error, and names the calls above it", function()
    assert.equal("app.lua:2: attempt to index a nil value (upvalue 'x')\n" ..
      "  app.lua:2: in upvalue 'inner'\n  app.lua:3: in local 'outer'\n  app.lua:4: in the script\n",
      report "local x\nlocal function inner() x.y = 1 end\nlocal function outer() inner() end\nouter()")
  end)

  it("names the nearest short name or global for a misspelt one", function()
    assert.equal("app.lua:1: there is no 'lamda' here; did you mean 'lambda'?\n", report "lamda.Function()")
    assert.equal("app.lua:1: there is no 'prnt' here; did you mean 'print'?\n", report "prnt(1)")
    assert.equal("app.lua:1: attempt to index a nil value (global 'xyzzy_plugh')\n", report "xyzzy_plugh.x()")
  end)

  it("names the nearest module for a misspelt one", function()
    assert.equal("app.lua:1: there is no module 'aws_cdk.aws_lamda'; did you mean 'aws_cdk.aws_lambda'?\n",
      report "require 'aws_cdk.aws_lamda'")
    assert.matches("^app%.lua:1: module 'foo' not found:", report "require 'foo'")
  end)

  it("shows error objects by their __tostring, and says so when there is none", function()
    assert.equal("app.lua:1: own\n", report "error(setmetatable({}, { __tostring = function() return 'own' end }))")
    assert.equal("app.lua:1: error with a table value as its message\n", report "error {}")
    assert.equal("app.lua:1: error without a message (nil)\n", report "error()")
    assert.equal("app.lua:1: 42\n", report "error(42)")
  end)

  it("shows a stack overflow in a few lines", function()
    local text = report "local function f() return f() + 1 end f()"
    assert.matches("^app%.lua:1: stack overflow", text)
    assert.is_true(select(2, text:gsub("\n", "")) < 20)
  end)

  it("gives a long file name whole", function()
    local name = ("long_name_"):rep(8) .. "/app.lua"
    local folder = luacdk.folder { [name] = "x.y = 1" }
    assert.equal(name .. ":1: attempt to index a nil value (global 'x')\n", luacdk.run(folder, { name }).err)
    luacdk.write(folder .. "/" .. name, "?")
    assert.equal(name .. ":1: unexpected symbol near '?'\n", luacdk.run(folder, { name }).err)
    luacdk.remove(folder)
  end)

  it("hides the library's calls unless CDK_DEBUG is set", function()
    local text = "local stack = cdk.Stack(cdk.App(), 'S')\ncdk.Stack(stack.node.root, 'S')"
    assert.not_matches("luacdk/", report(text))
    assert.matches("luacdk/aws_cdk/", report(text, { env = { CDK_DEBUG = "1" } }))
  end)
end)
