-- Ctrl-C and the signals that end a session.
local repl = require "spec.repl.support"

describe("Ctrl-C", function()
  after_each(repl.end_all)

  local function interrupt(session, line, running)
    local seen = session:seen()
    session:type(line .. "\r")
    session:wait_for(running)
    session:type "\3"
    session:wait_for_prompt(seen)
  end

  it("ends a loop, and what the line did is undone", function()
    local session = repl.open()
    session:enter 'stack = cdk.Stack(cdk.App(), "Demo")'
    interrupt(session, 's3.Bucket(stack, "B") print "running" while true do end', "^running$")
    assert.is_true(session:shows "^line 2: interrupted$")
    assert.same({ "_1 = 0" }, session:enter "#stack.node.children")
  end)

  it("ends a loop that catches errors, and one in a coroutine", function()
    local session = repl.open()
    interrupt(session, 'print "one" while true do pcall(error) end', "^one$")
    interrupt(session, 'coroutine.wrap(function() print "two" while true do end end)()', "^two$")
    interrupt(session, 'coroutine.resume(coroutine.create(function() print "three" while true do end end)) x = 1',
      "^three$")
    assert.same({ "nil" }, session:enter "x")
  end)

  it("ends a pattern that tries too many ways, and what it did is undone", function()
    local slow = '("a"):rep(1e5):%s(("a*"):rep(50) .. "b"%s)'
    for command, options in pairs { repl = {}, ["cdk.repl()"] = { command = { "app.lua" }, files = {
      ["app.lua"] = "cdk.repl()" } } } do
      local session = repl.open(options)
      interrupt(session, 'x = 1 print "one"; ' .. slow:format("find", ""), "^one$")
      interrupt(session, 'y = 1 print "two" local _ = pcall(string.gsub, ("a"):rep(1e5), ("a*"):rep(50) .. "b", "")',
        "^two$")
      assert.same({ "nil", "nil" }, session:enter "x, y", command)
      local seen = session:seen()
      session:type(slow:format("match", "") .. "\r")
      session:wait_until(function() return session:is_cooked() end, "the line to run")
      session:type "\3"
      session:wait_for_prompt(seen)
      assert.is_true(session:shows "^line %d: interrupted$")
      assert.same({ "2" }, { (session:enter "1 + 1")[1]:match "%d+$" })
    end
  end)

  it("gives up a line half typed, and a chunk half entered", function()
    local session = repl.open()
    local seen = session:seen()
    session:type "1 + "
    session:wait_for "1 %+"
    session:type "\3"
    session:wait_for_prompt(seen)
    assert.equal("1> ", session:line())
    session:enter "for i = 1, 2 do"
    seen = session:seen()
    session:type "print(\3"
    session:wait_for_prompt(seen)
    assert.equal("2> ", session:line())
    assert.same({ "_1 = 2" }, session:enter "1 + 1")
  end)

  it("is the same as the signal from elsewhere", function()
    local session = repl.open()
    local seen = session:seen()
    session:type "1 +"
    session:wait_for "1 %+"
    session:signal(repl.SIGINT)
    session:wait_for_prompt(seen)
    assert.same({ "_1 = 3" }, session:enter "1 + 2")
    seen = session:seen()
    session:type 'print "running" while true do end\r'
    session:wait_for "^running$"
    session:signal(repl.SIGINT)
    session:wait_for_prompt(seen)
    assert.same({ "_2 = 4" }, session:enter "2 + 2")
  end)

  it("works where lines are read plainly", function()
    local session = repl.open { term = "dumb" }
    local seen = session:seen()
    session:type 'print "running" while true do end\n'
    session:wait_for "^running$"
    session:type "\3"
    session:wait_for_prompt(seen)
    session:type "\3"
    session:wait_for_prompt(session:seen())
    assert.same({ "_1 = 2" }, session:enter "1 + 1")
    assert.equal(0, session:close())
  end)
end)

describe("a signal that ends", function()
  after_each(repl.end_all)

  it("ends the session while a line is typed, with the terminal as it was", function()
    for _, number in ipairs { repl.SIGTERM, repl.SIGHUP } do
      local session = repl.open()
      session:type "1 +"
      session:wait_for "1 %+"
      assert.is_false(session:is_cooked())
      session:signal(number)
      assert.equal(128 + number, session:wait())
      assert.is_true(session:is_cooked())
    end
  end)

  it("ends the session while a line runs", function()
    local session = repl.open()
    session:type 'print "running" while true do pcall(error) end\r'
    session:wait_for "^running$"
    session:signal(repl.SIGTERM)
    assert.equal(128 + repl.SIGTERM, session:wait())
    assert.is_true(session:is_cooked())
  end)

  it("ends the session even while a function in C runs that nothing else can stop", function()
    local session = repl.open()
    session:type 'print "running" table.move({}, 1, math.maxinteger - 1, 2)\r'
    session:wait_for "^running$"
    session:signal(repl.SIGTERM)
    assert.equal(128 + repl.SIGTERM, session:wait())
    assert.is_true(session:is_cooked())
  end)
end)

describe("the terminal", function()
  after_each(repl.end_all)

  it("is as it was before while a line runs, and after the end", function()
    local session = repl.open()
    session:type 'print "running" io.read()\r'
    session:wait_for "^running$"
    assert.is_true(session:is_cooked())
    session:enter ""
    assert.is_false(session:is_cooked())
    session:close()
    local last = repl.open()
    last:type ":quit\r"
    assert.equal(0, last:wait())
    assert.is_true(last:is_cooked())
  end)
end)
