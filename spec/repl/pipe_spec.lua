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

  it("tells the lines of all mistakes as numbers among all lines", function()
    local before = ("x = 1\n"):rep(1000)
    assert.equal("line 1005: <name> expected near 'end'\n", feed(before .. "function f()\n\n\n for\nend end\n").err)
    assert.equal("line 1001: no visible label 'no' for <goto>\n", feed(before .. "goto no\n").err)
    assert.equal("line 1003: a\n  line 1003: in global 'f'\n  line 1006: in the session\n",
      feed(before .. "function f()\n\n error 'a'\nend\n\nf()\n").err)
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
