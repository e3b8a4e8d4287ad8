-- luacdk synth and luacdk ls, from script to folder.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

local APP = [[
local app = cdk.App()
cdk.Stack(app, "Zed")
]]

describe("luacdk synth", function()
  local folder

  before_each(function() folder = luacdk.folder { ["app.lua"] = APP .. "app:synth()\n" } end)

  after_each(function() luacdk.remove(folder) end)

  it("writes the assembly and says so on stderr", function()
    local result = luacdk.run(folder, { "synth", "app.lua" })
    assert.same({ status = 0, out = "", err = "cdk.out: 1 stack: Zed\n" }, result)
    for _, name in ipairs { "manifest.json", "cdk.out", "tree.json", "Zed.template.json", "Zed.assets.json" } do
      assert.is_true(luacdk.exists(folder .. "/cdk.out/" .. name), name)
    end
  end)

  it("names all stacks, whatever is in their metadata", function()
    luacdk.write(folder .. "/app.lua", [=[
      local app = cdk.App()
      for i, id in ipairs { "metadata", "B", "C" } do
        local stack = cdk.Stack(app, id)
        local node = constructs.Construct(stack, "metadata").node
        for _, text in ipairs { '"}]', '{[', '\\', '\\"]', '\\\\', '' } do
          node:add_metadata(text, { [text] = { text } })
        end
        if i == 2 and ... then cdk.Annotations.of(stack):add_info "noted" end
      end]=])
    local summary = "cdk.out: 3 stacks: metadata, B, C\n"
    assert.equal(summary, luacdk.run(folder, { "app.lua" }).err)
    assert.equal("[INFO] app.lua:8: [B] noted\n" .. summary, luacdk.run(folder, { "app.lua", "--", "yes" }).err)
  end)

  it("says nothing when it is told to be quiet, or when the cdk command line runs it", function()
    assert.equal("", luacdk.run(folder, { "synth", "-q", "app.lua" }).err)
    assert.equal("", luacdk.run(folder, { "app.lua" }, { env = { CDK_CLI_VERSION = "2.1148.1" } }).err)
    assert.equal("out: 1 stack: Zed\n", luacdk.run(folder, { "app.lua" }, { env = { CDK_OUTDIR = "out" } }).err)
  end)

  it("synthesises each app that the script left", function()
    luacdk.write(folder .. "/app.lua", 'cdk.Stack(cdk.App(), "A")\ncdk.Stack(cdk.App { outdir = "other" }, "B")\n')
    local result = luacdk.run(folder, { "app.lua", "-o", "out" })
    assert.equal("out: 1 stack: A\nother: 1 stack: B\n", result.err)
    assert.is_true(luacdk.exists(folder .. "/out/A.template.json"))
    assert.is_true(luacdk.exists(folder .. "/other/B.template.json"))
  end)

  it("writes the same bytes again, and does not touch them", function()
    luacdk.run(folder, { "app.lua" })
    os.execute("cd " .. folder .. "/cdk.out && sha256sum * > ../before && touch -d 2001-01-01 *")
    luacdk.run(folder, { "app.lua" })
    assert.is_true(os.execute("cd " .. folder .. "/cdk.out && sha256sum --quiet -c ../before"))
    local pipe = io.popen("find " .. folder .. "/cdk.out -type f -newermt 2002-01-01")
    assert.equal("", pipe:read "a")
    pipe:close()
  end)

  it("leaves the output as it was when the script fails", function()
    luacdk.run(folder, { "app.lua" })
    local before = luacdk.list(folder)
    luacdk.write(folder .. "/app.lua", APP .. 'cdk.Stack(app, "New")\nerror "no"\n')
    local result = luacdk.run(folder, { "app.lua" })
    assert.same({ status = 1, out = "", err = "app.lua:4: no\n" }, result)
    assert.same(before, luacdk.list(folder))
  end)

  it("leaves no output behind when the script is interrupted", function()
    luacdk.write(folder .. "/app.lua", APP .. "while true do end\n")
    local result = luacdk.run(folder, { "app.lua" }, { before = "timeout --preserve-status --signal=INT 0.3" })
    assert.equal(130, result.status)
    assert.same({ "app.lua" }, luacdk.list(folder))
  end)

  it("refuses an output that is no folder", function()
    local result = luacdk.run(folder, { "app.lua", "-o", "app.lua" })
    assert.equal(1, result.status)
    assert.matches("cannot write the output to app%.lua: it is not a folder", result.err)
  end)

  describe("for AWS's language server and explorer", function()
    local TOOLS = [=[
      local stack = cdk.Stack(cdk.App(), "S")
      local function queue(id)
        return require("aws_cdk.aws_sqs").Queue(stack, id)
      end
      cdk.Annotations.of(queue "Q"):add_warning "careful"
    ]=]
    local MADE = { "Queue (app.lua:3)", "queue (app.lua:5)" }

    local function stacks(...)
      luacdk.write(folder .. "/app.lua", TOOLS)
      assert.equal(0, luacdk.run(folder, ...).status)
      local artifact = assembly.parse_json(luacdk.read(folder .. "/cdk.out/manifest.json")).artifacts.S
      local file = artifact.additionalMetadataFile
      local metadata = artifact.metadata or assembly.parse_json(luacdk.read(folder .. "/cdk.out/" .. file))
      local found = {}
      for path, entries in pairs(metadata) do
        for _, entry in ipairs(entries) do
          if entry.type == "aws:cdk:creationStack" then found[path] = entry.data end
          if entry.type == "aws:cdk:warning" then found.warning = entry.trace end
        end
      end
      return found
    end

    it("writes the line that made a construct as a frame that they can read", function()
      local found = stacks { "app.lua" }
      assert.same({ MADE[1] }, found["/S/Q/Resource"])
      assert.same({ "Stack (app.lua:1)" }, found["/S"])
      assert.same({ "add_warning (app.lua:5)" }, found.warning)
      assert.is_false(luacdk.exists(folder .. "/cdk.out/app.lua.js"))
    end)

    for name, how in pairs {
      ["with --source-map"] = { { "--source-map", "app.lua" } },
      ["under the cdk command line"] = { { "app.lua" }, { env = { CDK_CLI_VERSION = "2.1148.1" } } },
    } do
      it("writes all lines and a source map " .. name, function()
        local found = stacks(table.unpack(how))
        assert.same({ MADE[1], "luacdk (cdk.out/app.lua.js:3:1)", MADE[2], "luacdk (cdk.out/app.lua.js:5:1)" },
          found["/S/Q/Resource"])
        assert.same({ "add_warning (app.lua:5)", "luacdk (cdk.out/app.lua.js:5:1)" }, found.warning)
        local text = luacdk.read(folder .. "/cdk.out/app.lua.js")
        local encoded = text:match "^//# sourceMappingURL=data:application/json;charset=utf%-8;base64,([%w+/=]+)\n$"
        local pipe = io.popen("echo " .. encoded .. " | base64 -d")
        local map = assembly.parse_json(pipe:read "a")
        pipe:close()
        assert.same({ "../app.lua" }, map.sources)
        assert.equal("AAAA;AACA;AACA;AACA;AACA", map.mappings)
      end)
    end
  end)
end)

describe("what was noted with cdk.Annotations", function()
  local SCRIPT = [[
local app = cdk.App()
local stack = cdk.Stack(app, "S")
local queue = sqs.Queue(stack, "Q")
cdk.Annotations.of(queue):add_warning("careful")
cdk.Annotations.of(queue):add_warning_v2("my:id", "again")
cdk.Annotations.of(stack):add_info("by the way")
cdk.Annotations.of(sqs.Queue(cdk.Stack(cdk.Stage(app, "Prod"), "T"), "Q")):add_warning("far down")
]]
  local NOTES = [[
[INFO] app.lua:6: [S] by the way
[WARNING] app.lua:4: [S/Q] careful
[WARNING] app.lua:5: [S/Q] again [ack: my:id]
[WARNING] app.lua:7: [Prod/T/Q] far down
]]
  local NAMES = "cdk.out: 2 stacks: S, Prod/T (Prod-T)\n"

  it("is printed with its place, and counted", function()
    assert.same({ status = 0, out = "", err = NOTES .. NAMES .. "3 warnings\n" }, luacdk.script(SCRIPT))
  end)

  it("does not control the terminal, inside of a stack or not", function()
    local err = luacdk.script([[
local app = cdk.App()
for _, construct in ipairs { app, cdk.Stack(app, "S") } do
  cdk.Annotations.of(construct):add_warning "a\27[2Jb\u{9b}2J"
end]]).err
    assert.matches("%[WARNING%] app.lua:3: a%?%[2Jb%?2J\n", err)
    assert.matches("%[WARNING%] app.lua:3: %[S%] a%?%[2Jb%?2J\n", err)
    assert.not_matches("[\27\x9b]", err)
  end)

  it("is printed also where it went to a file of its own", function()
    local folder = luacdk.folder { ["app.lua"] = SCRIPT }
    local result = luacdk.run(folder, { "render", "app.lua" }, { env = { CDK_CLI_ASM_VERSION = "55.0.0" } })
    luacdk.remove(folder)
    assert.equal(NOTES, result.err)
  end)

  it("makes the run fail if it is an error, with the assembly written", function()
    local folder = luacdk.folder { ["app.lua"] = SCRIPT .. "cdk.Annotations.of(queue):add_error('too bad')" }
    local result = luacdk.run(folder, { "app.lua" })
    local quiet = luacdk.run(folder, { "-q", "app.lua" })
    local written = luacdk.exists(folder .. "/cdk.out/S.template.json")
    local under_cdk = luacdk.run(folder, { "app.lua" }, { env = { CDK_CLI_VERSION = "2.1148.1" } })
    luacdk.remove(folder)
    assert.equal(1, result.status)
    assert.matches("[ERROR] app.lua:8: [S/Q] too bad\n", result.err, 1, true)
    assert.matches(NAMES .. "3 warnings, 1 error\n", result.err, 1, true)
    assert.equal(1, quiet.status)
    assert.matches("too bad", quiet.err)
    assert.is_true(written)
    assert.same({ status = 0, out = "", err = "" }, under_cdk)
  end)

  it("is printed of constructs that are in no stack, which no manifest tells of", function()
    local script = "cdk.Annotations.of(cdk.App()):add_warning('odd\\27[2J')"
    assert.equal("[WARNING] app.lua:1: odd?[2J\n", luacdk.script(script, { env = { CDK_CLI_VERSION = "2" } }).err)
    assert.equal(1, luacdk.script("cdk.Annotations.of(cdk.App()):add_error('odd')").status)
  end)

  it("commands no terminal", function()
    local result = luacdk.script("cdk.Annotations.of(cdk.Stack(cdk.App(), 'S')):add_warning('odd\\27[2J')")
    assert.matches("odd?[2J", result.err, 1, true)
  end)
end)

describe("what luacdk says of a script", function()
  local SCRIPT = [[
local e = "\27[2J\194\155x\155"
local app = cdk.App()
cdk.Stack(constructs.Construct(app, "C" .. e), "S")
print(e)
]]

  it("commands no terminal, while the script itself may", function()
    local folder = luacdk.folder {
      ["app.lua"] = SCRIPT, ["fails.lua"] = SCRIPT .. "error(e)",
      ["invalid.lua"] = SCRIPT .. "app.node:add_validation { validate = function() return { e } end }",
    }
    for _, words in ipairs {
      { "app.lua" }, { "ls", "app.lua" }, { "ls", "--json", "app.lua" }, { "tree", "app.lua" }, { "app.lua", "None" },
      { "ls", "app.lua", "None" }, { "render", "app.lua" }, { "fails.lua" }, { "invalid.lua" }, { "ls", "invalid.lua" },
      { "check", "invalid.lua" }, { "--timings", "app.lua" },
    } do
      local result = luacdk.run(folder, words)
      local said = (result.out .. result.err):gsub("\27%[2J\194\155x\155\n", "", 1)
      assert.not_matches("[\27\155]", said, table.concat(words, " "))
    end
    luacdk.remove(folder)
  end)
end)

describe("a script", function()
  it("that makes two apps for one folder loses none of them in silence", function()
    local result = luacdk.script("cdk.Stack(cdk.App(), 'A')\nlocal app = cdk.App()\ncdk.Stack(app, 'B')\n")
    assert.equal(1, result.status)
    assert.equal('app.lua:2: two Apps write to cdk.out: the stacks of the one made at app.lua:1 would be lost (A); '
      .. 'merge the Apps, or give one its own folder: cdk.App { outdir = "…" }\n', result.err)
    result = luacdk.script("local a = cdk.App()\ncdk.Stack(a, 'A')\na:synth()\nlocal b = cdk.App()\ncdk.Stack(b, 'B')"
      .. "\nb:synth()")
    assert.matches("^app%.lua:4: two Apps write to cdk%.out: .* made at app%.lua:1 would be lost %(A%)", result.err)
    assert.equal(0, luacdk.script("cdk.App()\ncdk.Stack(cdk.App(), 'B')\n").status)
  end)

  it("that makes constructs after app:synth() is told so", function()
    local result = luacdk.script("local app = cdk.App()\nlocal s = cdk.Stack(app, 'S')\napp:synth()\n"
      .. "sqs.Queue(s, 'Q')")
    assert.same({ status = 1, out = "", err = "app.lua:4: [S/Q] the tree was changed after app:synth(), which is not"
      .. " written (+S/Q); call synth() once, after the last change, or leave it out\n" }, result)
    assert.equal(1, luacdk.script("local app = cdk.App()\nlocal s = cdk.Stack(app, 'S')\nsqs.Queue(s, 'Q')\n"
      .. "app:synth()\ns.node:try_remove_child('Q')").status)
  end)
end)

describe("luacdk synth with the names of stacks", function()
  local folder
  local SCRIPT = [[
print "run"
local app = cdk.App()
local function bundled(stack)
  s3_assets.Asset(stack, "Asset", { path = "fn" .. stack.stack_name, bundling = {
    image = cdk.DockerImage.from_registry "none",
    local_ = { try_bundle = function(_, output)
      print("bundling " .. stack.node.path)
      io.open(output .. "/out", "w"):write(stack.node.path):close()
      return true
    end },
  } })
  s3_assets.Asset(stack, "Plain", { path = "fn" .. stack.stack_name })
  return stack
end
local base = bundled(cdk.Stack(app, "Base"))
local user = bundled(cdk.Stack(app, "User"))
cdk.CfnOutput(user, "Out", { value = sqs.Queue(base, "Q").queue_arn })
bundled(cdk.Stack(app, "Other"))
local prod = cdk.Stage(app, "Prod")
bundled(cdk.Stack(prod, "S"))
cdk.Stack(prod, "T")
]]

  before_each(function()
    folder = luacdk.folder { ["app.lua"] = SCRIPT }
    for _, name in ipairs { "Base", "User", "Other", "Prod-S" } do
      luacdk.write(folder .. "/fn" .. name .. "/f", name)
    end
  end)

  after_each(function() luacdk.remove(folder) end)

  local function synth(...) return luacdk.run(folder, { "synth", "app.lua", ... }) end

  -- The templates below the output, and how many assets lie there.
  local function written()
    local templates, staged = {}, 0
    for _, name in ipairs(luacdk.list(folder .. "/cdk.out")) do
      templates[#templates + 1] = name:match "([^/]+)%.template%.json$"
      if name:match "^asset%.[^/]*/$" then staged = staged + 1 end
    end
    return table.concat(templates, " ") .. " " .. staged
  end

  it("writes only those and what they depend on, and stages and bundles only for them", function()
    luacdk.run(folder, { "synth", "app.lua", "-o", "whole" })
    local result = synth("User")
    assert.equal(0, result.status, result.err)
    assert.equal("run\nbundling Base\nbundling User\n", result.out)
    assert.matches("cdk%.out: 2 stacks: Base, User\n", result.err)
    assert.equal("Base User 4", written())
    for _, name in ipairs { "Base", "User" } do
      local file = "/" .. name .. ".template.json"
      assert.equal(luacdk.read(folder .. "/whole" .. file), luacdk.read(folder .. "/cdk.out" .. file))
    end
  end)

  it("takes what does not depend on others alone, and globs as cdk does", function()
    assert.equal("run\nbundling Other\n", synth("Other").out)
    assert.equal("Other 2", written())
    for pattern, names in pairs {
      ["Prod/*"] = "Prod/S (Prod-S), Prod/T (Prod-T)", ["*"] = "Base, User, Other", ["[BU]*"] = "Base, User",
      ["**"] = "Base, User, Other, Prod/S (Prod-S), Prod/T (Prod-T)", ["!User"] = "Base, Other, Prod/S (Prod-S), Prod/T"
        .. " (Prod-T)", ["{Other,Prod/T}"] = "Other, Prod/T (Prod-T)", ["Bas?"] = "Base",
    } do
      assert.matches("stacks?: " .. names:gsub("%p", "%%%0") .. "\n", synth(pattern).err, 1, false, pattern)
    end
  end)

  it("says which there are when none matches, and runs nothing for real", function()
    local result = synth("Usr")
    assert.same({ status = 1, out = "", err = "luacdk: no stacks match Usr; did you mean 'User'? There are: Base, User,"
      .. " Other, Prod/S, Prod/T\n" }, result)
    assert.is_false(luacdk.exists(folder .. "/cdk.out/manifest.json"))
  end)

  it("runs only those commands, and builds only those images, that they need", function()
    luacdk.write(folder .. "/img/Dockerfile", "FROM scratch\n")
    luacdk.write(folder .. "/app.lua", [[
      local app = cdk.App()
      local function handler(stack, id, code)
        lambda.Function(stack, id, { code = code, handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12 })
      end
      for _, name in ipairs { "One", "Two" } do
        local stack = cdk.Stack(app, name)
        local function command(out, script)
          return lambda.Code.from_custom_command(out, { "sh", "-c", script .. "; echo " .. out .. " >> log" })
        end
        command("parts" .. name, "mkdir -p parts" .. name)
        handler(stack, "Command", command("out" .. name, "cp -r parts" .. name .. " out" .. name))
        handler(stack, "Inner", lambda.Code.from_asset("out" .. name))
        handler(stack, "Image", lambda.Code.from_docker_build("img", { build_args = { name = name } }))
      end
    ]])
    local images = 0
    local options = {
      env = { CDK_DOCKER = assets.path.resolve "spec/support/docker_stand_in", DOCKER_LOG = folder .. "/docker.log" },
    }
    local result = luacdk.run(folder, { "synth", "app.lua", "Two" }, options)
    assert.equal("cdk.out: 1 stack: Two\n", result.err)
    assert.equal("partsTwo\noutTwo\n", luacdk.read(folder .. "/log"))
    for argument in luacdk.read(folder .. "/docker.log"):gmatch "[^\n]+" do
      images = images + (argument == "build" and 1 or 0)
      assert.not_equal("name=One", argument)
    end
    assert.equal(1, images)
    luacdk.run(folder, { "synth", "app.lua" }, options)
    assert.equal("partsTwo\noutTwo\npartsOne\noutOne\npartsTwo\noutTwo\n", luacdk.read(folder .. "/log"))
  end)

  it("works with a script from standard input, and with the cells of a matrix", function()
    local result = luacdk.run(folder, { "-", "Other" }, { input = SCRIPT })
    assert.equal("run\nbundling Other\n", result.out)
    luacdk.write(folder .. "/fleet.lua", "return cdk.matrix { template = cdk.template { build = function(scope, p)"
      .. " sqs.Queue(scope, 'Q') end }, env = { 'dev', 'prod' } }")
    result = luacdk.run(folder, { "fleet.lua", "*-prod" })
    assert.equal("cdk.out: 1 stack: fleet-prod\n", result.err)
  end)

  it("leaves a script that fails to tell why", function()
    luacdk.write(folder .. "/app.lua", "error 'no'")
    assert.same({ status = 1, out = "", err = "app.lua:1: no\n" }, synth("User"))
  end)
end)

describe("luacdk ls", function()
  -- What `cdk ls` prints for the assembly of the same program in JavaScript.
  local EXPECTED = "Zed\nAlpha (named)\nMid\nP/Inner\nP\nProd/S (Prod-S)\nProd/A (Prod-A)\n"

  it("prints what cdk ls prints, and keeps nothing", function()
    local folder = luacdk.folder {
      ["app.lua"] = [[
        local app = cdk.App()
        local zed = cdk.Stack(app, "Zed")
        cdk.Stack(app, "Alpha", { stack_name = "named" })
        local prod = cdk.Stage(app, "Prod")
        local s = cdk.Stack(prod, "S")
        s:add_stack_dependency(cdk.Stack(prod, "A"))
        zed:add_stack_dependency(cdk.Stack(app, "Mid"))
        local p = cdk.Stack(app, "P")
        cdk.Stack(p, "Inner")
        cdk.NestedStack(p, "N")
      ]],
    }
    assert.same({ status = 0, out = EXPECTED, err = "" }, luacdk.run(folder, { "ls", "app.lua" }))
    assert.same({ "app.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
  end)

  it("prints what cdk ls prints with --long, --json, and names of stacks; nothing is bundled for it", function()
    local folder = luacdk.folder {
      ["fn/f"] = "",
      ["app.lua"] = [[
        local app = cdk.App()
        local a = cdk.Stack(app, "A")
        local c = cdk.Stack(app, "C", { stack_name = "see", env = { region = "eu-west-1", account = "123456789012" } })
        c:add_stack_dependency(a)
        cdk.Stack(app, "D")
        s3_assets.Asset(c, "Asset", { path = "fn", bundling = { image = cdk.DockerImage.from_registry "none" } })
      ]],
    }
    local function ls(...) return luacdk.run(folder, { "ls", "app.lua", ... }) end
    assert.same({ status = 0, out = "A\nC (see)\n", err = "" }, ls("C", "--json"))
    assert.equal([[
- id: A
  name: A
  environment:
    account: unknown-account
    region: unknown-region
    name: aws://unknown-account/unknown-region
- id: C (see)
  name: see
  environment:
    account: "123456789012"
    region: eu-west-1
    name: aws://123456789012/eu-west-1

]], ls("--long", "C").out)
    assert.equal([=[
[
  {
    "id": "D",
    "name": "D",
    "environment": {
      "account": "unknown-account",
      "region": "unknown-region",
      "name": "aws://unknown-account/unknown-region"
    }
  }
]
]=], ls("-l", "D", "--json").out)
    assert.equal(1, ls("nope").status)
    luacdk.remove(folder)
  end)

  it("fails as synth does", function()
    local folder = luacdk.folder { ["app.lua"] = "error 'no'" }
    assert.same({ status = 1, out = "", err = "app.lua:1: no\n" }, luacdk.run(folder, { "ls", "app.lua" }))
    luacdk.remove(folder)
  end)
end)
