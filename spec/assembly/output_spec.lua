-- src/assembly/output.c: an output folder that is written whole or not at all.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

-- Fills a staged asset, whose path is known to this process only.
local function fill(place, text)
  assert(assets.mkdirs(place))
  assert(assets.write_file(place .. "/file", text))
end

describe("output folder", function()
  local root, path

  before_each(function()
    root = luacdk.folder()
    path = root .. "/cdk.out"
  end)

  after_each(function() luacdk.remove(root) end)

  it("is made by the commit, with the folders in it", function()
    local output = assembly.output(path)
    output:write("manifest.json", "{}")
    output:write("assembly-Prod/S.template.json", "{1}")
    output:mkdir "assembly-Empty"
    assert.equal(path, output.path)
    output:commit()
    assert.same({ "assembly-Empty/", "assembly-Prod/", "assembly-Prod/S.template.json", "manifest.json" },
      luacdk.list(path))
    assert.equal("{1}", luacdk.read(path .. "/assembly-Prod/S.template.json"))
  end)

  it("makes the folders above it", function()
    local output = assembly.output(root .. "/a/b/out")
    output:write("x", "1")
    output:commit()
    assert.equal("1", luacdk.read(root .. "/a/b/out/x"))
  end)

  it("leaves nothing behind when it is abandoned before it existed", function()
    local output = assembly.output(root .. "/a/b/out")
    output:write("x", "1")
    output:abandon()
    assert.same({}, luacdk.list(root))
  end)

  it("stays as it was when a later run is abandoned", function()
    luacdk.write(path .. "/manifest.json", "old")
    local output = assembly.output(path)
    output:write("manifest.json", "new")
    output:write("other/x", "new")
    assert.equal("old", luacdk.read(path .. "/manifest.json"))
    output:abandon()
    assert.same({ "manifest.json" }, luacdk.list(path))
    assert.equal("old", luacdk.read(path .. "/manifest.json"))
  end)

  it("is abandoned when the handle is collected or closed", function()
    do
      local output <close> = assembly.output(path)
      output:write("x", "1")
    end
    assert.same({}, luacdk.list(root))
  end)

  it("does not touch a file that is equal already", function()
    luacdk.write(path .. "/same", "text")
    luacdk.write(path .. "/other", "before")
    os.execute("touch -d '2001-01-01' " .. path .. "/same " .. path .. "/other")
    local output = assembly.output(path)
    output:write("same", "text")
    output:write("other", "after!")
    output:commit()
    local pipe = io.popen("cd " .. path .. " && stat -c '%y' same other")
    assert.matches("^2001", pipe:read "l")
    assert.not_matches("^2001", pipe:read "l")
    pipe:close()
    assert.equal("after!", luacdk.read(path .. "/other"))
  end)

  it("takes the last of several writes of one file", function()
    luacdk.write(path .. "/x", "old")
    local output = assembly.output(path)
    output:write("x", "new")
    output:write("x", "old")
    output:commit()
    assert.equal("old", luacdk.read(path .. "/x"))
  end)

  it("keeps the files of others", function()
    luacdk.write(path .. "/asset.1/file", "kept")
    local output = assembly.output(path)
    output:write("manifest.json", "{}")
    output:commit()
    assert.same({ "asset.1/", "asset.1/file", "manifest.json" }, luacdk.list(path))
  end)

  it("gives assets a place until the commit, once per name", function()
    local output = assembly.output(path)
    local place = output:stage "asset.new"
    fill(place, "1")
    assert.is_nil(output:stage "asset.new")
    output:commit()
    assert.equal("1", luacdk.read(path .. "/asset.new/file"))
  end)

  it("puts an asset in the place of one of that name with other files, and leaves an equal one", function()
    luacdk.write(path .. "/asset.other/file", "0")
    luacdk.write(path .. "/asset.other/more", "0")
    luacdk.write(path .. "/asset.same/file", "1")
    os.execute("touch -d 2001-01-01 " .. path .. "/asset.same/file")
    local output = assembly.output(path)
    for _, name in ipairs { "asset.other", "asset.same" } do fill(output:stage(name), "1") end
    output:commit()
    assert.same({ "asset.other/", "asset.other/file", "asset.same/", "asset.same/file" }, luacdk.list(path))
    assert.equal("1", luacdk.read(path .. "/asset.other/file"))
    local pipe = io.popen("stat -c %y " .. path .. "/asset.same/file")
    assert.matches("^2001", pipe:read "l")
    pipe:close()
  end)

  it("is written where it belongs at once if it will be removed anyway", function()
    luacdk.write(root .. "/code/i.js", "1")
    luacdk.write(root .. "/app.lua", [[
local lambda = require "aws_cdk.aws_lambda"
local cdk = require "aws_cdk"
lambda.Function(cdk.Stack(cdk.App(), "S"), "F", { runtime = lambda.Runtime.NODEJS_22_X, handler = "i.h",
  code = lambda.Code.from_asset "code", timeout = cdk.Duration.seconds(tonumber(os.getenv "SECONDS")) })
]])
    local function inode_after(seconds, fleeting)
      local env = { SECONDS = seconds, LUACDK_FLEETING = fleeting }
      assert.equal("", luacdk.run(root, { "app.lua", "-q" }, { env = env }).err)
      assert.matches('"Timeout": ' .. seconds, luacdk.read(path .. "/S.template.json"))
      local pipe = io.popen("stat -c %i " .. path .. "/S.template.json")
      local inode = pipe:read "l"
      pipe:close()
      return inode
    end
    local first = inode_after("1", root)
    local files = luacdk.list(path)
    assert.equal(first, inode_after("2", path))
    assert.same(files, luacdk.list(path))
    assert.not_equal(first, inode_after("3", path .. "/other"))
    assert.same(files, luacdk.list(path))
  end)

  describe("below a folder that is exchanged for another in the meantime", function()
    before_each(function()
      path = root .. "/build/cdk.out"
      luacdk.write(root .. "/other/cdk.out/manifest.json", "other")
      luacdk.write(root .. "/other/notes", "mine")
      luacdk.write(root .. "/build/notes", "mine")
    end)

    local function exchange() os.execute(("cd %s && mv build away && mv other build"):format(root)) end

    local function made()
      local output = assembly.output(path)
      output:write("manifest.json", "new")
      fill(output:stage "asset.new", "new")
      exchange()
      output:write("assembly-P/S.template.json", "new")
      fill(output:stage "asset.newer", "new")
      return output
    end

    it("is refused, and is made in neither", function()
      assert.error_matches(function() made():commit() end,
        "cannot write to the output folder .*/build/cdk.out: it, or a folder above it, was moved or replaced")
      assert.same({ "away/", "away/notes", "build/", "build/cdk.out/", "build/cdk.out/manifest.json", "build/notes" },
        luacdk.list(root))
      assert.equal("other", luacdk.read(path .. "/manifest.json"))
    end)

    it("stays whole where it is by now", function()
      luacdk.write(path .. "/manifest.json", "old")
      luacdk.write(path .. "/S.template.json", "old")
      assert.error(function() made():commit() end)
      assert.same({ "cdk.out/", "cdk.out/S.template.json", "cdk.out/manifest.json", "notes" },
        luacdk.list(root .. "/away"))
      assert.equal("old", luacdk.read(root .. "/away/cdk.out/manifest.json"))
      assert.equal("other", luacdk.read(path .. "/manifest.json"))
    end)

    it("is made where it was named if the exchange is undone before the commit", function()
      local output = made()
      os.execute(("cd %s && mv build other && mv away build"):format(root))
      output:commit()
      assert.same({ "assembly-P/", "assembly-P/S.template.json", "asset.new/", "asset.new/file", "asset.newer/",
        "asset.newer/file", "manifest.json" }, luacdk.list(path))
      assert.same({ "cdk.out/", "cdk.out/manifest.json", "notes" }, luacdk.list(root .. "/other"))
    end)

    it("is given up without a trace in either", function()
      made():abandon()
      assert.same({ "away/", "away/notes", "build/", "build/cdk.out/", "build/cdk.out/manifest.json", "build/notes" },
        luacdk.list(root))
    end)
  end)

  it("refuses a path that is no folder, and a folder in the place of a file", function()
    luacdk.write(root .. "/file", "")
    assert.error_matches(function() assembly.output(root .. "/file") end,
      "cannot write the output to .*/file: it is not a folder")
    luacdk.write(path .. "/manifest.json/x", "")
    local output = assembly.output(path)
    assert.error_matches(function() output:write("manifest.json", "{}") end, "a folder with that name exists")
  end)

  it("puts back what was moved when the commit fails half-way", function()
    luacdk.write(path .. "/a", "old a")
    local output = assembly.output(path)
    output:write("a", "new a")
    output:write("new", "1")
    output:write("sub/z", "1")
    luacdk.write(path .. "/sub", "a file where a folder is to be")
    assert.error_matches(function() output:commit() end, "sub")
    assert.same({ "a", "sub" }, luacdk.list(path))
    assert.equal("old a", luacdk.read(path .. "/a"))
  end)

  -- A folder that holds a generation is exchanged for another, if the system lets it; a mount point is not.
  describe("that holds a generation", function()
    local function old_generation()
      luacdk.write(path .. "/manifest.json", "old")
      luacdk.write(path .. "/S.template.json", "old")
      luacdk.write(path .. "/Gone.template.json", "old")
      luacdk.write(path .. "/assembly-P/manifest.json", "old")
      luacdk.write(path .. "/assembly-P/kept.json", "old")
      luacdk.write(path .. "/asset.old/file", "old")
      luacdk.write(path .. "/of others/notes", "mine")
      assert(os.execute("ln -s elsewhere " .. path .. "/link && ln " .. path .. "/S.template.json " .. root .. "/held"))
    end

    local function renew()
      local output = assembly.output(path)
      output:write("manifest.json", "new")
      output:write("S.template.json", "new")
      output:mkdir "assembly-P"
      output:write("assembly-P/manifest.json", "new")
      fill(output:stage "asset.new", "new")
      return output
    end

    local function check()
      assert.same({ "Gone.template.json", "S.template.json", "assembly-P/", "assembly-P/kept.json",
        "assembly-P/manifest.json", "asset.new/", "asset.new/file", "asset.old/", "asset.old/file", "link",
        "manifest.json", "of others/", "of others/notes" }, luacdk.list(path))
      assert.equal("new", luacdk.read(path .. "/manifest.json"))
      assert.equal("new", luacdk.read(path .. "/S.template.json"))
      assert.equal("new", luacdk.read(path .. "/assembly-P/manifest.json"))
      assert.equal("mine", luacdk.read(path .. "/of others/notes"))
    end

    local function inode()
      local pipe = io.popen("stat -c '%i %a' " .. path)
      local number, mode = pipe:read("l"):match "(%d+) (%d+)"
      pipe:close()
      return number, mode
    end

    before_each(old_generation)

    it("is exchanged as a whole, with its mode, and all else that lies in it", function()
      os.execute("chmod 751 " .. path)
      local before = inode()
      renew():commit()
      local after, mode = inode()
      assert.not_equal(before, after)
      assert.equal("751", mode)
      check()
      assert.same({ "held" }, (function()
        local others = {}
        for _, name in ipairs(luacdk.list(root)) do
          if not name:find "^cdk.out/" then others[#others + 1] = name end
        end
        return others
      end)())
      assert.equal("old", luacdk.read(root .. "/held"))
    end)

    it("is filled file by file where it must stay the same folder", function()
      assert(os.execute("setfattr -n user.mark -v 1 " .. path .. " 2>/dev/null || chmod 555 " .. root))
      local before = inode()
      renew():commit()
      os.execute("chmod 755 " .. root)
      if os.execute("getfattr -n user.mark " .. path .. " >/dev/null 2>&1") then assert.equal(before, (inode())) end
      check()
    end)

    it("may hold folders that cannot be written", function()
      luacdk.write(root .. "/fill.lua", ([[
        local assembly = require "luacdk.assembly"
        for i = 1, 3 do
          local output = assembly.output "%s"
          output:write("manifest.json", "new " .. i)
          output:write("S.template.json", "new " .. i)
          output:write("assembly-P/manifest.json", "new " .. i)
          output:commit()
        end
        cdk.App()
      ]]):format(path))
      local chown = "chmod 711 %s && chmod -R a-w %s/asset.old %s/of* && chown -R 65534:65534 %s"
      if not os.execute("test $(id -u) = 0 && command -v setpriv >/dev/null && "
        .. chown:format(root, path, path, root)) then return pending "needs root and setpriv" end
      local result = luacdk.run(root, { "--quiet", "fill.lua" },
        { before = "setpriv --reuid 65534 --regid 65534 --clear-groups" })
      assert.equal("", result.err)
      assert.equal("new 3", luacdk.read(path .. "/S.template.json"))
      assert.equal("mine", luacdk.read(path .. "/of others/notes"))
      assert.equal("old", luacdk.read(path .. "/asset.old/file"))
      assert.falsy(table.concat(luacdk.list(root), "\n"):find("luacdk", 1, true))
    end)

    it("is reached by a link as well", function()
      assert(os.execute(("mv %s %s/real && ln -s real %s"):format(path, root, path)))
      renew():commit()
      check()
      assert(os.execute("test -L " .. path))
    end)
  end)

  describe("after a run that was killed", function()
    -- What the next run does before anything else, also if it fails later.
    local function claim()
      local output = assembly.output(path)
      output:write("x", "1")
      output:abandon()
    end

    it("has what was being moved file by file moved to the end, and nothing else that is ours", function()
      luacdk.write(path .. "/S.template.json", "old")
      luacdk.write(path .. "/.luacdk-finish/rest/S.template.json", "new")
      luacdk.write(path .. "/.luacdk-finish/rest/assembly-P/S.template.json", "new")
      luacdk.write(path .. "/.luacdk-finish/head/manifest.json", "new")
      luacdk.write(path .. "/.luacdk-run-aaaaaa/was/manifest.json", "old")
      claim()
      assert.same({ "S.template.json", "assembly-P/", "assembly-P/S.template.json", "manifest.json" },
        luacdk.list(path))
      assert.equal("new", luacdk.read(path .. "/S.template.json"))
      assert.equal("new", luacdk.read(path .. "/manifest.json"))
    end)

    it("has back what the exchanged generation had alone", function()
      luacdk.write(path .. "/manifest.json", "new")
      luacdk.write(root .. "/.cdk.out.luacdk/1/manifest.json", "old")
      luacdk.write(root .. "/.cdk.out.luacdk/1/asset.old/file", "1")
      luacdk.write(root .. "/.cdk.out.luacdk/scratch/2/file", "1")
      claim()
      assert.same({ "cdk.out/", "cdk.out/asset.old/", "cdk.out/asset.old/file", "cdk.out/manifest.json" },
        luacdk.list(root))
      assert.equal("new", luacdk.read(path .. "/manifest.json"))
    end)

    it("has nothing of a generation that was not exchanged", function()
      luacdk.write(path .. "/manifest.json", "old")
      luacdk.write(root .. "/.cdk.out.luacdk/next/asset.new/file", "1")
      os.execute(("cd %s/.cdk.out.luacdk && mv next $(stat -c %%i next)"):format(root))
      claim()
      assert.same({ "cdk.out/", "cdk.out/manifest.json" }, luacdk.list(root))
    end)
  end)

  it("is finished after the commit", function()
    local output = assembly.output(path)
    output:commit()
    assert.error_matches(function() output:write("x", "1") end, "the output is already finished")
    output:abandon()
  end)
end)
