-- What outlives a line: undoing, marks, settings, history.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local STACK = 'stack = cdk.Stack(cdk.App(), "Demo")\n'

local function printed(input, options)
  local result = repl.pipe(input, options)
  assert.equal("", result.err)
  assert.equal(0, result.status)
  return result.out
end

describe(":undo", function()
  it("takes back the last accepted lines", function()
    assert.equal("1\n", printed(STACK .. 's3.Bucket(stack, "A") local x = 1\ns3.Bucket(stack, "B") local x = 2\n'
      .. ":undo\nx\n"))
    assert.equal("nil\nnil\n", printed(STACK .. "local x = 1\nlocal y = 2\n:undo 2\nx\ny\n"))
  end)

  it("goes on numbering from what is left", function()
    assert.equal("1\n2\n7\n7\n", printed "1\n2\n:undo\n7\n_2\n")
  end)

  it("says when there is nothing", function()
    assert.equal("there is nothing to undo\n", repl.pipe(":undo\n").err)
    assert.equal(":undo takes a number of lines, such as :undo 2\n", repl.pipe("1\n:undo x\n").err)
  end)

  it("shows nothing of what runs again", function()
    assert.equal("a\nb\n", printed "print 'a' io.stderr:write('')\nprint 'b'\n:undo\n")
  end)
end)

describe(":mark and :back", function()
  it("go back to a state", function()
    local out = printed(STACK .. 's3.Bucket(stack, "A")\n:mark one\ns3.Bucket(stack, "B")\n:mark\n'
      .. 's3.Bucket(stack, "C")\n:back\n#stack.node.children\n')
    assert.matches("\n2\n$", out)
    out = printed(STACK .. 's3.Bucket(stack, "A")\n:mark one\ns3.Bucket(stack, "B")\n:back one\n'
      .. "#stack.node.children\n")
    assert.matches("\n1\n$", out)
  end)

  it("name the nearest mark", function()
    assert.equal("there is no mark 'x'; :mark sets one\n", repl.pipe(":back x\n").err)
  end)
end)

describe(":reset", function()
  it("leaves the script", function()
    assert.equal("nil\n5\n", printed("x = 1\nlocal n = 9\n:reset\nx\nn\n",
      { files = { ["app.lua"] = "local n = 5\n" }, arguments = { "app.lua" } }))
  end)
end)

describe("a script", function()
  local files = {
    ["app.lua"] = "#!/usr/bin/env luacdk\n" .. [[
local app = cdk.App()
local stack = cdk.Stack(app, "Demo")
local arguments = { ... }
s3.Bucket(stack, "B")
app:synth()
return app
]],
  }

  it("leaves its locals in scope, and can be added to", function()
    assert.equal("Bucket Demo/B [AWS::S3::Bucket] app.lua:5\nBucket Demo/C [AWS::S3::Bucket] line 2\n2\n", printed(
      'stack.node.default_child or stack.node:find_child "B"\ns3.Bucket(stack, "C")\n#stack.node.children\n',
      { files = files, arguments = { "app.lua" } }))
  end)

  it("gets its arguments, and the context", function()
    assert.equal('"x"\n"v"\n"x"\n', printed('arguments[1]\napp.node:try_get_context "k"\narg[1]\n',
      { files = files, arguments = { "-c", "k=v", "app.lua", "--", "x" } }))
    assert.equal('"x"\n', printed("...\n", { files = files, arguments = { "app.lua", "--", "x" } }))
  end)

  it("that fails ends the session", function()
    local result = repl.pipe("1\n", { files = { ["app.lua"] = "error 'no'\n" }, arguments = { "app.lua" } })
    assert.same({ status = 1, out = "", err = "app.lua:1: no\n" }, result)
    result = repl.pipe("1\n", { arguments = { "app.lua" } })
    assert.same({ status = 1, out = "", err = "cannot open app.lua: No such file or directory\n" }, result)
    result = repl.pipe("1\n", { files = { ["app.lua"] = "x = = 2\n" }, arguments = { "app.lua" } })
    assert.same({ status = 1, out = "", err = "app.lua:1: unexpected symbol near '='\n" }, result)
  end)

  it("writes nothing before :synth", function()
    local folder = luacdk.folder(files)
    repl.pipe('s3.Bucket(stack, "C")\n', { folder = folder, arguments = { "app.lua" } })
    assert.same({ "app.lua" }, luacdk.list(folder))
    local result = repl.pipe('s3.Bucket(stack, "C")\n:synth out\n', { folder = folder, arguments = { "app.lua" } })
    assert.equal("out: 1 stack: Demo\n", result.err)
    assert.matches("C375D67C5", luacdk.read(folder .. "/out/Demo.template.json"))
    luacdk.remove(folder)
  end)
end)

describe(":stage", function()
  local LINES = STACK .. [[
bundler = {}
function bundler:try_bundle(folder)
  local file = io.open(folder .. "/out.txt", "w")
  file:write "made"
  file:close()
  return true
end
asset = s3_assets.Asset(stack, "A", { path = "source", asset_hash_type = "output",
  bundling = { image = cdk.DockerImage.from_registry "x", ["local"] = bundler } })
asset.asset_hash
]]

  it("makes assets, and goes on doing so, until it is told not to", function()
    local folder = luacdk.folder { ["source/a.txt"] = "a" }
    local result = repl.pipe(LINES .. ":stage\nasset.asset_hash\nx = 1\n:undo\nasset.asset_hash\n:stage off\n"
      .. "asset.asset_hash\n", { folder = folder })
    assert.equal(0, result.status)
    local foreseen, staged, again, off = result.out:match '^"(%x+)"\n"(%x+)"\n"(%x+)"\n"(%x+)"\n$'
    assert.equal(staged, again)
    assert.equal(foreseen, off)
    assert.not_equal(foreseen, staged)
    assert.equal("made", luacdk.read(("%s/cdk.out/asset.%s/out.txt"):format(folder, staged)))
    luacdk.remove(folder)
  end)

  it("leaves everything as it was when it fails", function()
    local result = repl.pipe(STACK .. [[
function bundle() error "no bundling today" end
asset = s3_assets.Asset(stack, "A", { path = ".", asset_hash_type = "output",
  bundling = { image = cdk.DockerImage.from_registry "x", ["local"] = { try_bundle = function() bundle() end } } })
:stage
#stack.node.children
:stage off
]], { arguments = { "--keep-going" } })
    assert.equal("1\n", result.out)
    assert.matches("no bundling today", result.err)
    assert.matches("nothing to stage\n$", result.err)
    assert.equal(1, result.status)
  end)
end)

describe(".luacdkrc.lua", function()
  after_each(repl.end_all)

  local function project(text)
    local folder = luacdk.folder {
      ["home/.luacdkrc.lua"] = "a = 1 function double(x) return 2 * x end\n",
      ["project/.luacdkrc.lua"] = text or "b = a + 1\n",
    }
    return folder, { folder = folder .. "/project", env = { HOME = folder .. "/home",
      XDG_CONFIG_HOME = folder .. "/home/.config", XDG_STATE_HOME = folder .. "/home/state" } }
  end

  it("is run in every session: the user's, then the one that is named", function()
    local folder, options = project()
    options.arguments = { "--settings", ".luacdkrc.lua" }
    assert.equal("1\n2\n8\n2\n", printed("a\nb\ndouble(4)\n:undo\nb\n", options))
    luacdk.write(folder .. "/home/.config/luacdk/.luacdkrc.lua", "a = 10\n")
    assert.equal("11\n", printed("b\n", options))
    options.arguments = { "--settings", "none.lua" }
    assert.matches("cannot read none%.lua", repl.pipe("1\n", options).err)
    luacdk.remove(folder)
  end)

  it("of the working folder is not run where nobody can be asked", function()
    local folder, options = project "io.stderr:write 'run'\n"
    local result = repl.pipe("a\n:undo\n", options)
    assert.equal("1\n", result.out)
    assert.equal(".luacdkrc.lua of this folder is not run, since there was nobody to ask;"
      .. " `luacdk repl --settings .luacdkrc.lua` runs it\n", result.err)
    luacdk.remove(folder)
  end)

  it("of the working folder is run once it was agreed to, and until it changes", function()
    local folder, options = project()
    local function session(answer)
      local one = repl.open(options)
      if answer then
        one:wait_for "run %.luacdkrc%.lua of this folder, 1 line of Lua that can do anything you can%? %[y/N%]"
        one:enter(answer)
      end
      local shown = one:enter "b"
      assert.equal(0, one:close())
      return shown[#shown]
    end
    options.wait, options.columns = false, 120
    assert.equal("nil", session "n")
    assert.equal("nil", session "")
    assert.equal("_1 = 2", session "y")
    options.wait = nil
    assert.equal("_1 = 2", session())
    assert.equal("2\n", printed("b\n", options))
    luacdk.write(folder .. "/project/.luacdkrc.lua", "b = 5\n")
    assert.matches("not run", repl.pipe("1\n", options).err)
    luacdk.write(folder .. "/project/.luacdkrc.lua", "b = a + 1\n")
    os.execute("cp -r " .. folder .. "/project " .. folder .. "/other")
    options.folder = folder .. "/other"
    assert.matches("not run", repl.pipe("1\n", options).err)
    luacdk.remove(folder)
  end)

  for kind, prepare in pairs { ["a pipe"] = "mkfifo", ["a device"] = "ln -s /dev/zero",
    ["huge"] = "truncate -s 100G" } do
    it("of the working folder is not read where it is " .. kind, function()
      local folder, options = project()
      os.execute(("cd %s/project && rm .luacdkrc.lua && %s .luacdkrc.lua"):format(folder, prepare))
      local result = repl.pipe("a\n", options)
      assert.equal("1\n", result.out)
      assert.matches("cannot read %.luacdkrc%.lua: ", result.err)
      luacdk.remove(folder)
    end)
  end

  it("is reported when it fails, and the session goes on", function()
    local result = repl.pipe("1\n:reset\n2\n", { files = { [".luacdkrc.lua"] = "\nerror 'no'\n" } })
    assert.same({ status = 0, out = "1\n2\n" }, { status = result.status, out = result.out })
    assert.matches("^%S*%.luacdkrc%.lua:2: no\n", result.err)
    result = repl.pipe("1\n", { files = { [".luacdkrc.lua"] = "x = = 2\n" } })
    assert.matches("%.luacdkrc%.lua:1: unexpected symbol near '='\n$", result.err)
  end)

  it("can set options", function()
    assert.equal("true\n", printed("cdk and told\n", { files = {
      [".luacdkrc.lua"] = "local session = ... session:option('x', true) told = session:option 'x'\n",
    } }))
  end)
end)

describe("the history", function()
  after_each(repl.end_all)

  local function file(folder)
    for _, name in ipairs(luacdk.list(folder)) do
      if name:find "^%.state/luacdk/history/." then return folder .. "/" .. name end
    end
  end

  it("comes back with the arrow keys, in the session and the next of the project", function()
    local folder = luacdk.folder()
    local session = repl.open { folder = folder }
    session:enter "40 + 2"
    session:enter "x = 1"
    session:type "\27[A\27[A"
    session:wait_for "^3> 40 %+ 2"
    assert.same({ "_2 = 42" }, session:enter "")
    session:close()
    session = repl.open { folder = folder }
    session:type "\27[A"
    session:wait_for "^1> 40 %+ 2"
    session:type "\3"
    session:close()
    luacdk.remove(folder)
  end)

  it("is a file of the project that only its user reads; sessions at once do not disturb each other", function()
    local folder = luacdk.folder()
    local one, two = repl.open { folder = folder }, repl.open { folder = folder }
    one:enter "1"
    two:enter "2"
    one:enter "3"
    one:close()
    two:close()
    assert.equal("1\n2\n3\n", luacdk.read(file(folder)))
    local pipe = io.popen("stat -c %a '" .. file(folder) .. "'")
    assert.equal("600", pipe:read "l")
    pipe:close()
    assert.matches(folder:gsub("/", "%%%%"):gsub("[%-%.]", "%%%0"), file(folder))
    luacdk.remove(folder)
  end)

  it("of a session with a definition, which may not write, is kept too", function()
    local folder = luacdk.folder { ["d.lua"] = "return cdk.template { name = 's', build = function() end }" }
    local session = repl.open { folder = folder, arguments = { "d.lua" } }
    assert.same({ "_1 = 1" }, session:enter "1")
    session:close()
    assert.equal("1\n", luacdk.read(file(folder)))
    luacdk.remove(folder)
  end)

  it("that cannot be kept is told of, once", function()
    local session = repl.open { files = { [".state"] = "a file" } }
    local shown = session:enter "1"
    assert.matches("^the history is not saved: cannot open ", shown[2])
    assert.same({ "_2 = 2" }, session:enter "2")
    session:close()
  end)

  it("does not hold chunks that begin with a blank", function()
    local folder = luacdk.folder()
    local session = repl.open { folder = folder }
    session:enter " password = 'x'"
    session:enter " for i = 1, 2 do"
    session:enter "secret = i"
    session:enter "end"
    session:enter "for i = 1, 2 do"
    session:enter "  open = i"
    session:enter "end"
    session:type "\27[A\27[A\27[A\27[A"
    session:wait_for "^8> for i"
    session:type "\3"
    session:close()
    assert.equal("for i = 1, 2 do\30  open = i\30end\n", luacdk.read(file(folder)))
    luacdk.remove(folder)
  end)

  it("brings back chunks whole, by arrow and by Ctrl-R, also in the next session", function()
    local folder = luacdk.folder()
    local session = repl.open { folder = folder }
    for _, line in ipairs { "for i = 1, 2 do", "  print(i * 21)", "end" } do session:enter(line) end
    session:enter "x = 1"
    session:type "\27[A\27[A"
    session:wait_for "^  print%(i %* 21%)$"
    session:wait_for "^end$"
    local seen, row = session:seen(), #session:screen()
    session:type "\r"
    session:wait_for_prompt(seen)
    assert.same({ "21", "42" }, { session:screen()[row + 1], session:screen()[row + 2] })
    assert.equal("8> ", session:line())
    session:close()
    session = repl.open { folder = folder }
    session:type "\18print"
    session:wait_for "^1> for i = 1, 2 do$"
    session:type "\27"
    session:type "\r"
    session:wait_for "^42$"
    session:close()
    luacdk.remove(folder)
  end)

  it("keeps what was typed of a chunk that is given up", function()
    local session = repl.open()
    session:enter "if true then"
    session:type "\3"
    session:wait_for "^2>$"
    session:type "\27[A"
    session:wait_for "^2> if true then$"
    session:type "\3"
    session:close()
  end)

  it("keeps nothing of piped input", function()
    local folder = luacdk.folder()
    repl.pipe("1\n", { folder = folder, env = { XDG_STATE_HOME = folder } })
    assert.same({}, luacdk.list(folder))
    luacdk.remove(folder)
  end)
end)

describe("a command", function()
  it("that is misspelt names the nearest", function()
    assert.equal("there is no command ':undoo'; did you mean ':undo'?\n", repl.pipe(":undoo\n").err)
    assert.equal("there is no command ':xyzzy'; :help lists them\n", repl.pipe(":xyzzy\n").err)
  end)

  it("is listed by :help, and explained", function()
    local out = printed ":help\n"
    for _, name in ipairs { ":undo", ":mark", ":back", ":reset", ":save", ":load", ":synth", ":stage", ":quit" } do
      assert.matches("\n  " .. name .. " ", "\n" .. out)
    end
    assert.matches("^:save FILE\n", printed ":help save\n")
  end)

  it(":quit ends the session", function() assert.equal("1\n", printed "1\n:quit\n2\n") end)

  it(":history lists the accepted lines", function()
    assert.equal("1\n   1  1\n   2  x = 2\n", printed "1\nx = 2\n:history\n")
  end)
end)

describe("without an app", function()
  it("there is nothing to write", function()
    for command, what in pairs { [":synth out"] = "write", [":stage"] = "prepare", [":save app.lua"] = "save" } do
      local result = repl.pipe(command .. "\n")
      assert.equal(("%s: there is no app yet, so nothing to %s; make one: "):format(command:match "^:%a+", what)
        .. 'stack = cdk.Stack(cdk.App(), "Demo")\n', result.err)
      assert.equal(1, result.status)
    end
  end)

  it("lines can be saved, which says that they make none", function()
    local result = repl.pipe("function double(x) return 2 * x end\n:save app.lua\n:reset\n:load app.lua\ndouble(2)\n")
    assert.equal("app.lua: these lines make no app, so the script will write nothing\n", result.err)
    assert.equal("4\n", result.out)
    assert.equal(0, result.status)
  end)
end)

describe("a command", function()
  it("has a name", function()
    assert.equal("a colon starts a command; :help lists them\n", repl.pipe(":\n").err)
  end)
end)
