-- luacdk asset explain: what is in an asset and why, and why two differ.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

local FILES = {
  ["app.lua"] = [[
local stack = cdk.Stack(cdk.App(), "Shop")
stack.node:set_context("@aws-cdk/core:assetHashSalt", "pepper")
s3_assets.Asset(stack, "Files", { path = "src", exclude = { "*.pyc", "tests" } })
s3_assets.Asset(stack, "Git", { path = "src", ignore_mode = cdk.IgnoreMode.GIT,
  exclude = { "*.pyc", "/lib/*", "!lib/kept.py" } })
s3_assets.Asset(stack, "One", { path = "src/index.py" })
s3_assets.Asset(stack, "Named", { path = "src", asset_hash = "mine" })
ecr_assets.DockerImageAsset(stack, "Image", { directory = "src", exclude = { "lib" } })
]],
  ["src/index.py"] = "print(1)\r\n", ["src/a.pyc"] = "x", ["src/deep/b.pyc"] = "y", ["src/Dockerfile"] = "FROM scratch",
  ["src/lib/kept.py"] = "k", ["src/lib/other.py"] = "o", ["src/tests/t.py"] = "t", ["src/tests/more/u.py"] = "u",
  ["src/.dockerignore"] = "# not needed\n\ntests\n**/*.pyc\n",
}

local folder
local function run(...) return luacdk.run(folder, { "asset", "explain", ... }) end

-- What is printed, without the line of the fingerprint.
local function lines(...)
  local result = run(...)
  assert.same({ 0, "" }, { result.status, result.err })
  return (result.out:gsub("\nfingerprint .*", "\n")), result.out:match "\nfingerprint (%x+)", result.out
end

before_each(function() folder = luacdk.folder(FILES) end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk asset explain", function()
  it("leaves standard input alone, unless that is the script", function()
    luacdk.write(folder .. "/lines", "one\ntwo\n")
    local pipe = io.popen(("cd '%s' && { read -r a; '%s' asset explain app.lua Shop/One >out; read -r b; echo $b; } " ..
      "<lines"):format(folder, luacdk.program))
    assert.equal("two", pipe:read "l")
    pipe:close()
    assert.matches("index.py", luacdk.read(folder .. "/out"), 1, true)
  end)

  it("tells of each file of a folder whether it is in the asset, and by which pattern it is not", function()
    local text, hash = lines("src", "--exclude", "*.pyc", "--exclude", "tests")
    assert.equal([[
in   .dockerignore  29 B
in   Dockerfile     12 B
out  a.pyc          *.pyc (--exclude 1)
out  deep/b.pyc     *.pyc (--exclude 1)
in   index.py       9 B
in   lib/kept.py    1 B
in   lib/other.py   1 B
out  tests/         2 files  tests (--exclude 2)
5 of 9 files, 52 B; ignore mode glob, follow external
]], text)
    assert.equal(assets.fingerprint(folder .. "/src", { exclude = { ".is_custom_resource", "*.pyc", "tests" } }), hash)
  end)

  it("takes patterns from a file, with their lines, and names the one that takes something back", function()
    luacdk.write(folder .. "/ignored", "lib\n\n!lib/kept.py\n")
    local text = lines("src", "--ignore-file", "ignored", "--ignore-mode", "docker")
    assert.truthy(text:find("\nin   lib/kept.py      1 B  !lib/kept.py (ignored:3)\n", 1, true))
    assert.truthy(text:find("\nout  lib/other.py     lib (ignored:1)\n", 1, true))
    assert.matches("ignore mode docker", text)
  end)

  it("explains the assets of a script, with the hash that synthesis gives", function()
    assert.equal(0, luacdk.run(folder, { "app.lua" }).status)
    for construct, facts in pairs {
      ["/Shop/Files"] = { "out  tests/         2 files  tests (exclude 2)\n", "the same" },
      ["Shop/Git"] = { "1 B  !lib/kept.py (exclude 3)\n", "the same" },
      ["Shop/Image/Staging"] = { "out  tests/         2 files  tests (.dockerignore:3)\n", "the same" },
      ["Shop/One"] = { "in   index.py  9 B\n", "the same" },
      ["Shop/Named"] = { "out  x", assets.sha256 "mine" .. ": given as asset_hash" },
    } do
      local text, hash, all = lines("app.lua", construct)
      if construct ~= "Shop/Named" then
        assert.truthy(text:find(facts[1], 1, true), text)
        assert.truthy(table.concat(luacdk.list(folder .. "/cdk.out"), "\n"):find("asset." .. hash, 1, true), construct)
      end
      assert.equal(facts[2], all:match "asset hash  ([^\n]*)")
    end
    assert.matches("lib/  +2 files  lib %(exclude 1%)", (lines("app.lua", "Shop/Image")))
  end)

  it("explains the asset of a definition, and writes nothing", function()
    luacdk.write(folder .. "/d.lua", [[
return cdk.template { name = "T", params = { skip = "string" }, build = function(scope, p)
  s3_assets.Asset(scope, "A", { path = "src", exclude = { p.skip } })
end }
]])
    assert.matches("out  tests/  +2 files  tests %(exclude 1%)", (lines("d.lua", "--set", "skip=tests")))
    assert.same({ "app.lua", "d.lua", "src/" }, { table.unpack(luacdk.list(folder), 1, 3) })
  end)

  it("compares two assets file by file", function()
    luacdk.run(folder, { "app.lua" })
    os.execute("rm -r " .. folder .. "/cdk.out/asset.*")
    luacdk.write(folder .. "/app.lua", (FILES["app.lua"]:gsub("stack.node[^\n]*", "")))
    luacdk.run(folder, { "app.lua" })
    local hash = select(2, lines("app.lua", "Shop/Files"))
    luacdk.write(folder .. "/src/index.py", "print(2)\n")
    luacdk.write(folder .. "/src/lib/kept.py", "longer")
    luacdk.write(folder .. "/src/new.py", "n")
    os.remove(folder .. "/src/lib/other.py")
    local text = run(hash:sub(1, 8), "src", "--exclude", "*.pyc", "--exclude", "tests").out
    assert.equal(([[
~ index.py      9 B, other content
~ lib/kept.py   1 B → 6 B
- lib/other.py  1 B
+ new.py        1 B
4 files differ
fingerprint %s  %s
fingerprint %s  src
]]):format(hash, hash:sub(1, 8), select(2, lines("src", "--exclude", "*.pyc", "--exclude", "tests"))), text)
    luacdk.write(folder .. "/src/index.py", "print(1)\n") -- line ends do not count
    assert.not_matches("index.py", run(hash, "src").out)
    assert.matches("^the fingerprints are the same: ", run("src", "src").out)
  end)

  it("says when the name of an asset has another hash than its content", function()
    luacdk.run(folder, { "app.lua" })
    local named = "asset." .. assets.sha256 "mine"
    assert.matches(named .. ": its name has another hash", run("src", named).out)
  end)

  it("prints JSON", function()
    local explained = assembly.parse_json(run("app.lua", "Shop/Git", "--json").out)
    assert.same({ "Shop/Git/Stage", "git", explained.fingerprint },
      { explained.construct, explained.ignoreMode, explained.assetHash })
    local by_path = {}
    for _, file in ipairs(explained.files) do by_path[file.path] = file end
    assert.same({ false, "*.pyc", "exclude 1" },
      { by_path["a.pyc"].included, by_path["a.pyc"].pattern, by_path["a.pyc"].from })
    assert.equal(assets.sha256 "k", by_path["lib/kept.py"].sha256)
    local compared = assembly.parse_json(run("src", "src/lib", "--json").out)
    assert.equal("removed", compared.differences[1].change)
    assert.equal("src/lib", compared.new.source)
  end)

  it("tells of links what counts, and keeps control characters from the terminal", function()
    assert(os.execute(("cd %s/src && ln -s index.py 'l\27]0;x' && ln -s /none gone"):format(folder)))
    local text = lines "src"
    assert.matches("in   l%?%]0;x +link to index.py\n", text)
    assert.matches("in   gone +link to /none\n", text)
  end)

  it("says what is wrong", function()
    luacdk.write(folder .. "/empty.lua", "cdk.App()")
    for _, case in ipairs {
      { { "none" }, "luacdk: there is no file, folder or asset 'none'" },
      { { "app.lua", "Shop/File" }, "luacdk: app.lua has no asset at or below 'Shop/File'; it has" },
      { { "app.lua", "Shop" }, "luacdk: there are 5 assets below 'Shop'; name one:" },
      { { "app.lua" }, "luacdk: there are 5 assets; name one:" },
      { { "src", "--ignore-file", "none" }, "luacdk: there is no file none" },
      { { "empty.lua" }, "luacdk: empty.lua has no assets" },
    } do
      local result = run(table.unpack(case[1]))
      assert.same({ 1, case[2], "" }, { result.status, result.err:match "[^\n]*", result.out })
    end
    luacdk.write(folder .. "/app.lua", "error 'no'")
    assert.same({ 1, "app.lua:1: no\n" }, { run("app.lua", "A").status, run("app.lua", "A").err })
    assert.equal(2, luacdk.run(folder, { "asset" }).status)
    assert.equal(2, luacdk.run(folder, { "asset", "explain" }).status)
    assert.equal(2, run("a", "b", "c").status)
  end)
end)
