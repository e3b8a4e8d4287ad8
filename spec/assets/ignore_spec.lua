local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"
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

  it("refuse a class of characters beside one that must not be escaped there, as the reference does", function()
    local ignore, message = assets.ignore("glob", { "a-[[:digit:]]" })
    assert.is_nil(ignore)
    assert.equal("invalid glob pattern 'a-[[:digit:]]': Invalid escape", message)
    assert.is_true(assets.ignore("glob", { "a.[[:digit:]]" }):ignores "x/a.1")
  end)

  it("keep the way to what is taken back in docker mode, however long", function()
    local long = assets.ignore("docker", { "*", "!" .. ("a/"):rep(20000) .. "a" })
    local deep = ("a/"):rep(2000) .. "a"
    for path, answer in pairs { a = false, ["a/a"] = false, [deep] = false, b = true, ["b/a"] = true } do
      assert.equal(answer, long:completely_ignores(path), path)
    end
    local wild = assets.ignore("docker", { "*", "!/x?/**/y/z" })
    for path, answer in pairs { x = true, x1 = false, ["x1/b"] = false, ["x1/b/c"] = false, y = true } do
      assert.equal(answer, wild:completely_ignores(path), path)
    end
  end)

  it("refuse a way of thousands of folders in docker mode if it is more than names and wildcards", function()
    local answer, message = assets.ignore("docker", { "*", "!" .. ("(a)/"):rep(10000) }):completely_ignores "x"
    assert.is_nil(answer)
    assert.matches("^invalid docker ignore pattern '%(a%)/%(a%)/.*…': it leads through too many folders$", message)
  end)

  it("take memory in proportion to the length of a pattern", function()
    local open = ("["):rep(40000)
    for mode, pattern in pairs { DOCKER = "!" .. ("a/"):rep(20000) .. "a", GLOB = open, GIT = open } do
      local folder = luacdk.folder { ["tree/a"] = "", ["app.lua"] = ([[
        s3_assets.Asset(cdk.Stack(cdk.App(), "S"), "A", { path = "tree", exclude = { "*", %q },
          ignore_mode = cdk.IgnoreMode.%s })]]):format(pattern, mode) }
      local result = luacdk.run(folder, { "-q", "app.lua" }, { before = luacdk.within(128 * 2 ^ 20) })
      luacdk.remove(folder)
      assert.equal("", result.err, mode)
    end
  end)

  -- Each of these takes a matcher that tries one way after the other longer than anybody would wait.
  local name = ("a"):rep(255)
  local path = (name .. "/"):rep(15) .. name
  for _, case in ipairs {
    { "docker", "*a*a*a*a*a*a*a*a*b", name },
    { "docker", ("*a"):rep(60) .. "b", path },
    { "docker", ("**/a*"):rep(40) .. "b", path },
    { "docker", "((a*)*)*b", path },
    { "docker", "(a|aa)+(a|aa)+b", path },
    { "docker", ("("):rep(40) .. "a+" .. (")+"):rep(40) .. "b", name },
    { "git", ("*a"):rep(60) .. "b", path },
    { "git", ("**/a*"):rep(40) .. "/b", path },
    { "glob", ("*a"):rep(60) .. "b", name },
    { "glob", "*(*(*(*(*(*(*(*(*(*(a))))))))))b", name },
    { "glob", "*(*(a)*(a|aa)|*(a)*(a))*(a)*(a)b", name },
    { "glob", "+(a|aa|a*)+(a|aa|a*)+(a|aa)*(a)c", name },
    { "glob", "!(*a*a*a*a*a*a*a*a*)", name },
    { "glob", ("*(a"):rep(150) .. (")"):rep(150) .. "b", name },
    { "glob", ("**/a*/"):rep(40) .. "b", path },
  } do
    it(("answer at once in %s mode: %s"):format(case[1], case[2]:sub(1, 60)), function()
      local ignore = assert(assets.ignore(case[1], { case[2] }))
      assert.is_false(ignore:ignores(case[3]))
      assert.is_false(ignore:completely_ignores(case[3]))
    end)
  end

  it("give a name up, with the pattern, where there is no quick way", function()
    local answer, message = assets.ignore("docker", { "(a*)*(a*)*\\1\\2b" }):ignores(name)
    assert.is_nil(answer)
    assert.equal("the docker ignore pattern '(a*)*(a*)*\\1\\2b' takes too long to match; simplify it", message)
    local ignore
    ignore, message = assets.ignore("glob", { ("*(a"):rep(300) .. (")"):rep(300) })
    assert.is_nil(ignore)
    assert.matches("^invalid glob pattern '.*': Too many groups in each other$", message)
  end)

  it("stay quick with many nested groups", function()
    local ignore = assets.ignore("glob", { ("{a,b}"):rep(12) })
    assert.is_true(ignore:ignores(("ab"):rep(6)))
    assert.is_false(ignore:ignores(("ac"):rep(6)))
  end)
end)
