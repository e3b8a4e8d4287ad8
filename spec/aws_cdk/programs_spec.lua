-- Programs that constructs bring to the cloud: whose they are, and under which hash.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

local EMPTYING = [[
  local stack = cdk.Stack(cdk.App(), "S")
  s3.Bucket(stack, "B", { auto_delete_objects = true, removal_policy = cdk.RemovalPolicy.DESTROY })
]]

local CALLING = [[
  local stack = cdk.Stack(cdk.App(), "S")
  custom_resources.AwsCustomResource(stack, "A", {
    on_create = {
      service = "S3", action = "listBuckets", physical_resource_id = custom_resources.PhysicalResourceId.of "x",
    },
    policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls { resources = { "*" } },
    install_latest_aws_sdk = false,
  })
]]

local WITH_OWN_CODE = [[
  local stack = cdk.Stack(cdk.App(), "S")
  cdk.CustomResourceProvider.get_or_create(stack, "Custom::My", {
    code_directory = "code", runtime = cdk.CustomResourceProviderRuntime.NODEJS_22_X,
  })
]]

describe("programs of the library", function()
  local folder

  before_each(function() folder = luacdk.folder { ["code/index.js"] = "exports.handler = async () => ({})\n" } end)
  after_each(function() luacdk.remove(folder) end)

  local function synth(script, ...)
    luacdk.write(folder .. "/app.lua", script)
    return luacdk.run(folder, { "app.lua", "-q", ... })
  end

  local function made(script, ...)
    local result = synth(script, ...)
    assert.equal(0, result.status, result.err)
    return assembly.parse_json(luacdk.read(folder .. "/cdk.out/S.template.json"))
  end

  local function key_of(template)
    for _, resource in pairs(template.Resources) do
      if resource.Type == "AWS::Lambda::Function" then return (resource.Properties.Code.S3Key:gsub("%.zip$", "")) end
    end
  end

  local function staged()
    local hashes = {}
    for _, name in ipairs(luacdk.list(folder .. "/cdk.out")) do
      hashes[#hashes + 1] = name:match "^asset%.(%x+)/$"
    end
    return hashes
  end

  local function listed(...)
    local result = luacdk.run(folder, { "handlers", "--json", ... })
    assert.equal(0, result.status, result.err)
    return assembly.parse_json(result.out)
  end

  it("stand under the hash of their content", function()
    for _, script in ipairs { EMPTYING, CALLING, WITH_OWN_CODE } do
      local key = key_of(made(script))
      assert.same({ key }, staged())
      assert.equal(key, assets.fingerprint(folder .. "/cdk.out/asset." .. key, {}))
      luacdk.remove(folder .. "/cdk.out")
    end
  end)

  it("get another hash by the salt of asset hashes", function()
    local key = key_of(made(EMPTYING))
    assert.not_equal(key, key_of(made(EMPTYING, "-c", "@aws-cdk/core:assetHashSalt=x")))
  end)

  it("are listed with the hash of the reference's", function()
    local key = key_of(made(EMPTYING))
    local names, references = {}, {}
    for _, program in ipairs(listed()) do
      assert.not_equal(program.hash, program.reference)
      names[program.hash], references[program.hash] = program.name, program.reference
    end
    assert.equal("aws-s3/auto-delete-objects-handler", names[key])
    assert.equal("6dba3da2af96b69a187d689b326e5272b9abc8671c0427845a8bed243e02877d", references[key])
  end)

  it("are listed with what brings them", function()
    local result = luacdk.run(folder, { "handlers" })
    assert.matches("aws%-s3/auto%-delete%-objects%-handler\n  brought by  s3%.Bucket { auto_delete_objects = true }\n",
      result.out)
  end)

  it("are told of a folder of code, too", function()
    local key = key_of(made(WITH_OWN_CODE))
    local list = listed "code"
    assert.equal(1, #list)
    assert.equal("core/nodejs-entrypoint-handler", list[1].name)
    assert.equal(key, list[1].hash)
    assert.equal("067fb61ff57c4aaad9606d88579904a64909bf926daf929111146aa8493e9732", list[1].reference)
    local result = luacdk.run(folder, { "handlers", "--json" }, { env = { LUACDK_HANDLERS_CODE = "code" } })
    local all = assembly.parse_json(result.out)
    assert.equal(#listed() + 1, #all)
    assert.equal(key, all[#all].hash)
    result = luacdk.run(folder, { "handlers", "nowhere" })
    assert.equal(1, result.status)
    assert.matches("nowhere", result.err)
  end)

  it("that the reference alone has are named with a warning", function()
    made [[
      local stack = cdk.Stack(cdk.App(), "S")
      local as_the_library = require("luacdk.engine").plain_function
      as_the_library(cdk.CustomResourceProvider.get_or_create)(stack, "Custom::T",
        { bundled_handler = "core/nodejs-entrypoint-handler" })
    ]]
    local manifest = luacdk.read(folder .. "/cdk.out/manifest.json")
    assert.matches("only AWS CDK has the program core/nodejs-entrypoint-handler", manifest, 1, true)
    assert.matches("Set the context luacdk:aws-handlers", manifest, 1, true)
  end)

  it("of one's own that go into the template must be readable", function()
    assert(os.execute(("truncate -s 600M '%s/code/index.js'"):format(folder)))
    local result = synth([[
      local stack = cdk.Stack(cdk.App(), "S")
      cdk.CustomResourceProvider.get_or_create(stack, "Custom::My",
        { code_directory = "code", runtime = cdk.CustomResourceProviderRuntime.NODEJS_22_X })
    ]], "-c", "@aws-cdk/core:inlineCustomResourceIfPossible=true")
    assert.equal(1, result.status)
    assert.matches("cannot read code/index.js", result.err, 1, true)
  end)

  describe("in exact mode", function()
    it("must be there", function()
      local result = synth(EMPTYING, "-c", "luacdk:aws-handlers=nowhere")
      assert.equal(1, result.status)
      assert.matches("app.lua:2: [S/Custom::S3AutoDeleteObjectsCustomResourceProvider] there is no aws-cdk-lib in "
        .. "nowhere, the folder that the context luacdk:aws-handlers names", result.err, 1, true)
    end)

    it("must be what their hash says", function()
      local handler = "nm/aws-cdk-lib/custom-resource-handlers/dist/aws-s3/auto-delete-objects-handler"
      luacdk.write(folder .. "/" .. handler .. "/index.js", "exports.handler = 1;\n")
      local result = synth(EMPTYING, "-c", "luacdk:aws-handlers=nm")
      assert.equal(1, result.status)
      assert.matches(handler .. " differs from that of aws-cdk-lib 2.276.0", result.err, 1, true)
      assert.is_false(luacdk.exists(folder .. "/cdk.out/S.template.json"))
    end)

    local packages = os.getenv "REFERENCE_MODULES"
    local at = packages and luacdk.exists(packages .. "/aws-cdk-lib/package.json") and it or pending

    at("are the reference's, under its hash", function()
      for script, key in pairs {
        [EMPTYING] = "6dba3da2af96b69a187d689b326e5272b9abc8671c0427845a8bed243e02877d",
        [WITH_OWN_CODE] = "067fb61ff57c4aaad9606d88579904a64909bf926daf929111146aa8493e9732",
      } do
        assert.equal(key, key_of(made(script, "-c", "luacdk:aws-handlers=" .. packages)))
        assert.equal(key, assets.fingerprint(folder .. "/cdk.out/asset." .. key, {}))
      end
    end)
  end)
end)
