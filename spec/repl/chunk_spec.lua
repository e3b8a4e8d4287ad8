-- The lexer behind lines.
local chunk = require "luacdk.repl.chunk"

local function texts(source)
  local list = {}
  for i, token in ipairs(chunk.tokens(source)) do list[i] = token.text end
  return list
end

describe("chunk.tokens", function()
  it("knows every kind of token", function()
    assert.same({ "local", "x", "<", "const", ">", "=", "0x1p-4", "..", "3.5e+2", "//", "a", ".", "b", ":", "c",
      '"q\\"r"', "[==[ ]] ]==]", "...", "::", "l", "::", "<=", "~=", "<<", "-", "1" },
      texts 'local x<const> =0x1p-4 .. 3.5e+2//a.b:c"q\\"r"[==[ ]] ]==] ... ::l:: <= ~= << -1 -- no\n--[[ no ]]')
  end)

  it("takes what is not finished as it comes", function()
    assert.same({ "x", "=", "[[ab" }, texts "x = [[ab")
    assert.same({ "x", "=", "'ab" }, texts "x = 'ab")
    assert.same({ "x" }, texts "x --[[ ab")
  end)
end)

describe("chunk.top_level", function()
  local function names(source)
    local list = {}
    for i, variable in ipairs((chunk.top_level(chunk.tokens(source)))) do
      list[i] = variable.name .. (variable.attribute and "<" .. variable.attribute .. ">" or "")
    end
    return table.concat(list, " ")
  end

  it("finds locals, with attributes", function()
    assert.equal("a b<const> c<close> f", names "local a, b <const>, c <close> = 1 local function f() end")
  end)

  it("leaves out those of blocks", function()
    assert.equal("z", names [[
      while true do local a end for i = 1, 2 do local b end if x then local c else local d end
      repeat local e until f(function() local g end) local z = { function() local h end }]])
  end)
end)

describe("chunk.lines", function()
  -- Feeds all but the first line; returns how many were taken as incomplete.
  local function feed(source)
    local lines, open = nil, 0
    for text in (source .. "\n"):gmatch "(.-)\n" do
      if not lines then
        lines = chunk.lines(text, 1)
      else
        lines:add(text)
        if not lines:are_open() then return open, lines:text() end
        open = open + 1
      end
    end
    return open, lines:text()
  end

  local LONG = ("  a = 1,\n"):rep(1000)

  it("are open until the last", function()
    for _, source in ipairs {
      "t = {\n" .. LONG .. "}",
      "f(\n{" .. LONG .. "}\n)",
      "function f()\n" .. ("  if a then b() else c() end -- }\n"):rep(1000) .. "end",
      "repeat\n" .. ("for i = 1, 2 do f { [[x]], '}' } end\n"):rep(1000) .. "until x",
      "x = [==[\n" .. ("]] end } )\n"):rep(1000) .. "]==]",
      "x = { --[[\n" .. ("end } )\n"):rep(1000) .. "]] 1,\n" .. LONG .. "}",
      "x =\n" .. ("1 +\n"):rep(2000) .. "1",
      "x = '\\\n" .. ("{ ( \\\n"):rep(1000) .. "'",
      "x = '\\z\n" .. ("{ ( \\z\n"):rep(1000) .. "'",
    } do
      local open, text = feed(source)
      assert.equal(source, text)
      assert.equal(select(2, source:gsub("\n", "")) - 1, open, source:sub(1, 20))
    end
  end)

  it("are parsed a few times, however many they are", function()
    local count, original = 0, load
    load = function(...) -- luacheck: ignore 121
      count = count + 1
      return original(...)
    end
    feed("t = {\n" .. LONG:rep(20) .. "}")
    load = original -- luacheck: ignore 121
    assert.is_true(count < 600, tostring(count))
  end)

  it("with a mistake in a long text are told at the latest when it has grown by a quarter", function()
    local open = feed("t = {\n" .. LONG .. "  a b c\n" .. LONG .. "}")
    assert.is_true(open >= 1000 and open < 1300, tostring(open))
  end)
end)
