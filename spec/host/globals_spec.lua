local luacdk = require "spec.support.luacdk"

describe("a variable that nobody has set", function()
  local function run(text) return luacdk.script(text) end

  local function refused(name, meant, text)
    local result = run(text)
    assert.equal(1, result.status)
    local expected = "app.lua:%d: there is no '%s' here; did you mean '%s'?"
    local _, breaks = text:gsub("\n", "")
    assert.equal(expected:format(breaks + 1, name, meant), result.err:match "^[^\n]*")
  end

  it("is refused where a local variable has nearly that name", function()
    refused("bukket", "bucket", "local bucket = 1\nprint(bukket)")
    refused("bucketName", "bucket_name", "local bucket_name = 1\nprint(bucketName)")
    refused("memry", "memory", "local memory = 128\nlocal props = { memory_size = memry }")
  end)

  it("is refused where a function's own or outer variable, or a global, has nearly that name", function()
    refused("stak", "stack", "local stack = 1\nlocal function f() return stak, stack end f()")
    refused("stak", "stack", "local function f(stack) return stak, stack end f(1)")
    refused("settngs", "settings", "settings = { }\nprint(settngs.stage)")
    refused("tostrng", "tostring", "local x = 1\nprint(tostrng(x))")
    refused("lamda", "lambda", "local x = 1\nprint(lamda.Runtime, x)")
  end)

  it("is nil where no name is near, as in any Lua", function()
    local result = run "local stack = 1 print(nothing_of_the_kind, xy, stage)"
    assert.equal("nil\tnil\tnil\n", result.out)
  end)

  it("is nil where it is a setting, or a global of another Lua", function()
    local result = run [[
      local bits, units = 1, 2
      print(DEBUG, VERSION, ENV, unpack, loadstring, setfenv, jit, bit, bit32, bits, units)]]
    assert.equal(("nil\t"):rep(9) .. "1\t2\n", result.out)
  end)

  it("is nil for rawget, and may be set at any time", function()
    local result = run "local bucket = 1 print(rawget(_G, 'bukket')) bukket = bucket print(bukket)"
    assert.equal("nil\n1\n", result.out)
  end)

  it("is told by the nearest class where it is called or indexed", function()
    local result = run "Stak(nil, 'S')"
    assert.equal("app.lua:1: attempt to call a nil value (global 'Stak'); did you mean cdk.Stack?\n", result.err)
    result = run "print(Buckt.x)"
    assert.equal("app.lua:1: attempt to index a nil value (global 'Buckt'); did you mean s3.Bucket?\n", result.err)
  end)

  it("is refused in the sandbox, too, which has the arguments of the command line", function()
    local folder = luacdk.folder { ["app.lua"] = "local bucket = 1 print(arg[1], ...)\nprint(bukket, bucket)" }
    local result = luacdk.run(folder, { "--sandbox", "app.lua", "--", "one" })
    luacdk.remove(folder)
    assert.equal("one\tone\n", result.out)
    assert.equal("app.lua:2: there is no 'bukket' here; did you mean 'bucket'?", result.err:match "^[^\n]*")
  end)
end)
