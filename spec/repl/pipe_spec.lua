-- luacdk repl with piped input.
local luacdk = require "spec.support.luacdk"

describe("luacdk repl, by pipe", function()
  local folder

  before_each(function() folder = luacdk.folder() end)
  after_each(function() luacdk.remove(folder) end)

  local function feed(input, ...)
    return luacdk.run(folder, { "repl", ... }, { input = input, env = { HOME = folder } })
  end

  it("prints what expressions give, and nothing else", function()
    assert.same({ status = 0, out = "2\n", err = "" }, feed "1 + 1\nlocal x = 3\n")
  end)

  it("stops at the first error, with its line and status 1", function()
    local result = feed "1\nlocal x = nil + 1\n2\n"
    assert.same({ status = 1, out = "1\n", err = "line 2: attempt to perform arithmetic on a nil value\n" }, result)
  end)

  it("goes on after errors when it is told to, and remembers them in its status", function()
    local result = feed("nil + 1\n2\n", "--keep-going")
    assert.equal("2\n", result.out)
    assert.equal(1, result.status)
  end)

  it("takes a script from a pipe", function()
    local result = luacdk.run(folder, { "-c", '"$@" repl <(echo "x = 42 return cdk.template")', "bash" }, {
      before = "sh -c 'exec bash \"$2\" \"$3\" \"$4\" \"$1\"' sh", input = "x\n" })
    assert.same({ status = 0, out = "42\n", err = "" }, result)
  end)

  it("reads no script that does not end", function()
    local result = feed("1\n", "/dev/zero")
    assert.same({ status = 1, out = "", err = "cannot read /dev/zero: it is larger than 64 MiB\n" }, result)
  end)

  it("is wrong when the input ends in the middle of a chunk", function()
    local result = feed "for i = 1, 2 do\n"
    assert.equal(1, result.status)
    assert.matches("^line 1: 'end' expected near <eof>", result.err)
  end)
end)
