-- src/base/terminal_look.c: how output is to look, as the environment and the terminal have it.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local PROGRAM = { ["look.lua"] = [[
local look = require "luacdk.terminal".look "stdout"
for _, name in ipairs { "is_terminal", "colour", "unicode", "watched", "width", "columns", "rows" } do
  print(name, look[name])
end
]] }

local function read(lines)
  local look = {}
  for _, line in ipairs(lines) do
    local name, value = line:match "^(%S+)%s+(%S+)$"
    if name then look[name] = tonumber(value) or value == "true" end
  end
  return look
end

-- The look at a terminal; `colour` unset leaves colours to the environment.
local function at_terminal(env, options)
  options = options or {}
  local session = repl.open { files = PROGRAM, wait = false, command = { "look.lua" }, colour = true, env = env,
    term = options.term, columns = options.columns, rows = options.rows }
  session:wait_for "^rows"
  return read(session:screen())
end

local function piped(env)
  local folder = luacdk.folder(PROGRAM)
  local result = luacdk.run(folder, "look.lua", { env = env })
  luacdk.remove(folder)
  local lines = {}
  for line in result.out:gmatch "[^\n]+" do lines[#lines + 1] = line end
  return read(lines)
end

describe("the look of a terminal", function()
  after_each(repl.end_all)

  it("has colours unless the environment says otherwise", function()
    for _, case in ipairs {
      { {}, true },
      { { NO_COLOR = "1" }, false }, { { NO_COLOR = "" }, true }, { { NO_COLOR = "1", FORCE_COLOR = "1" }, false },
      { { FORCE_COLOR = "0" }, false }, { { FORCE_COLOR = "false" }, false },
      { { CLICOLOR = "0" }, false }, { { CLICOLOR = "1" }, true }, { { CLICOLOR = "0", CLICOLOR_FORCE = "1" }, true },
      { { CLICOLOR_FORCE = "0" }, true },
      { { TERM = "dumb" }, false }, { { TERM = false }, false }, { { TERM = "dumb", FORCE_COLOR = "1" }, true },
      { { CI = "true" }, false }, { { CI = "false" }, true }, { { CI = "0" }, true }, { { CI = "" }, false },
      { { AI_AGENT = "x" }, false }, { { AI_AGENT = "" }, true }, { { CLAUDECODE = "1" }, false },
      { { AI_AGENT = "x", FORCE_COLOR = "1" }, true },
    } do
      local words = {}
      for name, value in pairs(case[1]) do words[#words + 1] = name .. "=" .. tostring(value) end
      table.sort(words)
      assert.equal(case[2], at_terminal(case[1]).colour, table.concat(words, " "))
    end
  end)

  it("is watched by a person, but not under CI systems and agents", function()
    assert.is_true(at_terminal({}).watched)
    for _, env in ipairs { { CI = "1" }, { AGENT = "amp" }, { CODEX_SANDBOX = "seatbelt" },
      { AWS_EXECUTION_ENV = "AmazonQ-For-CLI Version/1" }, { AWS_EXECUTION_ENV = "Kiro" } } do
      assert.is_false(at_terminal(env).watched)
    end
    assert.is_true(at_terminal({ AWS_EXECUTION_ENV = "AWS_ECS_EC2", CI = "false" }).watched)
  end)

  it("has a width: COLUMNS, else the terminal's, else 80", function()
    local look = at_terminal({}, { columns = 20, rows = 7 })
    assert.same({ 20, 20, 7 }, { look.width, look.columns, look.rows })
    assert.equal(33, at_terminal({ COLUMNS = "33" }).width)
    for _, wrong in ipairs { "", "0", "-5", "wide", "33x" } do
      assert.equal(50, at_terminal({ COLUMNS = wrong }, { columns = 50 }).width)
    end
    assert.equal(80, at_terminal({}, { columns = 0, rows = 0 }).width)
  end)

  it("shows Unicode if the locale is UTF-8", function()
    for _, case in ipairs { { { LC_ALL = "de_DE.UTF-8" }, true }, { { LC_ALL = "C" }, false },
      { { LC_ALL = false, LC_CTYPE = "C.utf8", LANG = "C" }, true },
      { { LC_ALL = "", LC_CTYPE = false, LANG = "C" }, false },
      { { LC_ALL = false, LC_CTYPE = false, LANG = false }, false } } do
      assert.equal(case[2], at_terminal(case[1]).unicode)
    end
  end)
end)

describe("the look of a pipe", function()
  it("is plain, of any width, and UTF-8", function()
    local look = piped { LC_ALL = "C", COLUMNS = "33" }
    assert.same({ is_terminal = false, colour = false, unicode = true, watched = false, width = 0, columns = 33,
      rows = 24 }, look)
  end)

  it("has colours if they are asked for", function()
    assert.is_true(piped({ FORCE_COLOR = "1" }).colour)
    assert.is_true(piped({ FORCE_COLOR = "" }).colour)
    assert.is_true(piped({ CLICOLOR_FORCE = "1" }).colour)
    assert.is_false(piped({ CLICOLOR = "1" }).colour)
    assert.is_false(piped({ FORCE_COLOR = "1", NO_COLOR = "1" }).colour)
  end)
end)
