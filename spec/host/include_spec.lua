-- src/host/include.c: files that a script runs or reads.
local luacdk = require "spec.support.luacdk"

local function run(files, arguments)
  local folder = luacdk.folder(files)
  local result = luacdk.run(folder, arguments or { "app.lua" })
  luacdk.remove(folder)
  return result
end

describe("include", function()
  it("runs a file relative to the one that asks, and gives all it returns", function()
    local files = {
      ["sub/app.lua"] = "print(include 'lib/a.lua')", ["sub/lib/a.lua"] = "return 1, nil, include '../b.lua', nil",
      ["sub/b.lua"] = "return 'b'",
    }
    assert.equal("1\tnil\tb\tnil\n", run(files, { "sub/app.lua" }).out)
  end)

  it("runs a file once, whatever it is called", function()
    local files = {
      ["app.lua"] = "print(include 'a.lua' == include './sub/../a.lua', include 'a.lua' == cdk.include 'a.lua', n)",
      ["a.lua"] = "n = (n or 0) + 1 return {}", ["sub/x"] = "",
    }
    assert.equal("true\ttrue\t1\n", run(files).out)
  end)

  it("names the chain of files that include each other", function()
    local files = { ["app.lua"] = "include 'a.lua'", ["a.lua"] = "include 'sub/b.lua'",
      ["sub/b.lua"] = "\ninclude '../a.lua'" }
    assert.matches("^sub/b%.lua:2: files include each other: a%.lua → sub/b%.lua → a%.lua\n", run(files).err)
    assert.matches("^app%.lua:1: files include each other: app%.lua → app%.lua\n",
      run({ ["app.lua"] = "include 'app.lua'" }).err)
  end)

  it("goes on after one that failed", function()
    local files = { ["app.lua"] = "print(pcall(include, 'a.lua')) ok = true print(include 'a.lua')",
      ["a.lua"] = "return ok or error 'no'" }
    assert.equal("false\ta.lua:1: no\ntrue\n", run(files).out)
  end)

  it("says at whose line what is wrong", function()
    assert.equal("app.lua:1: cannot include none.lua: no such file\n", run({ ["app.lua"] = "include 'none.lua'" }).err)
    assert.equal("app.lua:1: cannot include .: not a regular file\n", run({ ["app.lua"] = "include '.'" }).err)
    assert.equal("a.lua:2: unexpected symbol near '?'\n",
      run({ ["app.lua"] = "include 'a.lua'", ["a.lua"] = "\n?" }).err)
  end)

  it("skips a first line that starts with #, and takes no bytecode", function()
    assert.matches("^a%.lua:2: x\n", run({ ["app.lua"] = "include 'a.lua'", ["a.lua"] = "#!x\nerror 'x'" }).err)
    local files = { ["app.lua"] = "include 'a.lua'", ["a.lua"] = string.dump(function() end) }
    assert.matches("attempt to load a binary chunk", run(files).err)
  end)
end)

describe("the readers", function()
  it("give text, JSON and YAML of files beside the one that asks", function()
    local files = {
      ["app.lua"] = "include 'sub/a.lua'",
      ["sub/a.lua"] = [[
        local json, yaml = cdk.read_json 'v.json', cdk.read_yaml 'v.yaml'
        print(cdk.read_text 'v.txt', json.a[2], yaml.b.c, cdk.read_yaml('f.yaml', { short_forms = true }).x.Ref)
        for key in pairs(json) do print(key) end]],
      ["sub/v.txt"] = "text", ["sub/v.json"] = '{"z": 1, "a": [1, 2]}', ["sub/v.yaml"] = "b:\n  c: d\n",
      ["sub/f.yaml"] = "x: !Ref Y\n",
    }
    assert.equal("text\t2\td\tY\nz\na\n", run(files).out)
  end)

  it("say where what is wrong", function()
    for text, message in pairs {
      ["cdk.read_json 'v.json'"] = "app.lua:1: v.json:2:1: key in double quotes expected\n",
      ["cdk.read_json 'none.json'"] = "app.lua:1: cannot read none.json: no such file\n",
      ["cdk.read_text ''"] = "app.lua:1: bad argument #1 to 'read_text' (expected the name of a file)\n",
    } do
      assert.equal(message, run({ ["app.lua"] = text, ["v.json"] = "{\n" }).err)
    end
    assert.matches("^app%.lua:1: v%.yaml:2:%d+: ",
      run({ ["app.lua"] = "cdk.read_yaml 'v.yaml'", ["v.yaml"] = "a: [" }).err)
  end)
end)
