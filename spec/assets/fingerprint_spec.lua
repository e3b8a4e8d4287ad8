local assets = require "luacdk.assets"
local trees = require "spec.support.trees"

describe("the fingerprint of an asset", function()
  for _, case in ipairs(trees.cases "fingerprint.jsonl") do
    it("equals the reference's: " .. case.name, function()
      local root = trees.build(case.tree)
      local hash, message = assets.fingerprint(assets.path.join(root, case.root), trees.options(case.opt))
      assets.remove_tree(root)
      assert.is_nil(message)
      assert.equal(case.hash, hash)
    end)
  end

  it("takes a path relative to the current directory", function()
    local root = trees.build { ["a.txt"] = "hello" }
    local relative = assets.path.relative(assets.cwd(), root)
    assert.equal(assets.fingerprint(root), (assets.fingerprint(relative)))
    assets.remove_tree(root)
  end)

  it("fails for a path that does not exist, naming it", function()
    local hash, message = assets.fingerprint "/nothing/here"
    assert.is_nil(hash)
    assert.matches("/nothing/here: No such file or directory", message, 1, true)
  end)

  it("fails for something that is neither file nor directory", function()
    local hash, message = assets.fingerprint "/dev/null"
    assert.is_nil(hash)
    assert.matches("Unable to hash /dev/null", message, 1, true)
  end)

  it("fails for a followed link to a device, unless it is excluded", function()
    local root = trees.build { a = "1", l = { link = "/dev/null" } }
    local hash, message = assets.fingerprint(root)
    assert.is_nil(hash)
    assert.matches("Unable to hash " .. root .. "/l", message, 1, true)
    assert.equal(64, #assets.fingerprint(root, { exclude = { "l" } }))
    assert.equal(64, #assets.fingerprint(root, { follow = "never" }))
    assets.remove_tree(root)
  end)

  it("refuses unknown modes", function()
    assert.has_error(function() assets.fingerprint("/tmp", { follow = "sometimes" }) end,
      "unknown follow mode 'sometimes' (expected 'never', 'always', 'external' or 'internal-only')")
    assert.has_error(function() assets.fingerprint("/tmp", { ignore_mode = "svn" }) end,
      "unknown ignore mode 'svn' (expected 'glob', 'git' or 'docker')")
  end)
end)
