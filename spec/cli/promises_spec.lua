-- The output is the same for the same input, holds no absolute path, and is written whole or not at all.
local luacdk = require "spec.support.luacdk"

local FILES = {
  ["project/app.lua"] = [[
    local here = arg[0]:match "^(.*)/" or "."
    local stack = require("app_stack")(cdk.App())
    lambda.Function(stack, "F", {
      runtime = lambda.Runtime.NODEJS_22_X, handler = "index.h", code = lambda.Code.from_asset(here .. "/fn"),
    })
    s3_assets.Asset(stack, "A", { path = here .. "/file.txt" })
    ecr_assets.DockerImageAsset(stack, "I", { directory = here .. "/image" })
    lambda.Function(cdk.Stack(cdk.Stage(stack.node.root, "Prod"), "S"), "F", {
      runtime = lambda.Runtime.NODEJS_22_X, handler = "index.h", code = lambda.Code.from_asset(here .. "/fn"),
    })
    cdk.Annotations.of(stack):add_warning "watch out"
  ]],
  ["project/app_stack.lua"] = [[
    return function(app) return cdk.Stack(app, "S", { tags = { b = "1", a = "2", I = "i" } }) end
  ]],
  ["project/fn/index.js"] = "exports.h = 1",
  ["project/file.txt"] = "text",
  ["project/image/Dockerfile"] = "FROM scratch",
  ["project/broken.lua"] = [[
    local stack = cdk.Stack(cdk.App(), "S")
    s3_assets.Asset(stack, "New", { path = "image/Dockerfile" })
    s3_assets.Asset(stack, "Other", { path = "fn", exclude = { "none" } })
    error "stop"
  ]],
}

-- The names and contents of all files below a folder, as one text.
local function contents(folder)
  local parts = {}
  for _, name in ipairs(luacdk.list(folder)) do
    parts[#parts + 1] = name
    if name:sub(-1) ~= "/" then parts[#parts + 1] = luacdk.read(folder .. "/" .. name) end
  end
  return table.concat(parts, "\n")
end

local function synth(folder, working_folder, script, options)
  local result = luacdk.run(folder .. "/" .. working_folder, { "--quiet", "-o", folder .. "/out", script }, options)
  assert.same({ 0, "" }, { result.status, result.err })
  local output = contents(folder .. "/out")
  luacdk.remove(folder)
  return output
end

describe("the output", function()
  local expected
  setup(function() expected = synth(luacdk.folder(FILES), "project", "app.lua") end)

  it("is the same in another folder, from another folder, by an absolute name", function()
    local folder = luacdk.folder(FILES)
    assert.equal(expected, synth(folder, "project", folder .. "/project/app.lua"))
    assert.equal(expected, synth(luacdk.folder(FILES), ".", "project/app.lua"))
    assert.equal(expected, synth(luacdk.folder(FILES), "project/fn", "../app.lua"))
  end)

  it("is the same under another umask, locale, time zone and home", function()
    assert.equal(expected, synth(luacdk.folder(FILES), "project", "app.lua", {
      env = { LC_ALL = "C", TZ = "Asia/Tokyo", HOME = "/none", USER = "other" },
      before = "sh -c 'umask 077; exec \"$@\"' -",
    }))
  end)

  it("holds no absolute path", function()
    local folder = luacdk.folder(FILES)
    local output = synth(folder, ".", folder .. "/project/app.lua")
    assert.is_nil(output:find(folder, 1, true))
    assert.is_nil(output:find("/tmp/", 1, true))
    assert.truthy(output:find('"app.lua:11"', 1, true))
    assert.truthy(output:find('"app_stack.lua:1"', 1, true))
  end)

  it("is the same after a second run into the same folder", function()
    local folder = luacdk.folder(FILES)
    assert.equal(0, luacdk.run(folder .. "/project", { "--quiet", "-o", folder .. "/out", "app.lua" }).status)
    assert.equal(expected, synth(folder, "project", "app.lua"))
  end)
end)

describe("a run that fails", function()
  it("leaves the previous output as it was", function()
    local folder = luacdk.folder(FILES)
    local project = folder .. "/project"
    luacdk.run(project, { "--quiet", "app.lua" })
    local before = contents(project .. "/cdk.out")
    assert.equal(1, luacdk.run(project, { "broken.lua" }).status)
    assert.equal(before, contents(project .. "/cdk.out"))
    luacdk.remove(folder)
  end)

  it("leaves nothing where there was nothing", function()
    local folder = luacdk.folder(FILES)
    assert.equal(1, luacdk.run(folder .. "/project", { "-o", "new/deep/out", "broken.lua" }).status)
    assert.is_nil(table.concat(luacdk.list(folder), "\n"):find("new", 1, true))
    luacdk.remove(folder)
  end)

  it("says which file could not be written where the output is no folder", function()
    local folder = luacdk.folder { ["app.lua"] = "cdk.Stack(cdk.App(), 'S')", out = "" }
    local result = luacdk.run(folder, { "-o", "out", "app.lua" })
    assert.same({ 1, "app.lua:1: cannot write the output to out: it is not a folder\n" }, { result.status, result.err })
    luacdk.remove(folder)
  end)
end)

describe("a run", function()
  -- No process has so high a number.
  local LEFT = { ".tmp-999999999-abcdef/S.template.json", ".asset-999999999-0/file" }

  for _, left in ipairs(LEFT) do
    it("removes what a killed one left: " .. left:match "^[^/]*", function()
      local folder = luacdk.folder(FILES)
      local project = folder .. "/project"
      luacdk.write(project .. "/cdk.out/" .. left, "half")
      luacdk.write(project .. "/cdk.out/.tmp-mine", "of somebody else")
      assert.equal(0, luacdk.run(project, { "--quiet", "app.lua" }).status)
      local hidden = {}
      for _, name in ipairs(luacdk.list(project .. "/cdk.out")) do
        if name:find "^%." then hidden[#hidden + 1] = name end
      end
      assert.same({ ".tmp-mine" }, hidden)
      luacdk.remove(folder)
    end)
  end
end)
