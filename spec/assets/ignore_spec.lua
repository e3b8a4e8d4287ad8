local assets = require "luacdk.assets"
local trees = require "spec.support.trees"

local function digit(value)
  if value == nil then return "E" end
  return value and "1" or "0"
end

describe("ignore rules", function()
  for i, case in ipairs(trees.cases "ignore.jsonl") do
    local patterns = {}
    for k, pattern in ipairs(case.patterns) do patterns[k] = ("%q"):format(pattern):gsub("\\\n", "\\n") end
    it(("answer as the reference: %d, %s, %s"):format(i, case.mode, table.concat(patterns, " ")), function()
      local ignore = assets.ignore(case.mode, case.patterns)
      local ignores, prunes = {}, {}
      for k, path in ipairs(case.paths) do
        ignores[k] = digit(ignore and ignore:ignores(path))
        prunes[k] = digit(ignore and ignore:completely_ignores(path))
      end
      assert.equal(case.ignores, table.concat(ignores))
      assert.equal(case.prunes, table.concat(prunes))
    end)
  end

  it("say why a pattern is refused", function()
    local ignore, message = assets.ignore("git", { "a\\\\(" })
    assert.is_nil(ignore)
    assert.equal("invalid git ignore pattern 'a\\\\(': Unterminated group", message)
  end)

  it("refuse a path outside the tree in git mode", function()
    local answer, message = assets.ignore("git", { "a" }):ignores "../a"
    assert.is_nil(answer)
    assert.matches("'../a'", message, 1, true)
  end)

  it("refuse a glob pattern of more than 64 KiB", function()
    assert.is_not_nil(assets.ignore("glob", { ("a"):rep(65536) }))
    local ignore, message = assets.ignore("glob", { ("a"):rep(65537) })
    assert.is_nil(ignore)
    assert.equal("glob pattern is too long (65537 characters, at most 65536)", message)
  end)

  it("read a class beside characters that need escaping", function()
    -- The reference's expression for this one is not valid; the meaning is plain.
    local ignore = assets.ignore("glob", { "a-[[:digit:]]" })
    assert.is_true(ignore:ignores "x/a-1")
    assert.is_false(ignore:ignores "x/a-b")
  end)

  it("stay quick with many nested groups", function()
    local ignore = assets.ignore("glob", { ("{a,b}"):rep(12) })
    assert.is_true(ignore:ignores(("ab"):rep(6)))
    assert.is_false(ignore:ignores(("ac"):rep(6)))
  end)
end)
