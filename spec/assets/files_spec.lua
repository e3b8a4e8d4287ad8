local assets = require "luacdk.assets"
local trees = require "spec.support.trees"

describe("file helpers", function()
  local root
  before_each(function()
    root = trees.build { ["a.txt"] = "hello", ["d/b"] = "", l = { link = "a.txt" }, broken = { link = "x" } }
  end)
  after_each(function() assets.remove_tree(root) end)

  it("tell what is there", function()
    assert.is_true(assets.exists(root))
    assert.is_true(assets.exists(root .. "/l"))
    assert.is_false(assets.exists(root .. "/broken"))
    assert.is_true(assets.is_directory(root .. "/d"))
    assert.is_true(assets.is_file(root .. "/l"))
    assert.is_nil(assets.stat(root .. "/broken"))
    assert.equal("link", assets.lstat(root .. "/broken").type)
    assert.equal(5, assets.stat(root .. "/l").size)
    assert.same({ "a.txt", "broken", "d", "l" }, assets.list(root))
    assert.equal("a.txt", assets.readlink(root .. "/l"))
    assert.equal(root .. "/a.txt", assets.realpath(root .. "/l"))
  end)

  it("write a file whole, and read it", function()
    assert.is_true(assets.write_file(root .. "/a.txt", "x\0y"))
    assert.equal("x\0y", assets.read_file(root .. "/a.txt"))
    assert.same({ "a.txt", "broken", "d", "l" }, assets.list(root))
    local ok, message = assets.write_file(root .. "/no/such/folder", "x")
    assert.is_nil(ok)
    assert.equal("cannot write " .. root .. "/no/such/folder: No such file or directory", message)
  end)

  it("make and remove directories", function()
    assert.is_true(assets.mkdirs(root .. "/x/y/z"))
    assert.is_true(assets.mkdirs(root .. "/x/y/z"))
    local ok, message = assets.mkdirs(root .. "/a.txt/b")
    assert.is_nil(ok)
    assert.matches("cannot create directory", message, 1, true)
    assert.is_true(assets.remove_tree(root .. "/x"))
    assert.is_true(assets.remove_tree(root .. "/x"))
    assert.is_false(assets.exists(root .. "/x"))
    assert.is_true(assets.remove_tree(root .. "/l"))
    assert.is_true(assets.exists(root .. "/a.txt"))
  end)

  it("copy, compare and rename", function()
    assets.chmod(root .. "/a.txt", 448)
    assert.is_true(assets.copy_file(root .. "/a.txt", root .. "/c"))
    assert.equal(448, assets.stat(root .. "/c").mode)
    assert.is_true(assets.equal_files(root .. "/a.txt", root .. "/c"))
    assets.write_file(root .. "/c", "hellO")
    assert.is_false(assets.equal_files(root .. "/a.txt", root .. "/c"))
    assert.is_nil((assets.equal_files(root .. "/a.txt", root .. "/d")))
    assert.is_true(assets.rename(root .. "/c", root .. "/e"))
    assert.is_false(assets.exists(root .. "/c"))
  end)

  it("refuse a path with a NUL byte", function()
    assert.has_error(function() assets.exists "a\0b" end)
  end)
end)

describe("digests", function()
  it("are lower-case hexadecimal", function()
    assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", assets.sha256 "abc")
    assert.equal("a9993e364706816aba3e25717850c26c9cd0d89d", assets.sha1 "abc")
    assert.equal("900150983cd24fb0d6963f7d28e17f72", assets.md5 "abc")
    assert.equal("d41d8cd98f00b204e9800998ecf8427e", assets.md5 "")
  end)
end)

describe("paths", function()
  local path = assets.path

  it("are joined and normalised as node does", function()
    for given, expected in pairs {
      [""] = ".", ["."] = ".", ["/"] = "/", ["//a//b/"] = "/a/b/", ["a/../.."] = "..", ["../../a"] = "../../a",
      ["/../a"] = "/a", ["a/./b/../c"] = "a/c", ["./"] = "./", ["a/.."] = ".", ["a/../"] = "./",
      ["../a/../.."] = "../..",
      [".../a"] = ".../a",
    } do
      assert.equal(expected, path.normalize(given))
    end
    assert.equal("a/c", path.join("a", "", "b", "../c"))
    assert.equal(".", path.join())
    assert.equal("/a/b", path.join("/a", "/b"))
    assert.equal("/b/c", path.resolve("/a", "/b", "c"))
    assert.equal(assets.cwd(), path.resolve())
    assert.equal(assets.cwd() .. "/a", path.resolve "a")
  end)

  it("are taken apart as node does", function()
    assert.equal("/a", path.dirname "/a/b/")
    assert.equal(".", path.dirname "a")
    assert.equal("/", path.dirname "/a")
    assert.equal("b", path.basename "/a/b/")
    assert.equal("b", path.basename("/a/b.js", ".js"))
    assert.equal(".js", path.basename("/a/.js", ".js"))
    assert.equal(".gz", path.extname "a.tar.gz")
    assert.equal("", path.extname ".env")
    assert.equal(".", path.extname "a.")
    assert.equal("", path.extname "..")
    assert.equal("../c", path.relative("/a/b", "/a/c"))
    assert.equal("", path.relative("/a/b", "/a/b/"))
    assert.equal("b", path.relative("/a", "/a/b"))
    assert.equal("../ab", path.relative("/a", "/ab"))
    assert.equal("a", path.relative("/", "/a"))
    assert.is_true(path.is_absolute "/a")
    assert.is_true(path.is_within("/a", "/a/b"))
    assert.is_false(path.is_within("/a", "/ab"))
  end)
end)
