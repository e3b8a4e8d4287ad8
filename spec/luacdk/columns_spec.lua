-- lua/luacdk/columns.lua: text in columns, as terminals show it.
local columns = require "luacdk.columns"

describe("columns", function()
  it("are counted as a terminal shows the text", function()
    for text, width in pairs {
      [""] = 0, ["a b"] = 3, ["ä→…"] = 3, ["e\u{301}"] = 1, ["日本"] = 4, ["カ"] = 2, ["한글"] = 4,
      ["\u{1112}\u{1161}\u{11AB}"] = 2, ["ＡＢ"] = 4, ["😀"] = 2, ["🇩🇪"] = 2, ["\u{200B}x"] = 1, ["a\255b"] = 3,
      ["\27[1mbold\27[0m"] = 4, ["\27[31"] = 4,
    } do
      assert.equal(width, columns.width(text), text)
    end
  end)

  it("are filled with blanks", function()
    assert.equal("日本  |", columns.pad("日本", 6) .. "|")
    assert.equal("\27[36mid\27[0m  |", columns.pad("\27[36mid\27[0m", 4) .. "|")
    assert.equal("longer|", columns.pad("longer", 3) .. "|")
  end)

  it("cut no character in two", function()
    assert.equal("日本語", columns.cut("日本語", 6, "…"))
    assert.equal("日…", columns.cut("日本語", 4, "…"))
    assert.equal("e\u{301}…", columns.cut("e\u{301}fgh", 2, "…"))
    assert.equal("ab...", columns.cut("abcdefgh", 5, "..."))
    assert.equal("…", columns.cut("日本語", 0, "…"))
  end)

  it("wrap words, and leave long ones whole", function()
    assert.same({ "ab cd", "日本 e", "abcdefgh", "i" }, columns.wrap("ab cd 日本 e abcdefgh i", 6))
    assert.same({ "" }, columns.wrap(" ", 6))
  end)

  it("wrap the last column of a table that is too wide", function()
    assert.same({ "a    one two", "     three", "bcd  x" },
      columns.lines({ { "a", "one two three" }, { "bcd", "x" } }, 17))
    assert.same({ "a    one two three", "bcd  x" }, columns.lines({ { "a", "one two three" }, { "bcd", "x" } }, 16))
  end)

  it("hang text behind a head", function()
    assert.equal("head: one two", columns.hanging("head: ", "one two", 2, 0))
    assert.equal("head: one two three four\n  five six seven eight nine\n  ten",
      columns.hanging("head: ", "one two three four five six seven eight nine ten", 2, 27))
  end)

  it("make tables", function()
    assert.same({ "a    日  x", "bcd  e", "f    g   h" },
      columns.lines { { "a", "日", "x" }, { "bcd", "e", "" }, { "f", "g", "h" } })
  end)
end)
