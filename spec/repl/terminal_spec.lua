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

  it("tells how to make what is not there", function()
    local session = repl.open()
    assert.same({ "nil", "there is no 'stack' yet; make one: stack = cdk.Stack(cdk.App(), \"Demo\")" },
      session:enter "stack")
  end)

  it("goes on with a chunk that is not complete", function()
    local session = repl.open()
    assert.same({}, session:enter "for i = 1, 2 do")
    assert.equal("2… ", session:line())
    assert.same({}, session:enter "print(i)")
    assert.same({ "1", "2" }, session:enter "end")
    assert.equal("4> ", session:line())
  end)

  it("goes on after an error, with the tree as it was", function()
    local session = repl.open()
    session:enter 'stack = cdk.Stack(cdk.App(), "Demo")'
    assert.same({ "line 2: no" }, session:enter 's3.Bucket(stack, "B") error "no"')
    assert.same({ "line 3: unexpected symbol near '%'" }, session:enter "%")
    assert.same({ "_1 = Bucket Demo/B [AWS::S3::Bucket] line 4" }, session:enter 's3.Bucket(stack, "B")')
  end)

  it("edits lines", function()
    local session = repl.open()
    session:type "1 + 3\27[D\27[D\27[D\1(\5) * 2"
    session:wait_for "^1> %(1 %+ 3%) %* 2$"
    assert.same({ "_1 = 8" }, session:enter "")
    session:type "'ä€😀'"
    session:wait_for "^2> 'ä€😀'$"
    session:type "\127\127x'"
    session:wait_for "^2> 'ä€x'$"
    assert.same({ '_2 = "ä€x"' }, session:enter "")
  end)

  it("keeps what was typed ahead", function()
    local session = repl.open()
    session:type "local t = os.clock() + 0.2 while os.clock() < t do end\r1 + 1\r"
    session:wait_for "^_1 = 2$"
    session:wait_for "^3>$"
    assert.equal(0, session:close())
  end)

  it("shows what was typed ahead once, after the prompt", function()
    local session = repl.open()
    local busy = "local t = os.clock() + 0.3 while os.clock() < t do end"
    session:type("print 'started' " .. busy .. "\r")
    session:wait_for "^started$"
    session:type "lambda.Code.from_inl\t"
    session:wait_for "^2> lambda%.Code%.from_inline"
    session:type "\21" -- Ctrl-U
    session:type("print 'again' io.write 'ab' io.stdout:flush() " .. busy .. "\r")
    session:wait_for "^again$"
    session:type "cd"
    session:wait_for "^3> cd$"
    assert.is_true(session:shows "ab")
  end)

  it("begins a prompt in a row of its own, whatever was written before", function()
    local session = repl.open()
    session:type "io.write 'ab' do end\r"
    session:wait_for "^2>$"
    assert.is_true(session:shows "^ab$")
  end)

  describe("takes what is pasted", function()
    it("as one chunk", function()
      local session = repl.open()
      assert.same({ "1> local a = 1", "2… local b = 2", "3… print(a + b)", "3" },
        session:paste "local a = 1\nlocal b = 2\nprint(a + b)\n")
      assert.equal("4> ", session:line())
      assert.same({ "_1 = 3" }, session:enter "a + b")
      session:enter ":undo 2"
      assert.same({ "nil" }, session:enter "a")
    end)

    it("with the last line still to be edited, and tabs as they are", function()
      local session = repl.open()
      local shown = session:paste "for i = 1, 2 do\n\tprint(i)\nend"
      assert.same({ "1", "2" }, { shown[#shown - 1], shown[#shown] })
      session:paste "x = '\t'"
      assert.same({ "_1 = 9" }, session:enter "x:byte()")
    end)

    it("line by line if it is no chunk as a whole", function()
      local session = repl.open()
      local shown = session:paste "local a = 1\na + 1\n:undo\na + 5\n"
      assert.is_true(session:shows "^_1 = 2$", table.concat(shown, "\n"))
      assert.is_true(session:shows "^_1 = 6$")
    end)

    it("and waits for Enter behind a line break at its end", function()
      local session = repl.open()
      session:type "\27[200~print(6 * 7)\r\r\27[201~"
      session:wait_for "^1> print%(6 %* 7%)$"
      session:type "\1x = 1 "
      session:wait_for "^1> x = 1 print%(6 %* 7%)$"
      assert.same({ "42" }, session:enter "")
    end)

    it("without completing, when the terminal does not say that it pastes", function()
      local session = repl.open()
      session:type "if true then\r\tx = '\tcdk.\t'\rend\r"
      session:wait_for "^4>$"
      assert.same({ '_1 = "\\tcdk.\\t"' }, session:enter "x")
      assert.equal(7, #session:screen())
    end)

    it("as a chunk with an error at its line", function()
      local session = repl.open()
      local shown = session:paste "local a = 1\n\nerror 'no'\n"
      assert.equal("line 3: no", shown[#shown])
    end)
  end)

  it("completes with Tab: the one candidate, what all have in common, a list with notes", function()
    local session = repl.open()
    session:type "cdk.Durat\t"
    session:wait_for "^1> cdk%.Duration"
    session:type "\21"
    session:type "cdk.CfnR\t\t"
    session:wait_for "CfnResource"
    session:wait_for "^CfnRule"
    session:type "\21"
    session:type "nothing_like_that\t"
    session:type "\0211 + 1\r"
    session:wait_for "^_1 = 2$"
  end)

  it("lists no more than fits on the screen with the line", function()
    local session = repl.open { rows = 10, columns = 60 }
    local line = 'stack = cdk.Stack(cdk.App(), "Demo") f = lambda.Function(stack, "F", { '
    session:type(line .. "\t")
    session:wait_for "^and %d+ more$"
    session:wait_until(function() return session:line():find "{ $" end, "the line again")
    local screen = session:screen()
    local last = #screen
    assert.matches("Function%(stack", table.concat(screen, "", last - 1))
    assert.matches("^and %d+ more$", screen[last - 2])
    assert.matches("^code ", screen[last - 9])
    assert.matches("^1> stack", screen[last - 11])
  end)

  it("lists notes beside names in a narrow window too", function()
    local session = repl.open { rows = 40, columns = 40 }
    session:type "lambda.Runtime.\t"
    session:wait_for "^PYTHON_3_12 +lambda.Runtime"
  end)

  it("follows the size of the window", function()
    local session = repl.open { columns = 120 }
    session:enter "t = {} for i = 1, 12 do t[i] = ('x'):rep(12) end"
    local wide = #session:enter "t"
    session:resize(40)
    assert.is_true(#session:enter "t" > wide)
    session:type "1 + "
    session:wait_for "^%d+> 1 %+"
    session:resize(50)
    session:wait_until(function() return session:line():find "^%d+> 1 %+ ?$" end, "the line once more")
    session:type "1\r"
    session:wait_for "^%d+> 1 %+ 1$"
    session:wait_for "^_%d+ = 2$"
    local before = #session.bytes
    session:resize(30)
    session:wait_until(function() return session.bytes:find("\27[J", before + 1, true) end, "the line once more")
    session:type "-- a line that is longer than a window which is thirty wide\r"
    session:wait_for_prompt(session:seen())
    assert.same({ "_4 = 2" }, session:enter "1 + 1")
  end)

  it("leaves nothing on the screen when the window that breaks its line changes its width", function()
    local session = repl.open { columns = 60 }
    session:enter "x = 1"
    local line = "y = '" .. ("0123456789"):rep(8) .. "'"
    session:type(line)
    session:wait_for "6789'$"
    for _, columns in ipairs { 40, 31, 100, 50 } do
      local before = #session.bytes
      session:resize(columns)
      session:wait_until(function()
        return session.bytes:find("\27[J", before + 1, true) and session:line():find "'$"
      end, "the line once more")
      local shown = table.concat(session:screen(), "\n", 2):gsub("\n", "")
      assert.equal("1> x = 12> " .. line, (shown:gsub("^ends", ""):gsub("^.-(1> x)", "%1")), columns)
    end
  end)

  it("keeps what stands above a line that just fills a window of another width", function()
    local session = repl.open { columns = 60 }
    session:enter "x = 1"
    local line = "y = '" .. ("0123456789"):rep(8) .. "'" -- with its prompt 89 wide, and 90 with the key typed below
    session:type(line)
    session:wait_for "6789'$"
    local function resize(columns, typed)
      local before = #session.bytes
      session:resize(columns)
      session:wait_until(function() return session.bytes:find("\27[J", before + 1, true) end, "the line once more")
      session:type(typed)
      line = line .. typed
      session:wait_until(function() return table.concat(session:screen()):find(line, 1, true) end, "the key")
      local shown = table.concat(session:screen(), "\n", 2):gsub("\n", "")
      assert.equal("1> x = 12> " .. line, (shown:gsub("^ends", ""):gsub("^.-(1> x)", "%1")), columns)
    end
    resize(89, "") -- it fits into one row
    resize(45, ";") -- and now into two
    resize(30, "") -- and, having filled them, into three
    resize(18, "")
    resize(90, "")
    resize(40, "--")
    resize(46, "")
  end)

  it("clears no whole screen, of which tmux would keep a copy", function()
    local session = repl.open { columns = 60 }
    session:type "y = 1"
    session:wait_for "y = 1$"
    local before = #session.bytes
    session:resize(40)
    session:wait_until(function() return session.bytes:find("\27[J", before + 1, true) end, "the line once more")
    assert.is_nil(session.bytes:find("\r\27[J", before + 1, true))
  end)

  it("shows behind the bracket of a call what that takes", function()
    local session = repl.open { columns = 120 }
    session:enter "local function own(a, b, ...) end"
    for call, signature in pairs {
      ["lambda.Code.from_asset("] = "lambda.Code.from_asset(path: string, options?: s3_assets.AssetOptions)"
        .. " → lambda.AssetCode",
      ["sqs.Queue("] = "sqs.Queue(scope: constructs.Construct, id: string, props?: sqs.QueueProps)",
      ["cdk.Duration.seconds("] = "cdk.Duration.seconds(amount: number) → cdk.Duration",
      ["own("] = "own(a, b, ...)",
    } do
      session:type(call .. "\t")
      session:wait_until(function()
        for _, line in ipairs(session:screen()) do
          if line == signature then return true end
        end
      end, signature)
      session:type "\21"
    end
  end)

  it("breaks what :help lists between words", function()
    local session = repl.open { columns = 40, rows = 100 }
    session:enter ":help"
    assert.is_true(session:shows "^  :why LOGICAL_ID       where an element$")
    assert.is_true(session:shows "^                        comes from, what$")
  end)

  describe("with a script that fails", function()
    local FILES = { ["app.lua"] = [[
local app = cdk.App()
local stack = cdk.Stack(app, "Demo")
local queue = sqs.Queue(stack, "Jobs")
sns.Topic(stack, "Orders", { displayname = "x" })
local never = 1
]], ["wrong.lua"] = "local a = = 1" }

    it("tells the error and stays, with what the script had made by then", function()
      local session = repl.open { files = FILES, arguments = { "app.lua" }, columns = 120 }
      assert.is_true(session:shows "^app%.lua:4: %[Demo%] sns%.Topic 'Orders': unknown property 'displayname'")
      assert.same({ "_1 = Queue Demo/Jobs [AWS::SQS::Queue] app.lua:3" }, session:enter "queue")
      assert.same({}, session:enter "sns.Topic(stack, 'Orders') local t = 1")
      assert.same({ "undone:", "  2> sns.Topic(stack, 'Orders') local t = 1" }, session:enter ":undo")
      assert.same({ "_2 = Queue Demo/Jobs [AWS::SQS::Queue] app.lua:3" }, session:enter "queue")
      assert.same({ "nil" }, session:enter "never")
      assert.is_true(#session:enter ":tree" > 0)
      session:enter ":synth"
      assert.is_true(session:shows "^nothing was written$")
      assert.equal(0, session:close())
    end)

    it("that is no Lua too", function()
      local session = repl.open { files = FILES, arguments = { "wrong.lua" } }
      assert.is_true(session:shows "^wrong%.lua:1: unexpected symbol near '='$")
      assert.same({ "_1 = 2" }, session:enter "1 + 1")
    end)

    it("ends when nobody types", function()
      local result = repl.pipe("1 + 1\n", { files = FILES, arguments = { "app.lua" } })
      assert.equal(1, result.status)
      assert.equal("", result.out)
    end)
  end)

  it("hands the terminal back to the shell while it is suspended", function()
    local session = repl.open { wait = false, program = { "bash", "--norc", "--noprofile", "-i" } }
    session:type(('PS1="$ "; "%s" repl\n'):format(repl.program))
    session:wait_for_prompt(session:seen())
    session:type "1 +"
    session:wait_for "^1> 1 %+"
    session:type "\26"
    session:wait_for "Stopped"
    session:type "echo $((20 + 2)); fg\n"
    session:wait_for "^22$"
    session:wait_for "^1> 1 %+"
    session:type " 2\r"
    session:wait_for "^_1 = 3$"
  end)

  describe("without", function()
    it("colours when NO_COLOR asks for that", function()
      local session = repl.open { env = { NO_COLOR = "1" } }
      session:enter "{ 1, 'a', nil + 1 }"
      session:enter "cdk"
      assert.is_nil(session.bytes:find "\27%[%d*m")
      session = repl.open { colour = true }
      session:enter "1"
      assert.is_truthy(session.bytes:find "\27%[1m1> ")
      session = repl.open { colour = true, env = { NO_COLOR = "" } }
      assert.is_truthy(session.bytes:find "\27%[1m1> ")
    end)

    it("a terminal that can do anything", function()
      local session = repl.open { term = "dumb", colour = true }
      assert.same({ "_1 = 2" }, session:enter "1 + 1")
      session:enter "for i = 1, 2 do"
      assert.equal("3… ", session:line())
      assert.same({ "2", "4" }, (session:enter "print(2 * i) end"))
      assert.is_nil(session.bytes:find "\27")
      assert.equal(0, session:close())
    end)

    it("characters beyond ASCII where the locale has none", function()
      local session = repl.open { env = { LC_ALL = "C" } }
      session:enter "for i = 1, 2 do"
      assert.equal("2| ", session:line())
      session:enter "end"
      assert.same({ "_1 = 2" }, session:enter "#'ä'")
      assert.is_nil(session.bytes:find "[\128-\255]")
      session:close()
    end)

    it("a locale that the system has", function()
      local session = repl.open { env = { LC_ALL = "xx_YY.UTF-8" } }
      assert.same({ "_1 = 1" }, session:enter "utf8.len 'ä'")
      session:enter "("
      assert.equal("3… ", session:line())
    end)
  end)
end)

describe("what a definition makes", function()
  after_each(repl.end_all)

  it("commands no terminal in a session either", function()
    local session = repl.open { columns = 120, colour = true, files = { ["def.lua"] = [[
      return cdk.template { build = function(stack)
        local e = "x\27[777;7H\194\155y\155"
        constructs.Construct(stack, "C" .. e)
        cdk.Annotations.of(stack):add_warning(e)
        s3.CfnBucket(stack, "B" .. e, { bucket_name = e })
        cdk.CfnOutput(stack, "O", { value = e })
        print(e)
        stack.text = e
        stack.late = cdk.Lazy.string { produce = function() print(e) return e end }
        stack.odd = setmetatable({}, { __tostring = function() print(e) return e end })
        stack.fails = function() print(e) error(e) end
      end }]] } }
    for _, line in ipairs { "s = include('def.lua'):build(cdk.App(), 'S')", ":tree", ":ls", ":json S", ":yaml S",
      ":validate", "s", "s.node.children", "s.node.children[1]", ":cd S", ":ls", "error(s.node.children[1].node.path)",
      ":cd " .. "s.node.children[1]", "s.node.children[1].node.path", ":find C", ":find B", ":why O", "print(s.text)",
      "io.write(s.text, '\\n')", "io.stderr:write(s.text)", "s:resolve(s.late)", "print(s.odd)", "s.odd", "s.fails()",
      "error(s.odd)", "warn('@on') warn(s.text)", ":json s.text", "assert(nil, s.text)", "s.text .. 1 + {}", ":undo",
      "load(s.text)", "cdk.Stack(s, s.text)", "for k, v in pairs { [s.text] = s.text } do print(k, v) end" } do
      session:enter(line)
    end
    assert.is_truthy(session.bytes:find("x?[777;7H?y?", 1, true))
    session:type "s.\t\t"
    session:take(300)
    session:type "\3"
    session:type "s.node.children[1]:\t\t"
    session:take(300)
    assert.is_nil(session.bytes:find("\27[777;7H", 1, true))
    assert.is_nil(session.bytes:find("\194\155", 1, true))
    session:type "\3"
    session:close()
  end)
end)

describe("what a script makes", function()
  after_each(repl.end_all)

  it("commands no terminal when the session's own commands show it", function()
    local session = repl.open { columns = 120, colour = true, files = { ["app.lua"] = [[
      local e = "x\27[777;7H\194\155y\155"
      sqs.Queue(cdk.Stack(constructs.Construct(cdk.App(), "C" .. e), "S"), "Q" .. e) ]] },
      command = { "repl", "app.lua" } }
    for _, line in ipairs { ":tree", ":ls", ":find Q", ":why Q", ":json" } do session:enter(line) end
    assert.is_truthy(session.bytes:find("x?[777;7H?y?", 1, true))
    assert.is_nil(session.bytes:find("\27[777", 1, true))
    assert.is_nil(session.bytes:find("\194\155", 1, true))
  end)
end)
