-- luacdk watch: runs again whenever something changes that a run has read.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local APP = [[
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.Queue(stack, "Orders", { queue_name = require "names" })
]]

local ASSETS = [[
local stack = cdk.Stack(cdk.App(), "Shop")
s3_assets.Asset(stack, "Files", { path = "files", exclude = { "*.log" } })
]]

local SIGCONT, SIGSTOP = 18, 19 -- of Linux on x86-64 and ARM

local folder, session

-- Starts watching; `runs` counts those that have ended.
local runs
local function watch(files, ...)
  folder = luacdk.folder(files)
  runs = 0
  session = repl.open { folder = folder, wait = false, columns = 100, command = { "watch", "app.lua", ... },
    env = { TMPDIR = folder } }
end

-- What the terminal shows of the next run, without its time.
local function shown()
  local lines, from = nil, 0
  session:wait_until(function()
    local ended = 0
    lines = {}
    for _, line in ipairs(session:screen()) do
      if ended == runs and line ~= "" then
        lines[#lines + 1] = (line:gsub(" in %d+%.%d+ s; watching %d+ paths?", ""))
      end
      if line:find " s; watching %d" then ended = ended + 1 end
    end
    from = ended
    return ended > runs
  end, "the next run")
  assert.equal(runs + 1, from)
  runs = runs + 1
  return lines
end

-- Calls what changes files while luacdk is stopped, so that it is one change however long it takes.
local function at_once(make, ...)
  session:signal(SIGSTOP)
  local made, message = pcall(make, ...)
  session:signal(SIGCONT)
  assert(made, message)
end

local function change(name, text) at_once(luacdk.write, folder .. "/" .. name, text) end
local function shell(command)
  at_once(function() assert(os.execute("cd " .. folder .. " && " .. command)) end)
end

after_each(function()
  repl.end_all()
  luacdk.remove(folder)
end)

describe("luacdk watch", function()
  it("runs again when something changes that was read, and shows what has changed", function()
    watch { ["app.lua"] = APP, ["names.lua"] = "return 'orders'" }
    assert.same({ "cdk.out: 1 stack: Shop", "done" }, shown())
    change("names.lua", "return 'sales'")
    assert.same({
      "changed: names.lua", "cdk.out: 1 stack: Shop", "Stack Shop", "Resources",
      "[~] AWS::SQS::Queue Orders OrdersA9B65338 replace",
      '    QueueName "orders" → "sales" (requires replacement)', "Number of stacks with differences: 1", "done",
    }, shown())
    change("cdk.json", "{}")
    assert.same({ "changed: cdk.json", "cdk.out: 1 stack: Shop", "Number of stacks with differences: 0", "done" },
      shown())
  end)

  it("keeps the last good assembly when a run fails, and goes on when the mistake is mended", function()
    watch { ["app.lua"] = APP, ["names.lua"] = "return 'orders'" }
    shown()
    change("app.lua", APP .. "error 'no'")
    assert.same({ "changed: app.lua", "app.lua:3: no", "failed" }, shown())
    local template = luacdk.read(folder .. "/cdk.out/Shop.template.json")
    assert.matches("orders", template)
    shell "rm names.lua"
    assert.matches("module 'names' not found", table.concat(shown(), " "))
    assert.equal(template, luacdk.read(folder .. "/cdk.out/Shop.template.json"))
    change("app.lua", APP)
    assert.equal("failed", table.remove(shown()))
    change("names.lua", "return 'orders'")
    assert.same({ "changed: names.lua", "cdk.out: 1 stack: Shop", "Number of stacks with differences: 0", "done" },
      shown())
  end)

  it("begins with a script that fails, and finds what was missing", function()
    watch { ["app.lua"] = APP }
    assert.equal("failed", table.remove(shown()))
    change("names.lua", "return 'orders'")
    assert.same({ "changed: .", "cdk.out: 1 stack: Shop", "done" }, shown())
  end)

  it("takes a burst of changes, and files replaced by renaming, as one change", function()
    watch { ["app.lua"] = APP, ["names.lua"] = "return 'orders'" }
    shown()
    shell "for i in 1 2 3 4 5; do echo \"return 'n$i'\" >new; mv names.lua names.lua~; mv new names.lua; done"
    assert.matches('"orders" → "n5"', table.concat(shown(), "\n"))
    change("unrelated.txt", "x")
    change("names.lua", "return 'last'")
    assert.equal("changed: names.lua", shown()[1])
  end)

  it("notices new files in the folder of an asset, and a folder that goes and comes back", function()
    watch { ["app.lua"] = ASSETS, ["files/a.txt"] = "a" }
    assert.equal("done", table.remove(shown()))
    change("files/deep/b.txt", "b")
    assert.matches("changed: files\n", table.concat(shown(), "\n"))
    change("files/deep/b.txt", "c")
    assert.equal("changed: files/deep/b.txt", shown()[1])
    shell "mv files away"
    assert.equal("failed", table.remove(shown()))
    shell "mv away files"
    assert.equal("done", table.remove(shown()))
    change("files/deep/c.txt", "c")
    assert.equal("changed: files/deep", shown()[1])
  end)

  it("watches what the last run has read", function()
    watch { ["app.lua"] = "cdk.Stack(cdk.App(), (require(require 'which')))", ["which.lua"] = "return 'one'",
      ["one.lua"] = "return 'A'", ["two.lua"] = "return 'B'" }
    shown()
    change("which.lua", "return 'two'")
    shown()
    change("one.lua", "return 'C'")
    change("two.lua", "return 'D'")
    assert.equal("changed: two.lua", shown()[1])
  end)

  it("does not run forever if the script writes what it reads", function()
    watch { ["app.lua"] = [[
local file = io.open("stamp.lua", "w")
file:write("return ", os.time(), " --", os.clock())
file:close()
require "stamp"
cdk.Stack(cdk.App(), "S")
]] }
    shown()
    assert.equal("changed: stamp.lua", shown()[1])
    session:take(600)
    change("stamp.lua", "return 1")
    assert.equal("changed: stamp.lua", shown()[1])
  end)

  it("runs a program after each good run, without a shell", function()
    watch({ ["app.lua"] = APP, ["names.lua"] = "return 'orders'" }, "--quiet", "--exec",
      [[printf '<%s>\n' "a b" c\ d '' $HOME ; "it's"]])
    assert.same({ "<a b>", "<c d>", "<>", "<$HOME>", "<;>", "<it's>", "done" }, shown())
    change("app.lua", "error 'no'")
    assert.same({ "changed: app.lua", "app.lua:1: no", "failed" }, shown())
  end)

  it("says how the program ended, and what is wrong with a command line", function()
    watch({ ["app.lua"] = "cdk.Stack(cdk.App(), 'S')" }, "-q", "--exec", "false")
    assert.same({ "luacdk: false exited with status 1", "failed" }, shown())
    assert.equal("luacdk: --exec needs a command with closed quotes, not 'a \"b'\n",
      luacdk.run(folder, { "watch", "app.lua", "--exec", 'a "b' }).err)
    assert.equal(2, luacdk.run(folder, { "watch", "app.lua", "--exec", " " }).status)
    assert.equal("luacdk: standard input cannot be watched: luacdk watch FILE\n",
      luacdk.run(folder, { "watch", "-" }).err)
    assert.equal("luacdk: FILE is missing: luacdk watch FILE\n", luacdk.run(folder, { "watch" }).err)
  end)

  it("keeps control characters in names from the terminal", function()
    watch { ["app.lua"] = "read_lua = cdk.read_json 'a\27]2;x\7.json'; cdk.Stack(cdk.App(), 'S')",
      ["a\27]2;x\7.json"] = "{}" }
    shown()
    change("a\27]2;x\7.json", "[]")
    assert.equal("changed: a?]2;x?.json", shown()[1])
    assert.falsy(session.bytes:find("\27", 1, true))
  end)

  for _, case in ipairs {
    { "while it waits", "cdk.Stack(cdk.App(), 'S')", "watching" },
    { "while the script runs", "io.stderr:write('running\\n'); while true do end", "running" },
  } do
    it("ends with Ctrl-C " .. case[1] .. " and leaves nothing behind", function()
      watch { ["app.lua"] = case[2] }
      session:wait_for(case[3])
      session:type "\3"
      assert.equal(130, session:wait())
      for _, name in ipairs(luacdk.list(folder)) do assert.falsy(name:find "^luacdk%-", name) end
    end)
  end

  it("ends with a program that it started", function()
    watch({ ["app.lua"] = "cdk.Stack(cdk.App(), 'S')" }, "--exec", "sh -c 'echo $$ >pid; echo at it; exec sleep 600'")
    session:wait_for "at it"
    session:signal(repl.SIGTERM)
    assert.equal(143, session:wait())
    assert.falsy(os.execute(("kill -0 %d 2>/dev/null"):format(tonumber(luacdk.read(folder .. "/pid")))))
  end)
end)
