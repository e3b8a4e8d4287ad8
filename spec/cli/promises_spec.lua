-- The output is the same for the same input, holds no absolute path, and is written whole or not at all.
local assets = require "luacdk.assets"
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
  assert.same({ 0, "[WARNING] app.lua:11: [S] watch out\n" }, { result.status, result.err })
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
    assert.truthy(output:find('(app.lua:11)"', 1, true))
    assert.truthy(output:find('(app_stack.lua:1)"', 1, true))
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

  it("says so where a file may not grow, and leaves the previous output", function()
    local folder = luacdk.folder { ["app.lua"] = "s3.Bucket(cdk.Stack(cdk.App(), 'S'), ...)" }
    luacdk.run(folder, { "--quiet", "app.lua", "--", "A" })
    local before = contents(folder .. "/cdk.out")
    local result = luacdk.run(folder, { "app.lua", "--", "B" }, { before = "prlimit --fsize=1000" })
    assert.equal(1, result.status)
    assert.matches("cannot write .*: File too large\n$", result.err)
    assert.equal(before, contents(folder .. "/cdk.out"))
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

describe("a file without an end", function()
  it("is refused, whoever names it", function()
    local folder = luacdk.folder { ["app.lua"] = 'cdk.Stack(cdk.App(), "S")\n' }
    assert(os.execute(("ln -s /dev/zero %s/endless; truncate -s 600M %s/huge"):format(folder, folder)))
    for _, name in ipairs { "endless", "huge" } do
      assert.equal(1, luacdk.run(folder, { name }).status)
      for _, words in ipairs { { "diff", "--against", name, "app.lua" }, { "check", "--rules", name, "app.lua" } } do
        local result = luacdk.run(folder, words)
        assert.equal(1, result.status)
        assert.matches("cannot read %S-" .. name .. ": larger than 512 MiB", result.err .. result.out)
      end
    end
    luacdk.remove(folder)
  end)
end)

describe("a run", function()
  -- No process has so high a number.
  local LEFT = {
    ".tmp-999999999-abcdef/S.template.json", ".asset-999999999-0/file", ".luacdk-run-abcdef/next/S.template.json",
  }

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

-- Generations of an output are told by a text that every template holds; tools/faults/generations does the same at
-- length.
describe("an output", function()
  local folder

  before_each(function()
    folder = luacdk.folder {
      ["app.lua"] = [[
        local app = cdk.App()
        for i = 1, 6 do
          local stack = cdk.Stack(i == 3 and cdk.Stage(app, "P") or app, "S" .. i)
          cdk.CfnOutput(stack, "Generation", { value = arg[1] })
          s3_assets.Asset(stack, "Own", { path = arg[1] })
          s3_assets.Asset(stack, "Shared", { path = "shared" })
        end
      ]],
      ["holding.lua"] = [[
        local stack = cdk.Stack(cdk.App(), "S")
        s3_assets.Asset(stack, "A", { path = "a" })
        os.execute "touch held; while test -e held; do sleep 0.01; done"
      ]],
      ["a/file"] = "a", ["b/file"] = "b", ["shared/deep/file"] = "shared",
    }
  end)

  after_each(function() luacdk.remove(folder) end)

  local function make(name, out, before)
    return luacdk.run(folder, { "--quiet", "-o", out or "out", "app.lua", "--", name }, { before = before })
  end

  -- The files of a generation, but for the assets that others have left.
  local function generation(out, names)
    local parts = {}
    for _, name in ipairs(luacdk.list(folder .. "/" .. out)) do
      if not name:find "^asset%." and not name:find "^%.luacdk%-run%-" then
        parts[#parts + 1] = name
        if name:sub(-1) ~= "/" then parts[#parts + 1] = luacdk.read(folder .. "/" .. out .. "/" .. name) end
      end
    end
    local text = table.concat(parts, "\n")
    if names then
      for _, name in ipairs(names) do
        if text == generation("whole." .. name) then return name end
      end
      return text
    end
    return text
  end

  it("is that of one run when two write it at once", function()
    for _, name in ipairs { "a", "b" } do make(name, "whole." .. name) end
    for round = 1, 6 do
      local command = ("cd %s && { for n in a b; do %s --quiet -o out app.lua -- $n & done; wait; } 2>&1"):format(
        folder, luacdk.program)
      local pipe = io.popen(command)
      assert.equal("", pipe:read "a")
      pipe:close()
      assert.matches("^[ab]$", generation("out", { "a", "b" }))
      if round % 2 == 0 then luacdk.remove(folder .. "/out") end
    end
  end)

  it("is the old or the new one when a run is killed, and the next removes what that has left", function()
    for _, name in ipairs { "a", "b" } do make(name, "whole." .. name) end
    for milliseconds = 1, 12 do
      if luacdk.exists(folder .. "/out") then luacdk.remove(folder .. "/out") end
      make "a"
      make("b", "out", ("timeout -s KILL 0.%03d"):format(milliseconds))
      assert.matches("^[ab]$", generation("out", { "a", "b" }))
      assert.equal("", make("b").err)
      assert.equal("b", generation("out", { "b" }))
      assert.falsy(table.concat(luacdk.list(folder), "\n"):find("luacdk", 1, true))
    end
  end)

  it("that is being written by another run is waited for, and then it is said which", function()
    local done = io.popen(("cd %s && %s --quiet -o out holding.lua 2>&1; echo $?"):format(folder, luacdk.program))
    while not luacdk.exists(folder .. "/held") do os.execute "sleep 0.01" end
    local result = luacdk.run(folder, { "-o", "out", "app.lua", "--", "a" }, { env = { LUACDK_LOCK_WAIT = "0" } })
    os.remove(folder .. "/held")
    assert.equal("0\n", done:read "a")
    done:close()
    assert.equal(1, result.status)
    assert.matches("^app.lua:%d+: .*the folder " .. folder:gsub("%p", "%%%0") .. "/out is being written by process %d+ "
      .. "%([^\n]*holding.lua[^\n]*%); gave up after 0 s\n", result.err)
    assert.equal("", make("a").err)
  end)

  it("stays the same folder when it is the current one", function()
    luacdk.write(folder .. "/plain.lua", [[
      local app = cdk.App()
      for i = 1, 2 do cdk.CfnOutput(cdk.Stack(app, "S" .. i), "O", { value = arg[1] }) end
    ]])
    luacdk.run(folder, { "--quiet", "-o", "out", "plain.lua", "--", "old" })
    local command = "cd %s/out && %s --quiet -o . ../plain.lua -- new 2>&1 && grep -c new S?.template.json"
    local pipe = io.popen(command:format(folder, luacdk.program))
    assert.equal("S1.template.json:1\nS2.template.json:1\n", pipe:read "a")
    pipe:close()
  end)

  it("holds what the name says of an asset that changes while it is staged", function()
    luacdk.write(folder .. "/changing.lua", [[
      s3_assets.Asset(cdk.Stack(cdk.App(), "S"), "A", { path = "changing" })
    ]])
    luacdk.write(folder .. "/changing/file", ("x"):rep(3000000))
    local writer = io.popen(("cd %s && touch go && while test -e go; do date +%%N | dd of=changing/file bs=1 "
      .. "seek=$(date +%%-N | tail -c 7 | sed 's/^0*//') conv=notrunc status=none; done"):format(folder))
    for round = 1, 8 do
      if round % 4 == 0 then luacdk.remove(folder .. "/out") end
      local result = luacdk.run(folder, { "--quiet", "-o", "out", "changing.lua" })
      if result.status ~= 0 then assert.matches("changes while it is being read", result.err) end
    end
    os.remove(folder .. "/go")
    writer:close()
    for _, name in ipairs(luacdk.list(folder .. "/out")) do
      local hash = name:match "^asset%.(%x+)/$"
      if hash then assert.equal(hash, assets.fingerprint(folder .. "/out/" .. name)) end
    end
  end)
end)

describe("a program that is short of memory", function()
  local folder

  setup(function()
    local keys = {}
    -- More than loading the program itself takes for a moment, which it then has left.
    for i = 1, 6000 do keys[i] = ("k%d: [1, 2, {a: b}]\n"):format(i) end
    folder = luacdk.folder {
      ["fn/i.js"] = "exports.h = 1", ["data.yaml"] = table.concat(keys), ["app.lua"] = [[
        local stack = cdk.Stack(cdk.App(), "S")
        s3_assets.Asset(stack, "A", { path = "fn" })
        cdk.CfnResource(stack, "R", { type = "A::B::C", properties = { P = cdk.read_yaml "data.yaml" } })
      ]],
    }
  end)
  teardown(function() luacdk.remove(folder) end)

  local function run(bytes, ...) return luacdk.run(folder, { ... }, { before = luacdk.within(bytes) }) end

  it("says so, with status 1, and leaves nothing, wherever it happens", function()
    local start = 8 << 20 -- with less not even the program itself can be loaded
    while run(start, "--version").status ~= 0 do start = start + (128 << 10) end
    local bytes, failures = start, 0
    while true do
      local result = run(bytes, "-q", "app.lua")
      if result.status == 0 then break end
      failures = failures + 1
      assert.equal(1, result.status, ("%d bytes more than the program: %s"):format(bytes - start, result.err))
      assert.matches("memory", result.err)
      assert.same({ "app.lua", "data.yaml", "fn/", "fn/i.js" }, luacdk.list(folder))
      bytes = bytes + (bytes < start + (1 << 20) and 64 << 10 or 1 << 20)
    end
    assert.is_true(failures > 0 or luacdk.within(1) == "")
  end)
end)

describe("the folder above the output, exchanged for another by the time the script is done,", function()
  local SCRIPT = [[
    local app = cdk.App()
    s3_assets.Asset(cdk.Stack(app, "S"), "A", { path = "asset" })
    s3_assets.Asset(cdk.Stack(cdk.Stage(app, "P"), "T"), "B", { path = "app.lua" })
    assert(os.execute "%s")
  ]]

  local function run(exchange)
    local folder = luacdk.folder { ["app.lua"] = SCRIPT:format(exchange), ["asset/file"] = "1",
      ["other/notes"] = "mine", ["build/cdk.out/manifest.json"] = "old",
      ["build/cdk.out/asset.old/file"] = "old", ["build/notes"] = "mine" }
    local result = luacdk.run(folder, { "-o", "build/cdk.out", "app.lua" })
    local files = luacdk.list(folder)
    luacdk.remove(folder)
    return result, files
  end

  it("gets nothing, nor does the other", function()
    local result, files = run "mv build away && mv other build"
    assert.same({ 1, "" }, { result.status, result.out })
    assert.matches("moved or replaced", result.err)
    assert.same({ "app.lua", "asset/", "asset/file", "away/", "away/cdk.out/", "away/cdk.out/asset.old/",
      "away/cdk.out/asset.old/file", "away/cdk.out/manifest.json", "away/notes", "build/", "build/notes" }, files)
  end)

  it("gets nothing if the other is reached by a link", function()
    local result, files = run "mv build away && ln -s other build"
    assert.equal(1, result.status)
    assert.matches("moved or replaced", result.err)
    assert.same({ "app.lua", "asset/", "asset/file", "away/", "away/cdk.out/", "away/cdk.out/asset.old/",
      "away/cdk.out/asset.old/file", "away/cdk.out/manifest.json", "away/notes", "build", "other/", "other/notes" },
      files)
  end)
end)
