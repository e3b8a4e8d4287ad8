-- A CLI reads manifests up to the version of its own schema: 43 that of aws-cdk 3.0.0, 55 that of 2.1148.1.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local PLAIN = [[
local app = cdk.App()
local stack = cdk.Stack(app, "S", { tags = { team = "a" } })
cdk.Annotations.of(stack):add_warning_v2("some:id", "a warning")
]]

-- Runs the script for a CLI that reads up to `version`; what its files hold.
local function synth(text, version)
  local folder = luacdk.folder { ["app.lua"] = text, ["image/Dockerfile"] = "FROM scratch\n" }
  local result = luacdk.run(folder, { "--quiet", "app.lua" }, { env = version and { CDK_CLI_ASM_VERSION = version } })
  assert.equal(0, result.status, result.err)
  local files = {}
  for _, name in ipairs(luacdk.list(folder .. "/cdk.out")) do
    local plain = name:match "^[%w_.]+$"
    if plain and not plain:find "^asset%." and not plain:find "%.js$" then
      files[plain] = assembly.parse_json(luacdk.read(folder .. "/cdk.out/" .. plain))
    end
  end
  luacdk.remove(folder)
  return files
end

local function entries_by_type(metadata)
  local found = {}
  for _, entry in ipairs(metadata["/S"]) do
    found[entry.type] = type(entry.data) == "table" and assembly.print_json(entry.data) or entry.data
  end
  return found
end

describe("the version of the manifest", function()
  it("is that of the first schema when nothing newer is used", function()
    local files = synth(PLAIN)
    assert.equal("36.0.0", files["manifest.json"].version)
    assert.equal("36.0.0", files["cdk.out"].version)
    assert.is_nil(files["manifest.json"].minimumCliVersion)
  end)

  local cases = {
    { "notification ARNs", 38, [[cdk.Stack(app, "T", { notification_arns = { "arn:aws:sns:r:a:t" } })]] },
    { "options of the deploy role", 38, [[cdk.Stack(app, "T", { synthesizer = cdk.DefaultStackSynthesizer {
        deploy_role_additional_options = { Tags = { { Key = "k", Value = "v" } } } } })]] },
    { "a look-up by the cloud control API", 42, [[
      local stack = cdk.Stack(app, "T", { env = { account = "111111111111", region = "us-east-1" } })
      cdk.ContextProvider.get_value(stack, { provider = "cc-api", dummy_value = "d",
        props = { typeName = "AWS::S3::Bucket" } })]] },
    { "build contexts of an image in a stack of version 1", 53, [[
      local stack = cdk.Stack(app, "T", { synthesizer = cdk.LegacyStackSynthesizer() })
      ecr_assets.DockerImageAsset(stack, "I", { directory = "image", build_contexts = { a = "b" } })]] },
  }
  for _, case in ipairs(cases) do
    it("is the one that has " .. case[1], function()
      assert.equal(case[2] .. ".0.0", synth(PLAIN .. case[3])["manifest.json"].version)
    end)
  end

  it("names the CLI to upgrade to, where it is known", function()
    local files = synth(PLAIN .. cases[#cases][3])
    assert.equal("2.1108.0", files["manifest.json"].minimumCliVersion)
  end)
end)

describe("metadata", function()
  for _, version in ipairs { "43.0.0", "51.0.0", false } do
    it("stands in the manifest for a CLI of schema " .. (version or "unknown"), function()
      local files = synth(PLAIN, version or nil)
      local artifact = files["manifest.json"].artifacts.S
      assert.is_nil(files["S.metadata.json"])
      assert.is_nil(artifact.additionalMetadataFile)
      local found = entries_by_type(artifact.metadata)
      assert.equal("a warning [ack: some:id]", found["aws:cdk:warning"])
      assert.equal('[{"Key":"team","Value":"a"}]', found["aws:cdk:stack-tags"])
    end)
  end

  it("is in a file of its own for a CLI that reads it", function()
    local files = synth(PLAIN, "55.0.0")
    local artifact = files["manifest.json"].artifacts.S
    assert.equal("52.0.0", files["manifest.json"].version)
    assert.equal("2.1106.0", files["manifest.json"].minimumCliVersion)
    assert.is_nil(artifact.metadata)
    assert.equal("S.metadata.json", artifact.additionalMetadataFile)
    assert.equal('[{"key":"team","value":"a"}]', entries_by_type(files["S.metadata.json"])["aws:cdk:stack-tags"])
  end)

  it("is printed in the manifest as the rest of it", function()
    local folder = luacdk.folder { ["app.lua"] = PLAIN .. "s3.Bucket(stack, 'B')\n" }
    assert.equal(0, luacdk.run(folder, { "--quiet", "app.lua" }).status)
    local text = luacdk.read(folder .. "/cdk.out/manifest.json")
    assert.equal(text, assembly.print_json(assembly.parse_json(text), 2))
    luacdk.remove(folder)
  end)
end)

describe("the version of an asset manifest", function()
  it("is the reference's, or that of an older CLI", function()
    assert.equal("55.0.0", synth(PLAIN)["S.assets.json"].version)
    assert.equal("55.0.0", synth(PLAIN, "60.0.0")["S.assets.json"].version)
    assert.equal("43.0.0", synth(PLAIN, "43.0.0")["S.assets.json"].version)
  end)

  it("is not lower than what an asset needs, so that an older CLI refuses it", function()
    local contexts = [[ecr_assets.DockerImageAsset(stack, "I", { directory = "image", build_contexts = { a = "b" } })]]
    assert.equal("53.0.0", synth(PLAIN .. contexts, "43.0.0")["S.assets.json"].version)
  end)
end)
