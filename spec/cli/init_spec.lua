-- luacdk init: a project that works as it is written.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

describe("luacdk init", function()
  local folder

  before_each(function() folder = luacdk.folder() end)
  after_each(function() luacdk.remove(folder) end)

  local function run(...) return luacdk.run(folder, { ... }) end

  local function good(...)
    local result = run(...)
    assert.equal(0, result.status, result.err .. result.out)
    assert.equal("", result.err)
    return result.out
  end

  local function enter(name) folder = folder .. "/" .. name end
  local function leave() folder = folder:match "^(.*)/" end

  it("begins an app, whose script and specs run", function()
    assert.equal("my-shop/.busted\nmy-shop/.gitignore\nmy-shop/.luarc.json\n"
      .. "my-shop/AGENTS.md\nmy-shop/app.lua\nmy-shop/cdk.json\n"
      .. "my-shop/spec/app_spec.lua\n", good("init", "my-shop"))
    enter "my-shop"
    assert.equal("cdk.out: 1 stack: MyShop\n", run("app.lua").err)
    assert.equal("MyShop\n", good("ls", "app.lua"))
    assert.equal("ok 1 - MyShop gives a job five minutes\n1..1\n", good("spec/app_spec.lua", "--", "-o", "TAP"))
    assert.matches("^ok 1 ", good("/usr/bin/busted", "--", "-o", "TAP", "spec"))
    leave()
  end)

  it("has its specs run by luacdk when busted is started by another Lua", function()
    good("init", "mein größter Laden")
    local program = assert(io.popen "realpath \"${LUACDK:-build/luacdk}\""):read "l"
    local pipe = assert(io.popen(("cd '%s/mein größter Laden' && mkdir ../bin && ln -s '%s' ../bin/luacdk && "
      .. "PATH=$PWD/../bin:$PATH busted -o TAP 2>&1"):format(folder, program)))
    local text = pipe:read "a"
    assert.is_true(pipe:close(), text)
    assert.equal("ok 1 - MeinGrTerLaden gives a job five minutes\n1..1\n", text)
  end)

  it("begins a definition, whose values editors check", function()
    good("init", "--template", "definition", "svc")
    enter "svc"
    assert.equal("cdk.out: 1 stack: Svc-prod\n", run("service.lua", "--env", "prod").err)
    assert.equal(luacdk.read(folder .. "/values.schema.json"), good("params", "service.lua", "--json-schema"))
    assert.matches("^ok 1 ", good("spec/service_spec.lua", "--", "-o", "TAP"))
    local schema = "# yaml%-language%-server: %$schema="
    assert.matches("^" .. schema .. "values.schema.json\n", luacdk.read(folder .. "/values.yaml"))
    assert.matches("^" .. schema .. "../values.schema.json\n", luacdk.read(folder .. "/values/prod.yaml"))
    assert.equal("cdk.out: 1 stack: Svc-dev\n", run("service.lua", "--env", "dev").err)
    assert.equal(luacdk.read(folder .. "/service.values.d.lua"), good("params", "service.lua", "--luals"))
    assert.matches("\n%-%-%-@class %(exact%) Svc%.values\n", luacdk.read(folder .. "/service.values.d.lua"))
    assert.matches("^%-%-%-@type Svc%.values\nreturn {", luacdk.read(folder .. "/values/dev.lua"))
    local settings = assembly.parse_json(luacdk.read(folder .. "/.vscode/settings.json"))
    assert.same({ "values.yaml", "values/*.yaml" }, settings["yaml.schemas"]["./values.schema.json"])
    leave()
  end)

  it("sets the feature flags that aws-cdk-lib recommends, and no others", function()
    good "init"
    local config = assembly.parse_json(luacdk.read(folder .. "/cdk.json"))
    assert.equal("luacdk app.lua", config.app)
    local count = 0
    for _ in pairs(config.context) do count = count + 1 end
    assert.equal(89, count) -- tools/gen_core_facts.js compares each with recommended-feature-flags.json
    assert.is_true(config.context["@aws-cdk/aws-iam:minimizePolicies"])
    assert.is_false(config.context["@aws-cdk/customresources:installLatestAwsSdkDefault"])
    assert.equal("weak", config.context["@aws-cdk/core:defaultCrossStackReferences"])
    assert.is_nil(config.context["@aws-cdk/core:newStyleStackSynthesis"])
  end)

  it("writes what luacdk schema --luarc prints", function()
    good "init"
    assert.equal(good("schema", "--luarc"), luacdk.read(folder .. "/.luarc.json"))
  end)

  it("names the stack after the folder", function()
    for name, stack in pairs { ["2 shops"] = "App2Shops", ["größe_x"] = "GrEX", ["…"] = "App" } do
      good("init", name)
      enter(name)
      assert.equal(stack .. "\n", good("ls", "app.lua"))
      leave()
    end
  end)

  it("writes nothing if one of the files is there, be it a broken link", function()
    luacdk.write(folder .. "/cdk.json", "{}\n")
    os.execute(("ln -s nowhere '%s/app.lua'"):format(folder))
    local result = run "init"
    assert.same({ 1, "", "luacdk: . already has app.lua, cdk.json; nothing was written\n" },
      { result.status, result.out, result.err })
    assert.same({ "app.lua", "cdk.json" }, luacdk.list(folder))
    assert.equal("{}\n", luacdk.read(folder .. "/cdk.json"))
  end)

  it("leaves nothing behind where a folder cannot be made", function()
    luacdk.write(folder .. "/spec", "not a folder\n")
    local result = run "init"
    assert.equal(1, result.status)
    assert.matches("^luacdk: cannot write spec[^\n]*: Not a directory; nothing was written\n$", result.err)
    assert.same({ "spec" }, luacdk.list(folder))
    assert.equal(1, run("init", "spec/inner/app").status)
    assert.same({ "spec" }, luacdk.list(folder))
  end)

  it("does not follow links out of the folder", function()
    luacdk.write(folder .. "/elsewhere/x", "\n")
    for _, name in ipairs { "spec", "app.lua" } do
      luacdk.write(folder .. "/new/x", "\n")
      assets.symlink(folder .. "/elsewhere", folder .. "/new/" .. name)
      local result = run("init", "new")
      assert.equal(1, result.status)
      assert.matches("nothing was written\n$", result.err)
      assert.same({ "elsewhere/", "elsewhere/x", "new/", "new/" .. name, "new/x" }, luacdk.list(folder))
      luacdk.remove(folder .. "/new")
    end
    assets.symlink("elsewhere", folder .. "/new")
    assert.equal(0, run("init", "new").status)
  end)

  it("leaves nothing behind on a full disk", function()
    local result = luacdk.run(folder, { "init", "a/b" }, { before = "prlimit --fsize=1000" })
    assert.equal(1, result.status)
    assert.matches("^luacdk: cannot write [^\n]*File too large\n$", result.err)
    assert.same({}, luacdk.list(folder))
  end)

  it("keeps what is in the folder, and adds to it", function()
    luacdk.write(folder .. "/spec/other_spec.lua", "\n")
    good "init"
    assert.same({ ".busted", ".gitignore", ".luarc.json", "AGENTS.md", "app.lua", "cdk.json", "spec/",
      "spec/app_spec.lua",
      "spec/other_spec.lua" }, luacdk.list(folder))
  end)

  it("says which templates there are", function()
    local result = run("init", "--template", "stack")
    assert.equal(2, result.status)
    assert.equal("luacdk: --template needs app or definition, not 'stack'", result.err:match "^[^\n]*")
  end)
end)
