-- src/host/patterns.c: the bounded find, match, gmatch and gsub give what Lua's own do.
local luacdk = require "spec.support.luacdk"
local sandbox = require "luacdk.sandbox"

describe("the patterns of the sandbox", function()
  local own

  setup(function()
    local folder = luacdk.folder { ["strings.lua"] = "return string" }
    own = assert(sandbox.load(folder .. "/strings.lua"))()
    luacdk.remove(folder)
  end)

  -- All results, or the error without its place.
  local function results(f, ...)
    local all = table.pack(pcall(f, ...))
    if not all[1] then all[2] = tostring(all[2]):gsub("^[^:]*:%d+: ", "") end
    return all
  end

  local function matches_of(library, ...)
    local list = {}
    for a, b, c in library.gmatch(...) do
      list[#list + 1] = { a, b, c }
      if #list > 200 then break end
    end
    return list
  end

  local replacements = { "<%0>", "%1", "%2", "%%", "%", "%x", 7, function(a, b) return b or a end,
    { a = "A", b = false } }

  local function same(subject, pattern)
    local what = ("%q, %q"):format(subject, pattern)
    for _, name in ipairs { "find", "match" } do
      assert.same(results(string[name], subject, pattern), results(own[name], subject, pattern), what)
      for _, start in ipairs { 2, -2, 0, 100, -100, math.mininteger, math.maxinteger } do
        assert.same(results(string[name], subject, pattern, start), results(own[name], subject, pattern, start), what)
      end
    end
    assert.same(results(string.find, subject, pattern, 1, true), results(own.find, subject, pattern, 1, true), what)
    assert.same(results(matches_of, string, subject, pattern), results(matches_of, own, subject, pattern), what)
    for _, by in ipairs(replacements) do
      assert.same(results(string.gsub, subject, pattern, by), results(own.gsub, subject, pattern, by), what)
      assert.same(results(string.gsub, subject, pattern, by, 1), results(own.gsub, subject, pattern, by, 1), what)
    end
  end

  local subjects = { "", "a", "aaa", "abc abd", "  x = 1, y=2 ", "THE (quick) fox", "(a(b)c)(d", "a.b-c%d", "\0a\0b",
    "[x]^$", ("ab"):rep(50), "äöü" }
  local patterns = { "", ".", "a", "a*", "a+", "a-", "a?", "^a", "a$", "^$", "^", "$", "%a+", "%s*(%w+)%s*=%s*(%d+)",
    "()", "()a()",
    "(a)(b)", "((a)b)", "(a*(.)%w(%s*))", "%b()", "%bxx", "%f[%w]%w+", "%f[%a]", "[abc]", "[^abc]", "[a-c]+", "[%a_]",
    "[]]", "[^]]", "[]^$]", "[a-]", "[-a]", "[%]]", "(.)%1", "(a-)%1$", "%%", "%.", "%-", ".-b", ".*b", "a.-c",
    "[\0]",
    "\0", "%z", "%A+", "%D", "%S+", "%U", "%x+", "%p", "%c", "%g+", "%l+%u*", "a**", "^^a", "a$b", "(", ")",
    "(()", "%", "[",
    "[a", "[^", "[%", "[]", "%b", "%bx", "%f", "%fa", "%1", "(a)%2", "(%1)", "(a", "a)", "x*y*z*", "[a-%%]",
    "[%a-z]", "[+--]",
    ("(a)"):rep(32), ("(a)"):rep(33), ("a?"):rep(30) .. ("a"):rep(3) }

  for _, pattern in ipairs(patterns) do
    it(("are Lua's: %q"):format(#pattern > 40 and pattern:sub(1, 40) .. "…" or pattern), function()
      for _, subject in ipairs(subjects) do same(subject, pattern) end
    end)
  end

  it("are Lua's for patterns made at random", function()
    local pieces = { "a", "b", ".", "%a", "%d", "[ab]", "[^a]", "(", ")", "*", "+", "-", "?", "%1", "$", "^", "%b()",
      "%f[a]", "()", " " }
    local seed = 1
    local function random(n)
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed // 65536 % n + 1
    end
    for _ = 1, 1500 do
      local pattern, subject = "", ""
      for _ = 1, random(7) do pattern = pattern .. pieces[random(#pieces)] end
      for _ = 1, random(12) do subject = subject .. ("ab (1)"):sub(random(6)):sub(1, 1) end
      same(subject, pattern)
    end
  end)
end)
