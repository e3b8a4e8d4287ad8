local assets = require "luacdk.assets"
local trees = require "spec.support.trees"

describe("copying a directory", function()
  for _, case in ipairs(trees.cases "copy.jsonl") do
    it("gives what the reference gives: " .. case.name, function()
      local root = trees.build(case.tree)
      local to = trees.folder()
      local ok, message = assets.copy_directory(assets.path.join(root, case.root), to, trees.options(case.opt))
      local rows = trees.listing(to)
      local expected = case.entries and trees.recorded(case.entries, root)
      assets.remove_tree(root)
      assets.remove_tree(to)
      if case.fails then
        assert.is_nil(ok)
        assert.matches("is an external symbolic link which is forbidden", message, 1, true)
      else
        assert.is_nil(message)
        assert.same(expected, rows)
      end
    end)
  end

  it("creates the destination and replaces files in it", function()
    local root = trees.build { ["from/a"] = "new", ["to/x/a"] = "old", ["to/x/b"] = "kept" }
    assert.is_true(assets.copy_directory(root .. "/from", root .. "/to/x"))
    assert.is_true(assets.copy_directory(root .. "/from", root .. "/to/y/z"))
    assert.same({ 'x directory', 'x/a file 644 "new"', 'x/b file 644 "kept"', 'y directory', 'y/z directory',
      'y/z/a file 644 "new"' }, trees.listing(root .. "/to"))
    assets.remove_tree(root)
  end)

  it("refuses a source that is no directory", function()
    local root = trees.build { f = "1" }
    local ok, message = assets.copy_directory(root .. "/f", root .. "/to")
    assert.is_nil(ok)
    assert.equal(root .. "/f is not a directory", message)
    assets.remove_tree(root)
  end)
end)
