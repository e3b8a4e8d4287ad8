-- The Lua that runs untrusted code (tools/lua/lua.mk): the published bugs of Lua 5.4 (lua.org/bugs.html, and what was
-- mended in its repository since), each tried in the sandbox. A row: the last version with the bug, what holds now, a
-- script, what it prints.
local luacdk = require "spec.support.luacdk"

local function run(text, before)
  local folder = luacdk.folder { ["app.lua"] = text }
  local result = luacdk.run(folder, { "-q", "--sandbox", "app.lua" }, { before = before or "timeout 60" })
  luacdk.remove(folder)
  return result
end

local function prints(expected, text)
  local result = run(text)
  result.err = result.err:gsub("^cdk%.out: 1 stack: S\n$", "")
  assert.same({ status = 0, out = expected .. "\n", err = "" }, result)
end

-- A concatenation whose metamethod makes the stack move, by growing it and by letting the collector shrink it again.
local MOVING = [[
  local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
  local t = setmetatable({}, { __concat = function(a, b)
    local side = type(a) == "table" and b or a
    return "<" .. deep(2000) .. tostring(side) .. ">"
  end })
  local function join() return "a" .. t .. "c", "b" .. t, t .. "x", "1" .. "2" .. t .. "3" .. "4" end
]]

describe("concatenation while the stack moves (5.4.4)", function()
  local JOINED = "a<2000c>\t<2000b>\t<2000x>\t12<200034>"

  it("keeps its values in the main thread", function() prints(JOINED, MOVING .. "print(join())") end)

  it("keeps its values in a coroutine", function()
    prints(JOINED, MOVING .. [[
      for _ = 1, 50 do coroutine.wrap(join)() end
      print(coroutine.wrap(join)())]])
  end)

  it("keeps its values at any depth of calls, while garbage is collected", function()
    prints("joined", MOVING .. [[
      local function at(depth)
        if depth == 0 then
          local a, _, _, d = join()
          assert(a == "a<2000c>" and d == "12<200034>")
          return 0
        end
        local x = { depth }
        return at(depth - 1) + #x
      end
      for depth = 1, 180 do
        assert(at(depth) == depth)
        assert(coroutine.wrap(at)(depth) == depth)
      end
      print "joined"]])
  end)

  it("keeps tokens of the library, which are joined so all the time", function()
    prints("joined", [[
      local token = cdk.Stack(cdk.App(), "S").region
      local function deep(n)
        if n == 0 then return token .. "a" .. token .. "b" end
        local a, b, c, d = 1, 2, 3, 4
        return deep(n - 1), a, b, c, d
      end
      for n = 1, 180 do deep(n) coroutine.wrap(deep)(n) end
      print "joined"]])
  end)
end)

local PUBLISHED = {
  { "5.4.0", "entering a coroutine does not extend the limit of C calls", [[
      local function nest() return coroutine.wrap(nest)() end
      local ok, message = pcall(nest)
      print(ok, tostring(message):match "C stack overflow")]], "false\tC stack overflow" },
  { "5.4.0", "a key that is removed during a traversal can be collected and still be gone on from", [[
      local count, t = 0, {}
      for i = 1, 500 do t[{ i }], t["k" .. i], t[i + 0.5] = i, i, i end
      for key in pairs(t) do
        t[key] = nil
        count = count + 1
        for _ = 1, 20 do local _ = { ("x"):rep(100) } end
      end
      print(count, next(t))]], "1500\tnil" },
  { "5.4.0", "upvalues and finalized objects survive a full collection while they are written", [[
      local kept = {}
      for i = 1, 20000 do
        local v = { i }
        kept[i % 97] = function() v = { v[1] + 1 } return v[1] end
        if i % 97 == 5 then kept[5]() end
      end
      local sum = 0
      for i = 0, 96 do sum = sum + kept[i]() end
      print(sum > 0)]], "true" },
  { "5.4.2", "the stack grows up to its limit and no further", [[
      local ends = {}
      for n = 999000, 1000100, 100 do
        local ok, message = pcall(function() return select("#", table.unpack({}, 1, n)) end)
        ends[ok and "fits" or tostring(message):match "too many results" or message] = true
      end
      local depth = 0
      local function deep(...) depth = depth + 1 return 1 + deep(depth, ...) end
      local ok, message = pcall(deep)
      print(ends["too many results"], ok, tostring(message):match "stack overflow")]],
      "true\tfalse\tstack overflow" },
  { "5.4.2", "table.concat names the smallest of indices", [[
      local low = math.mininteger
      local _, message = pcall(table.concat, {}, "", low, low)
      print((message:gsub("^.*%(", "("):gsub("%-9223372036854775808", "low")))]],
      "(nil) at index low in table for 'concat'" },
  { "5.4.2", "an error about a value in no register finds its name without leaving the stack", [[
      local ok, message = pcall(function() return setmetatable({}, { __index = 10 }).x end)
      print(ok, message:match "attempt to index a number value")]], "false\tattempt to index a number value" },
  { "5.4.2", "coroutines that nest after a caught error are counted", [[
      local function nest() pcall(1) return coroutine.wrap(nest)() end
      local ok, message = pcall(nest)
      print(ok, tostring(message):match "C stack overflow")]], "false\tC stack overflow" },
  { "5.4.3", "a return inside of a loop with a value to be closed is no tail call", [[
      local closed = false
      local guard = setmetatable({}, { __close = function() closed = true end })
      local function first()
        for _ in function(_, n) return not n or nil end, nil, nil, guard do return (function() return closed end)() end
      end
      print(first(), closed)]], "false\ttrue" },
  { "5.4.3", "a yield in __close leaves the returned values alone", [[
      local function body(...)
        local guard <close> = setmetatable({}, { __close = function() coroutine.yield "closing" end })
        return table.unpack({ 10, nil, 30, ... }, 1, 5)
      end
      local co = coroutine.wrap(body)
      print(co(40, 50))
      print(co())]], "closing\n10\tnil\t30\t40\t50" },
  { "5.4.3", "a function statement cannot assign to a constant", [[
      local taken = load "local f <const> = 10; function f() end"
      print(taken, load "local f <const> = {}; local function f() end" ~= nil)]],
      "nil\ttrue" },
  { "5.4.3", "shifts by the smallest and the largest integer give zero", [[
      print(1 >> math.mininteger, 1 << math.mininteger, 1 >> math.maxinteger, -1 << math.maxinteger)]], "0\t0\t0\t0" },
  { "5.4.3", "a coroutine that is being closed cannot be closed again", [[
      local co
      co = coroutine.create(function()
        local guard <close> = setmetatable({}, { __close = function() coroutine.close(co) end })
        coroutine.yield()
      end)
      coroutine.resume(co)
      local ok, message = coroutine.close(co)
      print(ok, tostring(message):match "cannot close a running coroutine")
      print(coroutine.status(co), coroutine.close(co))]],
      "false\tcannot close a running coroutine\ndead\ttrue" },
  { "5.4.4", "_ENV may be a constant that is no table", [[
      local ok, message = pcall(function() local _ENV <const> = 11 X = "hi" end)
      print(ok, message:match "attempt to index a number value")]], "false\tattempt to index a number value" },
  { "5.4.4", "bitwise operations find constants past the 256th", [[
      local text = "local x = {"
      for i = 1, 300 do text = text .. i .. ".25," end
      local function value(expression) return load(text .. "} return " .. expression)() end
      print(value "1 ~ (2 or 3)", value "1 | (2 or 3)", value "1 & (3 or 2)", value "1 << (2 or 3)")]],
      "3\t3\t1\t4" },
  { "5.4.4", "values are closed while the stack moves", [[
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local function body()
        local a <close> = setmetatable({}, { __close = function() deep(3000) end })
        local b <close> = setmetatable({}, { __close = function() deep(6000) end })
        return "one", "two"
      end
      print(body())
      print(coroutine.wrap(body)())]], "one\ttwo\none\ttwo" },
  { "5.4.4", "a break closes the loop's value and the right upvalues", [[
      local closed = false
      local guard = setmetatable({}, { __close = function() closed = true end })
      local get
      for key in next, { "v" }, nil, guard do
        get = function() return key end
        break
      end
      print(closed, get())]], "true\t1" },
  { "5.4.4", "utf8 accepts no stray continuation bytes", [[
      local function fails(s) return not pcall(function() for _ in utf8.codes(s) do end end) and not utf8.len(s) end
      print(fails "in\x80valid", fails "\xbfa", fails "a\u{3b1}\xbf", fails "\xff\x8f\x8f\x8f\x8f\x8f\x8f\x8f")]],
      "true\ttrue\ttrue\ttrue" },
  { "5.4.5", "a chain of coroutines that close each other is counted", [[
      local before = false
      for _ = 1, 2000 do
        local previous = before
        before = coroutine.create(function()
          local guard <close> = setmetatable({}, { __close = function()
            if previous then assert(coroutine.close(previous)) end
          end })
          coroutine.yield()
        end)
        coroutine.resume(before)
      end
      local ok, message = coroutine.close(before)
      print(ok, tostring(message):match "C stack overflow")]], "false\tC stack overflow" },
  { "5.4.5", "an error in arithmetic is told by its line", [[
      local ok, message = pcall(function()
        local a = 0

        local b = 1 % a
        return b
      end)
      print(ok, message:match ":(%d+):")]], "false\t4" },
  { "5.4.6", "strings with zeros inside are compared within their length", [[
      local texts = {}
      for n = 0, 40 do texts[#texts + 1] = ("a\0"):rep(n) texts[#texts + 1] = ("a\0"):rep(n) .. "\0" end
      table.sort(texts)
      for i = 2, #texts do assert(texts[i - 1] <= texts[i] and not (texts[i] < texts[i - 1])) end
      print(#texts[1], #texts[#texts])]], "0\t81" },
  { "5.4.6", "the name of a value is found without recursion", [[
      local field = "a" .. ("._ENV"):rep(5000) .. ".x + 1"
      local f = load("local a = ...; return " .. field)
      local a = {}
      a._ENV = a
      local ok, message = pcall(f, a)
      print(ok, message:match "field 'x'")
      print(select(2, pcall(load "return ('_ENV').x + 1")):match "field 'x'")]], "false\tfield 'x'\nfield 'x'" },
  { "5.4.6", "a call is told by the line of its parenthesis", [[
      local ok, message = pcall(load "local t = {}\nt\n.\nf\n(\n1)")
      print(ok, message:match ":(%d+):")]], "false\t5" },
  { "5.4.6", "an assignment to several names at once does not overlap", [[
      local a, b, c = 1, 2, 3
      local t = { a }
      a, b, c, t[a], t[b] = c, a, b, "one", "two"
      print(a, b, c, t[1], t[2])]], "3\t1\t2\tone\ttwo" },
  { "5.4.7", "a comparison may be an index", [[
      local t = { [true] = 10, [false] = 20 }
      local function get(a, b) return t[a < b], t[a == b], t[1 < 2] end
      print(get(1, 2))]], "10\t20\t10" },
  { "5.4.7", "a __newindex that only a weak metatable holds is not used once collected", [[
      for _ = 1, 300 do
        local mt = setmetatable({ __newindex = { {} } }, { __mode = "v" })
        local t = setmetatable({}, mt)
        for i = 1, 40 do t[i] = { ("x"):rep(i) } end
      end
      print "kept"]], "kept" },
  { "5.4.7", "a weak table keeps a metatable that it gets while the collector runs", [[
      local all = {}
      for i = 1, 3000 do all[i] = setmetatable({}, { __mode = "kv" }) end
      for round = 1, 20 do
        for i = 1, #all do setmetatable(all[i], { __mode = "kv", round = { round } }) end
      end
      for i = 1, #all do assert(getmetatable(all[i]).round[1] == 20) end
      print "kept"]], "kept" },
  { "5.4.7", "a message handler above a value to be closed is not called with it gone", [[
      local co = coroutine.create(function()
        local guard <close> = setmetatable({}, { __close = function() local x = 134 error(x) end })
        xpcall(coroutine.yield, function() return "handled" end)
      end)
      coroutine.resume(co)
      print(coroutine.close(co))]], "false\t134" },
  { "5.4.0", "a loop takes more than four expressions", [[
      local sum = 0
      for _, value in next, { 10, 20 }, nil, nil, 5, 6, 7 do sum = sum + value end
      print(sum)]], "30" },
  { "5.4.0", "keys without a value leave weak tables", [[
      local t, count = setmetatable({}, { __mode = "k" }), 0
      local kept = {}
      for i = 1, 20000 do
        local key = { i }
        t[key] = { ("x"):rep(50) }
        if i % 3 == 0 then t[key] = nil end
        if i % 1000 == 1 then kept[#kept + 1] = key end
      end
      for _, key in ipairs(kept) do count = count + (t[key] and 1 or 0) end
      print(count, #kept)]], "14\t20" },
  { "5.4.3", "what is called by way of __call is found again after the stack has moved", [[
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local target = setmetatable({}, { __call = function(_, n) return deep(n) end })
      for _ = 1, 10 do
        local inner = target
        target = setmetatable({}, { __call = function(_, n) return inner(n) end })
      end
      local sum = 0
      for n = 1, 3000, 500 do sum = sum + target(n) + coroutine.wrap(function() return target(n) end)() end
      print(sum)]], "15012" },
  { "5.4.8", "a constructor may hold many nils", [[
      local f = load("return {" .. ("nil,"):rep(200000) .. "1}")
      local t = f()
      print(t[200001], next(t))]], "1\t200001\t1" },
  { "5.4.8", "a gmatch that failed can be called again", [[
      local n = 20000
      local iterate = string.gmatch(("a"):rep(n), ("a?"):rep(n))
      local first = pcall(iterate)
      print(first, (pcall(iterate)))]], "false\tfalse" },
}

describe("in the sandbox, as mended after Lua", function()
  for _, row in ipairs(PUBLISHED) do
    local version, what, text, expected = table.unpack(row)
    it(("%s: %s"):format(version, what), function() prints(expected, text) end)
  end

  it("5.4.6: a text as long as memory is not joined past its end", function()
    local result = run [[
      local s = ("x"):rep(1 << 20)
      while true do s = s .. s .. s .. s end]]
    assert.not_equal(0, result.status)
    assert.matches("memory", result.err)
  end)

  it("5.4.7: an error while memory ends is an error, in a coroutine that is closed too", function()
    local result = run [[
      local co = coroutine.create(function()
        local guard <close> = setmetatable({}, { __close = function()
          local t = {}
          while true do t = { t, ("x"):rep(1 << 16) .. #t } end
        end })
        coroutine.yield()
      end)
      coroutine.resume(co)
      coroutine.close(co)
      local t = {}
      while true do t = { t, ("x"):rep(1 << 16) .. #t } end]]
    assert.not_equal(0, result.status)
    assert.matches("memory", result.err)
  end)

  it("5.4.0 to 5.4.7: what has bugs in io, debug, bytecode and the collector's controls is not there", function()
    prints("nil\tnil\tnil\tnil", [[
      local function has(name) local ok, value = pcall(load("return " .. name)) return ok and value or nil end
      print(has "debug.getlocal", has "io.popen", has "collectgarbage", (load("\27Lua")))]])
  end)
end)
