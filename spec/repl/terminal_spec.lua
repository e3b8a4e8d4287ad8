-- luacdk repl at a terminal.
local repl = require "spec.repl.support"

describe("luacdk repl, at a terminal", function()
  after_each(repl.end_all)

  it("greets, prompts with the number of the line, and ends with Ctrl-D", function()
    local session = repl.open()
    assert.matches("^luacdk .* aws%-cdk%-lib 2.*:help", session:screen()[1])
    assert.equal("1> ", session:line())
    assert.equal(0, session:close())
  end)

  it("prints expressions without a sign, and names them", function()
    local session = repl.open()
    assert.same({ "_1 = 2" }, session:enter "1 + 1")
    assert.same({ "_2 = 3" }, session:enter "_ + 1")
    assert.same({ "_3 = 5" }, session:enter "_1 + _2")
    assert.same({ "nil" }, session:enter "nil")
    assert.same({}, session:enter "x = 1")
  end)

  it("goes on with a chunk that is not complete", function()
    local session = repl.open()
    assert.same({}, session:enter "for i = 1, 2 do")
    assert.equal("2… ", session:line())
    assert.same({}, session:enter "print(i)")
    assert.same({ "1", "2" }, session:enter "end")
    assert.equal("4> ", session:line())
  end)

  it("takes pasted lines as one chunk", function()
    local session = repl.open()
    assert.same({ "1> local a = 1", "2… local b = 2", "3… print(a + b)", "3" },
      session:paste "local a = 1\nlocal b = 2\nprint(a + b)\n")
    assert.equal("4> ", session:line())
    assert.same({ "_1 = 3" }, session:enter "a + b")
  end)
end)
