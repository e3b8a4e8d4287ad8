local assets = require "luacdk.assets"
local trees = require "spec.support.trees"

describe("staging an asset", function()
  local root
  after_each(function()
    if root then assets.remove_tree(root) end
    root = nil
  end)

  -- What is staged, without the area of the run that is under way.
  local function list(folder)
    local names = {}
    for _, name in ipairs(assets.list(folder)) do
      if not name:find "^%.luacdk%-run%-" then names[#names + 1] = name end
    end
    return names
  end

  local function stage(options)
    options.source = root .. "/" .. options.source
    options.outdir = options.outdir or root .. "/out"
    return assets.stage(options)
  end

  it("copies a directory under its fingerprint", function()
    root = trees.build { ["in/a.txt"] = "hello", ["in/d/run"] = { mode = 493, of = "#!" }, ["in/e"] = { dir = 1 },
      ["in/l"] = { link = "$ROOT/in/d" } }
    local hash = assets.fingerprint(root .. "/in")
    local staged = assert(stage { source = "in" })
    assert.same({ hash = hash, staged_path = root .. "/out/asset." .. hash, is_directory = true, extension = "",
      copied = true }, staged)
    assert.same({ "asset." .. hash }, list(root .. "/out"))
    assert.same({ 'a.txt file 644 "hello"', 'd directory', 'd/run file 755 "#!"', 'e directory', 'l link d' },
      trees.listing(staged.staged_path))
  end)

  describe("that is there already", function()
    -- What lies under the name of the asset `in` in an output folder that this run has not yet seen.
    local function there(files)
      root = trees.build { ["in/a.txt"] = "hello", ["in/d/b"] = "b", ["in/l"] = { link = "a.txt" } }
      local target = root .. "/out/asset." .. assets.fingerprint(root .. "/in")
      for name, text in pairs(files) do
        assets.mkdirs(assets.path.dirname(target .. "/" .. name))
        if type(text) == "table" then assets.symlink(text.link, target .. "/" .. name)
        else assets.write_file(target .. "/" .. name, text) end
      end
      return target
    end

    local WHOLE = { ["a.txt"] = "hello", ["d/b"] = "b", l = { link = "a.txt" } }
    local LISTING = { 'a.txt file 644 "hello"', "d directory", 'd/b file 644 "b"', "l link a.txt" }

    local function with(changes)
      local files = {}
      for name, text in pairs(WHOLE) do files[name] = text end
      for name, text in pairs(changes) do files[name] = text or nil end
      return files
    end

    it("is used when it is what its name says", function()
      there(WHOLE)
      local staged = assert(stage { source = "in" })
      assert.is_false(staged.copied)
      assert.same(LISTING, trees.listing(staged.staged_path))
    end)

    for what, changes in pairs {
      ["lacks a file"] = { ["d/b"] = false },
      ["has a file more"] = { ["d/c"] = "c" },
      ["has another file of the same length"] = { ["a.txt"] = "hallo" },
      ["has a cut file"] = { ["a.txt"] = "" },
      ["has another link"] = { l = { link = "d/b" } },
      ["has a file in the place of a link"] = { l = "hello" },
      ["has a link in the place of a file"] = { ["a.txt"] = { link = "/etc/hostname" } },
    } do
      it("is made anew when it " .. what, function()
        local target = there(with(changes))
        local staged = assert(stage { source = "in" })
        assert.equal(target, staged.staged_path)
        assert.is_true(staged.copied)
        assert.same(LISTING, trees.listing(staged.staged_path))
      end)
    end

    it("is made anew when it is a file, or a link to an equal folder", function()
      local target = there {}
      assets.write_file(target, "hello")
      assert.same(LISTING, trees.listing(assert(stage { source = "in" }).staged_path))
      assets.remove_tree(root)
      target = there {}
      assets.mkdirs(root .. "/out")
      assets.symlink(root .. "/in", target)
      local staged = assert(stage { source = "in" })
      assert.equal("directory", assets.lstat(staged.staged_path).type)
      assert.same(LISTING, trees.listing(staged.staged_path))
    end)

    it("is made anew when its files have other permissions than the source's", function()
      local target = there(WHOLE)
      assets.chmod(root .. "/in/a.txt", tonumber("755", 8))
      assert.is_true(assert(stage { source = "in" }).copied)
      assert.equal('a.txt file 755 "hello"', trees.listing(target)[1])
    end)

    it("is made anew when it is a single file with other permissions", function()
      root = trees.build { ["run.bin"] = "#!" }
      local target = ("%s/out/asset.%s.bin"):format(root, assets.fingerprint(root .. "/run.bin"))
      assets.mkdirs(root .. "/out")
      assets.write_file(target, "#!")
      assets.chmod(root .. "/run.bin", tonumber("755", 8))
      assert.is_true(assert(stage { source = "run.bin" }).copied)
      assert.equal(tonumber("755", 8), assets.stat(target).mode)
    end)

    it("is compared also when it is a single file", function()
      root = trees.build { ["a.zip"] = "PK" }
      local target = ("%s/out/asset.%s.zip"):format(root, assets.fingerprint(root .. "/a.zip"))
      assets.mkdirs(root .. "/out")
      assets.write_file(target, "KP")
      assert.is_true(assert(stage { source = "a.zip" }).copied)
      assert.equal("PK", assets.read_file(target))
    end)

    it("is compared also under a hash of the user's own", function()
      root = trees.build { ["in/a"] = "new", ["out/asset.v1/a"] = "old" }
      local staged = assert(stage { source = "in", hash = "v1" })
      assert.same({ 'a file 644 "new"' }, trees.listing(staged.staged_path))
    end)
  end)

  it("stages two sources of equal content once", function()
    root = trees.build { ["in/a.txt"] = "hello", ["other/a.txt"] = "hello", ["third/a.txt"] = "hello!" }
    local first, second, third = stage { source = "in" }, stage { source = "other" }, stage { source = "third" }
    assert.is_true(first.copied)
    assert.is_false(second.copied)
    assert.equal(first.staged_path, second.staged_path)
    assert.is_true(third.copied)
    assert.equal(2, #list(root .. "/out"))
  end)

  it("copies under a hash that is known, without hashing", function()
    root = trees.build { ["in/a.txt"] = "hello", ["b.txt"] = "b" }
    local staged = assert(stage { source = "in", hash = "abc" })
    assert.equal(root .. "/out/asset.abc", staged.staged_path)
    assert.same({ 'a.txt file 644 "hello"' }, trees.listing(staged.staged_path))
    assert.equal(root .. "/out/asset.abc.txt", stage({ source = "b.txt", hash = "abc" }).staged_path)
    assert.is_false(stage({ source = "b.txt", hash = "abc" }).copied)
  end)

  local names = {
    ["a.zip"] = ".zip", ["g.jar"] = ".jar", ["h.tar"] = ".tar", ["d.tar.gz"] = ".tar.gz", ["f.tgz"] = ".tgz",
    ["e.ZIP"] = ".zip", ["b.txt"] = ".txt", ["x.tar.bz2"] = ".bz2", c = "", [".env"] = "", [".env.Local"] = ".Local",
  }
  for name, extension in pairs(names) do
    it("names a file by its extension: " .. name, function()
      root = trees.build { [name] = { mode = 416, of = "content of " .. name } }
      local staged = assert(stage { source = name })
      assert.equal(extension, staged.extension)
      assert.is_false(staged.is_directory)
      local hash = assets.fingerprint(root .. "/" .. name)
      assert.equal(("%s/out/asset.%s%s"):format(root, hash, extension), staged.staged_path)
      assert.equal("content of " .. name, assets.read_file(staged.staged_path))
      assert.equal(416, assets.stat(staged.staged_path).mode)
    end)
  end

  it("copies nothing with disable_copy", function()
    root = trees.build { ["in/a.txt"] = "hello" }
    local staged = assert(stage { source = "in", disable_copy = true })
    assert.equal(root .. "/in", staged.staged_path)
    assert.equal(assets.fingerprint(root .. "/in"), staged.hash)
    assert.is_false(assets.exists(root .. "/out"))
  end)

  it("leaves out what is excluded", function()
    root = trees.build { ["in/a.txt"] = "hello", ["in/b.md"] = "b", ["in/s/c.md"] = "c" }
    local staged = assert(stage { source = "in", exclude = { ".is_custom_resource", "*.md" } })
    assert.same({ 'a.txt file 644 "hello"', 's directory' }, trees.listing(staged.staged_path))
    assert.equal(assets.fingerprint(root .. "/in", { exclude = { "*.md" } }), staged.hash)
  end)

  it("neither hashes nor copies an output folder inside the source", function()
    root = trees.build { ["in/a.txt"] = "hello" }
    local expected = assets.fingerprint(root .. "/in")
    for run = 1, 2 do
      local staged = assert(stage { source = "in", outdir = root .. "/in/cdk.out" })
      assert.equal(expected, staged.hash)
      assert.equal(run == 1, staged.copied)
      assert.same({ 'a.txt file 644 "hello"' }, trees.listing(staged.staged_path))
    end
  end)

  it("says so when the source is missing", function()
    root = trees.build {}
    local staged, message = stage { source = "nothing" }
    assert.is_nil(staged)
    assert.equal("Cannot find asset at " .. root .. "/nothing", message)
  end)

  it("refuses a source that is neither file nor directory, without reading it", function()
    root = trees.build {}
    assert(os.execute("mkfifo '" .. root .. "/fifo'"))
    local staged, message = stage { source = "fifo" }
    assert.is_nil(staged)
    assert.equal("Asset " .. root .. "/fifo is expected to be either a directory or a regular file", message)
  end)

  it("leaves FIFOs in a directory out", function()
    root = trees.build { ["in/a"] = "1" }
    assert(os.execute("mkfifo '" .. root .. "/in/fifo'"))
    assert.same({ 'a file 644 "1"' }, trees.listing(assert(stage { source = "in" }).staged_path))
  end)

  it("refuses external links in mode internal-only, and leaves nothing behind", function()
    root = trees.build { ["in/a"] = "1", ["in/l"] = { link = "../out.txt" }, ["out.txt"] = "2" }
    local staged, message = stage { source = "in", follow = "internal-only" }
    assert.is_nil(staged)
    assert.matches("The file " .. root .. "/out.txt is an external symbolic link which is forbidden", message, 1, true)
    assert.is_false(assets.exists(root .. "/out"))
    assert.is_truthy(stage { source = "in", follow = "internal-only", exclude = { "l" } })
    assert.is_nil((assets.check_links(root .. "/in")))
    assert.is_true(assets.check_links(root .. "/in", { exclude = { "l" } }))
  end)

  it("leaves nothing behind when a file cannot be read", function()
    root = trees.build { ["in/a"] = "1", ["in/l"] = { link = "/proc/self/mem" } }
    local staged, message = stage { source = "in" }
    assert.is_nil(staged)
    assert.matches("cannot read", message, 1, true)
    assert.is_false(assets.exists(root .. "/out"))
  end)

  it("takes a link to the source", function()
    root = trees.build { ["in/a"] = "1", l = { link = "in" }, ["f.txt"] = "f", m = { link = "f.txt" } }
    assert.same({ 'a file 644 "1"' }, trees.listing(assert(stage { source = "l" }).staged_path))
    assert.equal("f", assets.read_file(assert(stage { source = "m" }).staged_path))
  end)
end)
