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
