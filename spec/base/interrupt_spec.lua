-- A signal ends every command at once, whatever runs, and leaves nothing behind.
local luacdk = require "spec.support.luacdk"

-- Starts the command, sends it that signal when it must be deep in its work, and kills it if it goes on: status 137.
local function interrupted(signal, arguments, text)
  local folder = luacdk.folder {
    ["fn/index.js"] = "x",
    ["app.lua"] = [[
      local app = cdk.App()
      s3_assets.Asset(cdk.Stack(app, "S"), "A", { path = "fn" })
      ]] .. text,
  }
  local result = luacdk.run(folder, arguments, {
    before = "timeout --foreground --preserve-status --kill-after=3 --signal=" .. signal .. " 0.5",
    env = { TMPDIR = folder },
  })
  result.files = table.concat(luacdk.list(folder), " ")
  luacdk.remove(folder)
  return result
end

local ENDLESS = {
  ["a loop"] = "while true do end",
  ["a coroutine that catches errors"] =
    "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
  ["a function of Lua's own in C"] = "table.move({}, 1, math.maxinteger - 1, 2)",
  ["a pattern"] = "local _ = ('a'):rep(1e5):find(('.-'):rep(9) .. 'b')",
  ["a program"] = "os.execute 'sleep 9'",
  ["a program that ignores signals"] = "os.execute 'trap \"\" INT TERM; sleep 4'",
  ["reading from a program"] = "io.popen('sleep 4'):read 'a'",
  ["a property that is resolved for ever"] = [[
    local value = cdk.Lazy.string { produce = function() while true do end end }
    cdk.CfnOutput(app.node.children[1], "O", { value = value })]],
}

describe("SIGINT and SIGTERM", function()
  for name, text in pairs(ENDLESS) do
    it("end a script in the midst of " .. name, function()
      for signal, status in pairs { INT = 130, TERM = 143 } do
        local result = interrupted(signal, { "app.lua" }, text)
        assert.equal(status, result.status)
        assert.equal("", result.err)
        assert.equal("app.lua fn/ fn/index.js", result.files)
      end
    end)
  end

  for _, arguments in ipairs { { "ls", "app.lua" }, { "render", "app.lua" }, { "--sandbox", "app.lua" } } do
    it("end luacdk " .. table.concat(arguments, " "), function()
      for signal, status in pairs { INT = 130, TERM = 143 } do
        local result = interrupted(signal, arguments, "table.move({}, 1, math.maxinteger - 1, 2)")
        assert.equal(status, result.status)
        assert.equal("app.lua fn/ fn/index.js", result.files)
      end
    end)
  end

  it("end the program by the signal itself, as whoever waits for it expects", function()
    local folder = luacdk.folder { ["app.lua"] = "while true do end" }
    -- env waits for nobody: the shell sees how the program ended, and says so.
    local result = luacdk.run(folder, { "app.lua" }, { before = [[sh -c '"$0" "$@" & sleep 0.5; kill $!; wait $!; ]] ..
      [[kill -l $?']] })
    luacdk.remove(folder)
    assert.equal("TERM\n", result.out)
  end)
end)

-- Removing a file may take some milliseconds, where it is on disk already, and a large one seconds.
describe("A signal while there is much that must not stay", function()
  local folder
  after_each(function() luacdk.remove(folder) end)

  -- Seconds that the run goes on after the signal; afterwards nothing of it is left, in a while. Infinitely many if it
  -- was over before.
  local function took(script, before_run)
    folder = luacdk.folder { ["app.lua"] = script }
    os.execute(("cd '%s' && %s"):format(folder, before_run or "true"))
    local pipe = io.popen(([[cd '%s' && { %s -q app.lua & } 2>/dev/null
      for i in $(seq 100); do [ -e cdk.out ] && break; sleep 0.05; done; sleep 0.3; sync -f .
      read before rest </proc/uptime; kill $!; wait $! 2>/dev/null; echo $?; read after rest </proc/uptime
      echo $before $after]]):format(folder, luacdk.program))
    local status, before, after = pipe:read("n", "n", "n")
    pipe:close()
    if status == 1 then -- more than 500 resources
      luacdk.remove(folder)
      return math.huge
    end
    assert.equal(143, status)
    for _ = 1, 400 do
      if not luacdk.exists(folder .. "/cdk.out") then break end
      os.execute "sleep 0.05"
    end
    os.remove(folder .. "/large")
    assert.same({ "app.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
    return after - before
  end

  local function ends_at_once(script, before_run)
    local best = math.huge
    for i = 1, 5 do
      best = math.min(best, took((script:gsub("MANY", 4000 * i)), before_run))
      if best <= 0.2 then break end
    end
    assert.is_true(best <= 0.2, best .. " s")
  end

  it("ends the program at once: thousands of files", function()
    ends_at_once [[
      local stack = cdk.Stack(cdk.App(), "S")
      for i = 1, MANY do cdk.CfnResource(cdk.NestedStack(stack, "N" .. i), "R", { type = "A::B::C" }) end]]
  end)

  it("ends the program at once: a large file", function()
    ends_at_once('s3_assets.Asset(cdk.Stack(cdk.App(), "S"), "A", { path = "large" })', "truncate -s 400G large")
  end)
end)

describe("A reader that goes away", function()
  it("ends every command that prints, which leaves nothing behind", function()
    local folder = luacdk.folder { ["tmp/.keep"] = "", ["app.lua"] = [[
      local stack = cdk.Stack(cdk.App(), "S")
      for i = 1, 400 do sns.CfnTopic(stack, ("T"):rep(200) .. i, { display_name = arg[1] }) end]] }
    os.remove(folder .. "/tmp/.keep")
    luacdk.run(folder, { "app.lua" })
    for _, command in ipairs { "tree app.lua", "graph app.lua", "render app.lua", "diff app.lua -- x",
      "diff app.lua --format json -- x" } do
      local pipe = io.popen(("cd '%s' && { TMPDIR=\"$PWD/tmp\" %s %s; echo $? >status; } | head -c 1"):format(folder,
        luacdk.program, command))
      pipe:read "a"
      pipe:close()
      assert.equal("141\n", luacdk.read(folder .. "/status"), command)
      assert.same({}, luacdk.list(folder .. "/tmp"), command)
    end
    luacdk.remove(folder)
  end)
end)
