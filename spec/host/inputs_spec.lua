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

local function output_of(folder, command)
  local pipe = assert(io.popen("cd '" .. folder .. "' && " .. command .. " 2>&1"))
  local out = pipe:read "a"
  pipe:close()
  return out
end

local function make(folder) return output_of(folder, "make -s") end

local PROGRAM = os.getenv "LUACDK" or "build/luacdk"

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
    local awkward = "with space #and $dollar.txt"
    local folder = luacdk.folder(with(FILES, {
      ["app.lua"] = APP:gsub("notes%.txt", (awkward:gsub("%%", "%%%%"))), [awkward] = "x",
      ["Makefile"] = "cdk.out/manifest.json:\n\t@echo run\n\t@" .. PROGRAM
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
    assert.matches("nothing was written, so there is no rule for d",
      luacdk.run(folder, { "--depfile", "d", "none.lua" }).err)
    luacdk.write(folder .. "/a\nb.lua", "")
    luacdk.write(folder .. "/app.lua", "cdk.Stack(cdk.App(), 'S') include 'a\\nb.lua'")
    assert.equal("d: make and ninja would misread the name 'a\nb.lua': rename the file, or do not read it"
      .. "\n", luacdk.run(folder, { "--depfile", "d", "app.lua" }).err)
    luacdk.remove(folder)
  end)

  -- Read alike by make 4.3 and ninja 1.11, at the begin and the end of names or only within; so is every letter, digit
  -- and byte from 128 on. Found by trying each byte, alone and in pairs.
  local PLAIN, WITHIN = "!+,-./@[]_{}(#$", " :\\~)"

  it("writes every name that make and ninja read the same way, so that both do", function()
    if output_of(".", "ninja --version"):find "not found" then return pending "needs ninja" end
    local names = { "include", "define", ".PHONY", ".ONESHELL", ".c", "~root", "-load", "export x", "$(shell)y",
      "${HOME}", "a  b", "a\\ b", "a\\\\ b", "[id].js", "Copy (1).txt" }
    for mark in WITHIN:gmatch "." do names[#names + 1] = "x" .. mark .. "y" end
    local escaped = #names
    for byte = 128, 255 do names[#names + 1] = "x" .. string.char(byte) .. "y" end
    for mark in PLAIN:gsub("[./]", ""):gmatch "." do
      for _, form in ipairs { "%sx", "x%sy", "x%s" } do names[#names + 1] = form:format(mark) end
    end
    local folder = luacdk.folder {
      ["app.lua"] = "cdk.Stack(cdk.App(), 'S') for _, name in ipairs(include 'names.lua') do cdk.read_text(name) end",
      ["names.lua"] = "return {" .. ("%q,"):rep(#names):format(table.unpack(names)) .. "}",
      ["Makefile"] = "cdk.out/manifest.json:\n\t@echo run\n-include app.d\n",
      ["build.ninja"] = "rule synth\n  command = " .. PROGRAM .. " -q --depfile app.d app.lua\n  depfile = app.d\n"
        .. "build cdk.out/manifest.json: synth app.lua\n",
      ["x"] = "", ["y"] = "", ["a"] = "", ["b"] = "",
    }
    local quoted = {}
    for i, name in ipairs(names) do
      luacdk.write(folder .. "/" .. name, "")
      quoted[i] = "'./" .. name .. "'"
    end
    assert.is_nil(output_of(folder, "ninja"):find "otherwise")
    output_of(folder, "find . -exec touch -h -d 2001-01-01 {} + ; touch -d 2015-01-01 cdk.out/manifest.json")
    assert.equal("", make(folder))
    assert.matches("no work to do", output_of(folder, "ninja -n"))
    for i = 1, escaped do
      output_of(folder, "touch -d 2020-01-01 " .. quoted[i])
      assert.equal("run\n", make(folder), names[i])
      assert.not_matches("no work to do", output_of(folder, "ninja -n"), names[i])
      output_of(folder, "touch -d 2001-01-01 " .. quoted[i])
    end
    output_of(folder, "touch -d 2020-01-01 x y a b")
    assert.equal("", make(folder))
    output_of(folder, "rm " .. table.concat(quoted, " "))
    assert.equal("run\n", make(folder))
    luacdk.remove(folder)
  end)

  it("refuses each name that make or ninja would read otherwise, and writes nothing", function()
    local folder = luacdk.folder { ["app.lua"] = "local n = ... cdk.read_text(n) cdk.Stack(cdk.App(), 'S')" }
    local names = { "x=y;touch${IFS}P", "x ", "x:", "x\\", " ", "(x)", "x(y)", "x\\#y", "x\\$y", "x\\:y", "[x]y" }
    for byte = 1, 127 do
      local mark = string.char(byte)
      if not (PLAIN .. WITHIN):find(mark, 1, true) and not mark:find "%w" then
        names[#names + 1] = "x" .. mark .. "y"
      end
    end
    luacdk.write(folder .. "/xy", "") -- what [x]y is a pattern of
    for _, name in ipairs(names) do
      luacdk.write(folder .. "/" .. name, "")
      local result = luacdk.run(folder, { "-q", "--depfile", "d", "app.lua", "--", name })
      local shown = name:gsub("[\1-\8\11-\31\127]", "?") -- what would command the terminal
      assert.equal("d: make and ninja would misread the name '" .. shown
        .. "': rename the file, or do not read it\n", result.err)
      assert.equal(1, result.status)
      assert.is_nil(io.open(folder .. "/d"))
    end
    luacdk.remove(folder)
  end)
end)
