-- Regular expressions with the meaning of JavaScript, for Lua.
local assert = require "luassert"
local engine = require "luacdk.engine"

describe("a pattern", function()
  it("matches anywhere in the text, and has a reason when it is none", function()
    assert.is_true(engine.matches("b+", "abbc"))
    assert.is_false(engine.matches("^b", "abbc"))
    local matches, reason = engine.matches("[", "x")
    assert.is_nil(matches)
    assert.equal("Unterminated character class", reason)
  end)

  it("has lines only where that is asked for", function()
    local text = "one\ntwo\r\u{2028}three"
    for pattern, of_lines in pairs {
      ["^two$"] = true, ["^three$"] = true, ["^one$"] = true, ["^$"] = true, ["^t.*e$"] = true, ["e$\n^t"] = true,
      ["^wo"] = false, ["^one.two"] = false,
    } do
      assert.is_false(engine.matches(pattern, text), pattern)
      assert.equal(of_lines, engine.matches(pattern, text, "m"), pattern)
    end
    assert.is_true(engine.matches("^one$|x", "x", "m"))
  end)

  it("of lines takes no longer than others on long texts", function()
    assert.is_false(engine.matches("^(a*)*$b", ("a"):rep(5000) .. "\n", "m"))
  end)

  it("knows categories of characters where that is asked for", function()
    assert.is_true(engine.matches([[^[^\p{Z}\p{C}]{3}$]], "ä1\u{10400}", "u"))
    assert.is_false(engine.matches([[^\p{L}+$]], "a b", "u"))
    assert.is_true(engine.matches([[^\p{L}$]], "p{L}"))
  end)
end)
