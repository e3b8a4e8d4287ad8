-- src/base/inputs.c, --depfile: the files that a run has read.
local luacdk = require "spec.support.luacdk"

local APP = [[
  local text = cdk.read_text "notes.txt"
  local lib = require "lib.names"
  local stack = cdk.Stack(cdk.App(), include "more.lua", { description = text })
  lambda.Function(stack, "F", {
    code = lambda.Code.from_asset("fn", { exclude = { "*.md" } }),
    handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X,
  })
  s3_assets.Asset(stack, "A", { path = "one.bin" })
]]

local FILES = {
  ["app.lua"] = APP, ["notes.txt"] = "a note", ["lib/names.lua"] = "return {}", ["more.lua"] = "return 'S'",
  ["fn/i.js"] = "x", ["fn/sub/j.js"] = "y", ["fn/read.md"] = "", ["one.bin"] = "1", ["unused.txt"] = "",
  ["cdk.json"] = "{}", ["values.yaml"] = "a: 1",
}

local function with(files, change)
  local all = {}
  for name, text in pairs(files) do all[name] = text end
  for name, text in pairs(change) do all[name] = text end
  return all
end

local function make(folder)
  local pipe = assert(io.popen("cd '" .. folder .. "' && make -s 2>&1"))
  local out = pipe:read "a"
  pipe:close()
  return out
end

describe("--depfile", function()
  it("names scripts, modules, includes, texts, context, and each file and folder of an asset", function()
    local folder = luacdk.folder(FILES)
    assert.equal(0, luacdk.run(folder, { "--depfile", "out.d", "-q", "app.lua" }).status)
    local rule = luacdk.read(folder .. "/out.d")
    luacdk.remove(folder)
    local target, inputs = rule:match "^([^:]+):(.-[^\\])\n"
    assert.equal("cdk.out/manifest.json", target)
    local names = {}
    for name in inputs:gmatch "[^%s\\]+" do names[#names + 1] = name end
    table.sort(names)
    assert.same({ "app.lua", "cdk.json", "fn", "fn/i.js", "fn/sub", "fn/sub/j.js", "lib/names.lua", "more.lua",
      "notes.txt", "one.bin" }, names)
  end)

  it("is the same on a second run and in the sandbox", function()
    local folder = luacdk.folder(FILES)
    for i, arguments in ipairs { { "app.lua" }, { "app.lua" }, { "--sandbox", "app.lua" } } do
      luacdk.run(folder, { "--depfile", i .. ".d", table.unpack(arguments) })
    end
    local function lines(name)
      local list = {}
      for line in luacdk.read(folder .. "/" .. name):gmatch "[^\n]+" do list[#list + 1] = line:gsub(" \\$", "") end
      table.sort(list)
      return list
    end
    assert.same(lines "1.d", lines "2.d")
    assert.same(lines "1.d", lines "3.d")
    luacdk.remove(folder)
  end)

  it("has make run luacdk when one of them changes, and only then", function()
    local awkward = "with space #and $dollar%.txt"
    local folder = luacdk.folder(with(FILES, {
      ["app.lua"] = APP:gsub("notes%.txt", (awkward:gsub("%%", "%%%%"))), [awkward] = "x",
      ["Makefile"] = "cdk.out/manifest.json:\n\t@echo run\n\t@" .. (os.getenv "LUACDK" or "build/luacdk")
        .. " -q --depfile app.d app.lua\n-include app.d\n",
    }))
    local function touch(name) os.execute(("sleep 0.02; touch '%s/%s'; sleep 0.02"):format(folder, name)) end
    assert.equal("run\n", make(folder))
    assert.equal("", make(folder))
    for _, name in ipairs { "fn/sub/j.js", "lib/names.lua", awkward } do
      touch(name)
      assert.equal("run\n", make(folder), name)
      assert.equal("", make(folder), name)
    end
    touch "unused.txt"
    assert.equal("", make(folder))
    os.remove(folder .. "/fn/sub/j.js")
    assert.equal("run\n", make(folder))
    luacdk.remove(folder)
  end)

  it("leaves out the output, and the folders that hold it", function()
    local folder = luacdk.folder { ["app.lua"] = "s3_assets.Asset(cdk.Stack(cdk.App(), 'S'), 'A', { path = '.' })" }
    luacdk.run(folder, { "--depfile", "d", "app.lua" })
    luacdk.run(folder, { "--depfile", "e", "app.lua" })
    assert.equal("cdk.out/manifest.json: \\\n  app.lua\napp.lua:\n", luacdk.read(folder .. "/d"))
    luacdk.remove(folder)
  end)

  it("says when it cannot be written", function()
    local folder = luacdk.folder { ["app.lua"] = "cdk.Stack(cdk.App(), 'S')", ["none.lua"] = "" }
    local result = luacdk.run(folder, { "--depfile", "no/such/folder", "app.lua" })
    assert.equal(1, result.status)
    assert.matches("^cannot write no/such/folder: No such file or directory\n", result.err)
    assert.matches("nothing was written that d could be about",
      luacdk.run(folder, { "--depfile", "d", "none.lua" }).err)
    luacdk.write(folder .. "/a\nb.lua", "")
    luacdk.write(folder .. "/app.lua", "cdk.Stack(cdk.App(), 'S') include 'a\\nb.lua'")
    assert.matches("its name holds a line break", luacdk.run(folder, { "--depfile", "d", "app.lua" }).err)
    luacdk.remove(folder)
  end)
end)
