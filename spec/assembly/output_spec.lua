-- src/assembly/output.c: an output folder that is written whole or not at all.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

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
    luacdk.write(path .. "/asset.there", "x")
    local output = assembly.output(path)
    local place = output:stage "asset.new"
    luacdk.write(place .. "/file", "1")
    assert.is_nil(output:stage "asset.new")
    assert.is_nil(output:stage "asset.there")
    output:commit()
    assert.equal("1", luacdk.read(path .. "/asset.new/file"))
  end)

  it("refuses a path that is no folder, and a folder in the place of a file", function()
    luacdk.write(root .. "/file", "")
    assert.error_matches(function() assembly.output(root .. "/file") end,
      "cannot write the output to .*/file: it is not a folder")
    luacdk.write(path .. "/manifest.json/x", "")
    local output = assembly.output(path)
    assert.error_matches(function() output:write("manifest.json", "{}") end, "a folder of that name is in the way")
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

  it("is finished after the commit", function()
    local output = assembly.output(path)
    output:commit()
    assert.error_matches(function() output:write("x", "1") end, "the output is finished")
    output:abandon()
  end)
end)
