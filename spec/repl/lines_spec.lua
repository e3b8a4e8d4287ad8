-- What a line means: expressions, chunks, and locals that stay.
local repl = require "spec.repl.support"

local function printed(input)
  local result = repl.pipe(input)
  assert.equal("", result.err)
  assert.equal(0, result.status)
  return result.out
end

describe("a line", function()
  it("is an expression if it can be one", function()
    assert.equal("3\n", printed "1 + 2\n")
    assert.equal("6\n", printed "(function() return 6 end)()\n")
    assert.equal("7\n", printed "= 7\n")
  end)

  it("may end in a semicolon", function()
    assert.equal("1\n2\n3\n", printed "print(1);\n2;\n= 3; -- three\n;\n;;\n")
  end)

  it("is a statement otherwise", function()
    assert.equal("8\n", printed "x = 8\nx\n")
    assert.equal("9\n", printed "do local y = 9 print(y) end\n")
  end)

  it("prints every result, and nothing when there is none", function()
    assert.equal("1\nnil\n3\n", printed "(function() return 1, nil, 3 end)()\n")
    assert.equal("", printed "(function() end)()\n")
    assert.equal("nil\n", printed "nil\n")
  end)

  it("names its results", function()
    assert.equal("1\n2\n3\n6\n", printed "1\n2\n_ + 1\n_1 + _2 + _3\n")
    assert.equal("1\n2\n3\n", printed "(function() return 1, 2 end)()\n_1 + _2\n")
  end)

  it("goes on while it is not complete", function()
    assert.equal("3\n", printed "local x =\n1 +\n2\nx\n")
    assert.equal('"a\\nb"\n', printed "[[a\nb]]\n")
    assert.equal("5\n", printed "--[[ a comment\nof two lines ]] 5\n")
    assert.equal("", printed "-- only a comment\n\n   \n")
  end)

  it("may start with #!", function() assert.equal("1\n", printed "#!/usr/bin/env luacdk repl\n1\n") end)
end)

describe("a local of an earlier line", function()
  it("is there later, and can be set", function()
    assert.equal("4\n", printed "local x = 3\nx = x + 1\nx\n")
  end)

  it("is the same variable for the functions of its line", function()
    assert.equal("1\n2\n10\n", printed
      "local n = 0 local function up() n = n + 1 return n end\nup()\nup()\nn = 9\nup()\n")
  end)

  it("is shadowed by a new one, which leaves functions of before alone", function()
    assert.equal("1\n2\n", printed "local x = 1\nfunction old() return x end\nlocal x = 2\nold()\nx\n")
  end)

  it("can be a function, and several of one line, also of a longer chunk", function()
    assert.equal("120\n", printed "local function f(n)\nreturn n < 2 and 1 or n * f(n - 1)\nend\nf(5)\n")
    assert.equal("6\n", printed "local a, b, c = 1, 2, 3\na + b + c\n")
  end)

  it("does not stay when it is inside of a block", function()
    assert.equal("nil\n", printed "do local x = 1 end\nx\n")
    assert.equal("nil\n", printed "for i = 1, 2 do local x = i end\nx\n")
    assert.equal("nil\n", printed "local t = { f = function() local x end }\nx\n")
    assert.equal("nil\n", printed "repeat local x = 1 until x == 1\nx\n")
    assert.equal("nil\n", printed "if true then local x = 1 elseif false then local x = 2 end\nx\n")
  end)

  it("keeps its attribute", function()
    local result = repl.pipe "local k <const> = 1\nlocal s <const> = print and 's'\nk\ns\nk = 2\n"
    assert.equal('1\n"s"\n', result.out)
    assert.equal("line 5: attempt to assign to const variable 'k'\n", result.err)
    assert.equal("closed\n", printed
      "local c <close> = setmetatable({}, { __close = function() print 'closed' end })\nlocal x = c\n")
  end)

  it("is there after a return, a goto and a label", function()
    assert.equal("2\n1\n", printed "local x = 1 return 2\nx\n")
    assert.equal("3\n", printed "local i = 0 ::top:: i = i + 1 if i < 3 then goto top end\ni\n")
  end)

  it("is no matter of how many there are", function()
    local lines = {}
    for i = 1, 400 do lines[i] = ("local v%d = %d"):format(i, i) end
    local sum = {}
    for i = 1, 400 do sum[i] = "v" .. i end
    lines[#lines + 1] = table.concat(sum, "+")
    lines[#lines + 1] = "v399, v400 = 1, 2"
    lines[#lines + 1] = "v399 + v400"
    assert.equal("80200\n3\n", printed(table.concat(lines, "\n") .. "\n"))
  end)
end)

describe("an error", function()
  local function message(input)
    local result = repl.pipe(input)
    assert.equal(1, result.status)
    return result.err
  end

  it("names the line of the session", function()
    assert.equal("line 2: attempt to call a nil value (global 'g')\n", message "1\ng()\n")
    assert.equal("line 3: no\n", message "1\nif true then\nerror 'no'\nend\n")
    assert.equal("line 1: unexpected symbol near '%'\n", message "%\n")
    assert.equal("line 2: unexpected symbol near '%'\n", message "x =\n%\n")
    assert.matches("^line 2: s3 has no member 'Bukket'", message "1\ns3.Bukket\n")
    assert.matches("^line 2: x\n", message "1\nsetmetatable({}, { __index = function() error 'x' end }).y\n")
  end)

  it("names the line once", function()
    assert.equal("line 2: break outside loop\n", message "1\nbreak\n")
    assert.equal("line 1: no\n", message "local _, text = pcall(function() error 'no' end) error(text)\n")
    assert.equal("line 2: no visible label 'x' for <goto>\n", message "1\ngoto x\n")
  end)

  it("names lines of the functions that led there", function()
    assert.equal("line 1: no\n  line 1: in global 'f'\n  line 2: in the session\n",
      message "function f() error 'no' end\nf() local x\n")
  end)

  it("of a method that is all of the line names it too, and so do constructs that it makes", function()
    local result = repl.pipe([[
stack = cdk.Stack(cdk.App(), "Demo")
bucket = s3.Bucket(stack, "B")
bucket:add_cors_rule { allowed_methods = { s3.HttpMethods.GET }, allowed_origins = 1 }
role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("lambda.amazonaws.com") })
bucket:grant_read(role) and role.node:find_child "DefaultPolicy"
role.node:find_child "DefaultPolicy"
]], { arguments = { "--keep-going" } })
    assert.matches("^line 3: ", result.err)
    assert.equal("Policy Demo/Role/DefaultPolicy [AWS::IAM::Policy] line 5\n", result.out:match "[^\n]*\n$")
  end)

  it("of the library names the line and the construct", function()
    assert.equal("line 2: [Demo/B] s3.Bucket 'B': unknown property 'versiond'; did you mean 'versioned'?\n",
      (message 'stack = cdk.Stack(cdk.App(), "Demo")\ns3.Bucket(stack, "B", { versiond = true })\n'
        :gsub("%[Demo%] ", "[Demo/B] ")))
  end)

  it("says how to make what is not there yet", function()
    local text = message 's3.Bucket(stack, "B")\n'
    assert.matches("there is no 'stack' yet; make one: stack = cdk.Stack%(cdk.App%(%), \"Demo\"%)", text)
  end)

  it("leaves the tree as it was", function()
    local result = repl.pipe([[
stack = cdk.Stack(cdk.App(), "Demo")
for i = 1, 3 do s3.Bucket(stack, "B" .. i) if i == 2 then error "no" end end
local x = 1
x = 2, error "no"
#stack.node.children
x
]], { arguments = { "--keep-going" } })
    assert.equal("0\n1\n", result.out)
    assert.equal(1, result.status)
  end)
end)

describe("a session", function()
  it("goes on whatever a line does to globals", function()
    local result = repl.pipe([[
_G, print, table, pairs, load, io = nil
local x = 1
x + 1
error "no"
{ x }
:undo
:history
]], { arguments = { "--keep-going" } })
    assert.equal("2\n{1}\n   1  _G, print, table, pairs, load, io = nil\n"
      .. "   2  local x = 1\n   3  x + 1\n", result.out)
    assert.matches("^line 4: ", result.err)
  end)

  for _, line in ipairs {
    "require = nil", "setmetatable = nil", "_ENV = {}", "debug.sethook()", "table.concat, table.sort, io.write = nil",
    "package.loaded, package.preload = nil", "for name in pairs(_G) do if name ~= '_G' then _G[name] = nil end end",
  } do
    it("makes apps, and shows them, after " .. line, function()
      local result = repl.pipe(line .. [[

b = s3.Bucket(cdk.Stack(cdk.App(), "Demo"), "B")
b
:cfn b
:find type=AWS::S3::*
:undo 2
:ls
:reset
1 + 1
]], { arguments = { "--keep-going" } })
      assert.matches("Bucket Demo/B %[AWS::S3::Bucket%] line 2\n.*UpdateReplacePolicy.*\n2\n$", result.out)
      assert.is_nil(result.err:find "luacdk/", nil, true)
    end)
  end

  for _, line in ipairs { "string.format, string.find = nil", 'getmetatable("").__index = nil',
    'local _ = debug.setmetatable("", nil)' } do
    it("takes back what it cannot go on with: " .. line, function()
      local result = repl.pipe("local x = 7\n" .. line .. "\nx\n('%d'):format(x)\n", {
        arguments = { "--keep-going" } })
      assert.matches('7\n"7"\n$', result.out)
      assert.equal("this removes methods of strings, which the session needs: the line was undone\n", result.err)
      assert.equal(1, result.status)
      result = repl.pipe(line .. "\nprint 'never'\n")
      assert.equal(1, result.status)
      assert.is_nil(result.out:find "never")
    end)
  end

  it("does not count to a number without end", function()
    assert.equal('""\n"aa"\n"a,a"\n""\n', printed
      "string.rep('', 1 << 60)\n('a'):rep(2)\n('a'):rep(2, ',')\n('a'):rep(-1)\n")
    local result = repl.pipe "string.rep()\n"
    assert.equal("line 1: bad argument #1 to 'rep' (string expected, got no value)\n", result.err)
  end)

  it("goes on after errors of every kind", function()
    local result = repl.pipe([[
error()
error {}
error(setmetatable({}, { __tostring = function() error "x" end }))
setmetatable({}, { __tostring = function() error "x" end, __pairs = function() error "x" end, __index = error })
string.rep("x", 1e10)
function deep() return deep() + 1 end
deep()
1
]], { arguments = { "--keep-going" } })
    assert.matches("\n1\n$", result.out)
    assert.is_nil(result.err:find "luacdk/")
  end)
end)
