-- Running programs: luacdk.process.
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"
local process = require "luacdk.process"

local function sh(script, options)
  local request = { argv = { "sh", "-c", script }, capture = true }
  for name, value in pairs(options or {}) do request[name] = value end
  return process.run(request)
end

describe("process.run", function()
  it("collects what the program prints, and its status", function()
    local result = sh "echo out; echo err >&2; exit 3"
    assert.same({ status = 3, stdout = "out\n", stderr = "err\n" }, result)
  end)

  it("passes the words on as they are, without a shell", function()
    local result = process.run { argv = { "printf", "%s|", "a b", "$HOME", "*", "" }, capture = true }
    assert.equal("a b|$HOME|*||", result.stdout)
  end)

  it("tells the signal that ended the program", function()
    local result = sh "kill -TERM $$"
    assert.is_nil(result.status)
    assert.equal("SIGTERM", result.signal)
  end)

  it("says in Node's words why a program could not be started", function()
    local missing = process.run { argv = { "no-such-program" } }
    assert.equal("spawnSync no-such-program ENOENT", missing.error)
    assert.equal("ENOENT", missing.code)
    assert.equal("spawnSync /etc/passwd EACCES", process.run { argv = { "/etc/passwd" } }.error)
    assert.equal("spawnSync pwd ENOENT", process.run { argv = { "pwd" }, cwd = "/no/such/folder" }.error)
  end)

  it("runs in the folder named, with exactly the environment given", function()
    assert.equal("/usr\n", sh("pwd", { cwd = "/usr" }).stdout)
    local result = process.run { argv = { "env" }, env = { PATH = os.getenv "PATH", A = "1 2" }, capture = true }
    local lines = {}
    for line in result.stdout:gmatch "[^\n]+" do lines[line:match "^[^=]*"] = line end
    assert.equal("A=1 2", lines.A)
    assert.is_nil(lines.HOME)
  end)

  it("looks the program up in the PATH of the environment it gives", function()
    local folder = luacdk.folder { tool = "#!/bin/sh\necho mine\n" }
    os.execute("chmod +x " .. folder .. "/tool")
    local result = process.run { argv = { "tool" }, env = { PATH = "/nowhere:" .. folder }, capture = true }
    luacdk.remove(folder)
    assert.equal("mine\n", result.stdout)
  end)

  it("feeds text of any length while reading the answer", function()
    local text = ("0123456789abcdef"):rep(40000)
    assert.equal(text, process.run { argv = { "cat" }, input = text, stdout = "pipe" }.stdout)
  end)

  it("does not mind a program that leaves its input unread", function()
    local result = process.run { argv = { "true" }, input = ("x"):rep(1000000) }
    assert.equal(0, result.status)
  end)

  it("gives a program without input the end of it at once", function()
    assert.equal("", process.run { argv = { "cat" }, capture = true }.stdout)
  end)

  it("ends a program that takes too long", function()
    local result = process.run { argv = { "sleep", "60" }, timeout = 50 }
    assert.equal("spawnSync sleep ETIMEDOUT", result.error)
    assert.equal("SIGTERM", result.signal)
    assert.equal("SIGKILL", sh("trap '' TERM; sleep 60", { timeout = 50, kill_signal = "SIGKILL" }).signal)
  end)

  it("does not wait for whoever inherited the streams of a program that timed out", function()
    local result = sh("sleep 5 & sleep 60", { timeout = 50, kill_signal = "SIGKILL" })
    assert.equal("ETIMEDOUT", result.code)
  end)

  it("ends a program that prints more than max_buffer", function()
    local result = process.run { argv = { "yes" }, max_buffer = 1000, stdout = "pipe" }
    assert.equal("spawnSync yes ENOBUFS", result.error)
    assert.equal(1000, #result.stdout)
  end)

  it("leaves no descriptor and no child behind", function()
    local function open_files() return #assert(assets.list "/proc/self/fd") end
    for _ = 1, 2 do collectgarbage() end -- what other specs have left open, and what only that held
    local before = open_files()
    for _ = 1, 20 do
      sh "exit 1"
      process.run { argv = { "no-such-program" }, input = "x", capture = true }
      process.run { argv = { "sleep", "9" }, timeout = 5, capture = true }
    end
    assert.is_true(open_files() <= before)
    local children = sh("cat /proc/$PPID/task/$PPID/children | wc -w").stdout
    assert.is_true(tonumber(children) <= 1) -- the one that counts
  end)

  it("runs a script without a first line that names its interpreter, as execvp does", function()
    local folder = luacdk.folder { script = "echo got $1\n" }
    os.execute("chmod +x " .. folder .. "/script")
    local result = process.run { argv = { folder .. "/script", "it" }, capture = true }
    luacdk.remove(folder)
    assert.equal("got it\n", result.stdout)
  end)

  it("says which argument is wrong", function()
    assert.error_matches(function() process.run { argv = {} } end, "the program is missing")
    assert.error_matches(function() process.run { argv = { "true", 1 } } end, "argv%[2%]: expected a string, "
      .. "got number")
    assert.error_matches(function() process.run { argv = { "true" }, stdout = "nowhere" } end, "ignore, pipe")
    assert.error_matches(function() process.run { argv = { "true" }, kill_signal = "SIGNONE" } end, "unknown signal")
  end)
end)

describe("a signal during a run", function()
  it("reaches the program, which may tidy up, and ends us", function()
    local folder = luacdk.folder {
      ["app.lua"] = [[
        local process = require "luacdk.process"
        process.run { argv = { "sh", "-c", "trap 'echo tidied >tidy; exit 0' INT; kill -INT $PPID; sleep 5 & wait" } }
        print "went on"
      ]],
    }
    local result = luacdk.run(folder, { "app.lua" })
    os.execute("for i in $(seq 100); do test -e " .. folder .. "/tidy && exit; sleep 0.1; done")
    local tidied = luacdk.exists(folder .. "/tidy")
    luacdk.remove(folder)
    assert.is_true(tidied)
    assert.not_equal(0, result.status)
    assert.falsy(result.out:find "went on")
  end)
end)
