-- Manifests of assemblies. The cases are twins of tools/golden/cloud_assembly_schema.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local luacdk = require "spec.support.luacdk"
local Manifest = require("aws_cdk.cloud_assembly_schema").Manifest

local cases = {}

function cases.manifests(app)
  local stack = cdk.Stack(app, "S")
  local folder = luacdk.folder {}
  local file = folder .. "/file.json"
  local function saved(id, kind, manifest)
    local save, load = Manifest["save_" .. kind .. "_manifest"], Manifest["load_" .. kind .. "_manifest"]
    save(manifest, file)
    cdk.CfnOutput(stack, id, { value = luacdk.read(file) })
    save(load(file), file)
    cdk.CfnOutput(stack, id .. "Again", { value = luacdk.read(file) })
  end
  saved("Assembly", "assembly", {
    artifacts = {
      S = {
        display_name = "S", environment = "aws://unknown-account/unknown-region",
        metadata = { ["/S/A"] = {
          { type = "aws:cdk:logicalId", data = "A" },
          { type = "aws:cdk:stack-tags", data = { { key = "k", value = "v" } } },
        } },
        properties = {
          cloud_formation_execution_role_arn = "r",
          lookup_role = { arn = "a", bootstrap_stack_version_ssm_parameter = "p" }, parameters = { a_b = "c" },
          requires_bootstrap_stack_version = 8, template_file = "t", validate_on_synth = false,
        },
        type = "aws:cloudformation:stack",
      },
      T = { properties = { file = "tree.json" }, type = "cdk:tree" },
    },
    missing = { {
      key = "k", provider = "vpc-provider",
      props = { account = "a", filter = { x_y = "z" }, region = "r", return_asymmetric_subnets = true },
    } },
    version = "any",
  })
  saved("Assets", "asset", {
    files = { h = {
      destinations = { ["d-1"] = { assume_role_arn = "r", bucket_name = "b", object_key = "k" } },
      display_name = "d", source = { packaging = "zip", path = "p" },
    } },
    version = "any",
  })
  saved("Integ", "integ", {
    test_cases = { t = {
      cdk_command_options = { deploy = { args = { rollback = false } } }, diff_assets = true,
      hooks = { pre_deploy = { "x" } }, stacks = { "S" },
    } },
    version = "any",
  })
  luacdk.write(file, [[{ "version": "1.0.0", "unknown": 1, "artifacts": { "S": { "type": "aws:cloudformation:stack",
    "metadata": { "/S": [{ "type": "aws:cdk:stack-tags", "data": [{ "Key": "k", "Value": "v" }] }] } } } }]])
  local tag = Manifest.load_assembly_manifest(file).artifacts.S.metadata["/S"][1].data[1]
  luacdk.write(file, [[
    { "version": "1.0.0", "pluginReports": [{ "pluginName": "p", "conclusion": "success", "violations": [] }] }]])
  cdk.CfnOutput(stack, "Values", { value = table.concat({
    tag.key, tag.value, Manifest.load_validation_report(file).plugin_reports[1].plugin_name, Manifest.version(),
    Manifest.cli_version(),
  }, ",") })
  luacdk.remove(folder)
end

describe("cloud_assembly_schema", function()
  golden.check("cloud_assembly_schema", cases)

  local folder
  before_each(function() folder = luacdk.folder {} end)
  after_each(function() luacdk.remove(folder) end)

  -- Loads a manifest of that text; what is said of it if `message` is given.
  local function load(text, options, message)
    local file = folder .. "/manifest.json"
    luacdk.write(file, text)
    local ok, result = pcall(Manifest.load_assembly_manifest, file, options)
    assert.equal(message == nil, ok, tostring(result))
    if message then assert.truthy(result:find(message, 1, true), result) end
  end

  local VALID = { validate_schema = true }

  it("refuses files that are no manifests", function()
    load("[]", nil, "it must be an object, got")
    load("{", nil, "cannot read the manifest")
    load("{}", nil, "version must be of the form 1.2.3, got nil")
    load('{ "version": "1.0" }', { skip_version_check = true }, "version must be of the form 1.2.3, got '1.0'")
    load '{ "version": " v1.0.0-a.b+c " }'
    local ok, message = pcall(Manifest.load_assembly_manifest, folder .. "/none.json")
    assert.falsy(ok)
    assert.matches("cannot read the manifest: .*none.json", message)
    ok, message = pcall(Manifest.save_assembly_manifest, { version = "1" }, folder .. "/none/file.json")
    assert.falsy(ok)
    assert.matches("cannot write the manifest: ", message)
  end)

  it("refuses versions that it does not know", function()
    local later = '{ "version": "999.0.0", "minimumCliVersion": "9.9.9" }'
    load(later, nil, "has version 999.0.0, and at most 55.x.x can be read, it needs AWS CDK's command line '9.9.9'")
    load(later, { skip_version_check = true })
    load('{ "version": "999.0.0" }', nil, "at most 55.x.x can be read")
  end)

  it("validates only if it is asked to", function()
    local function artifact(text) return ('{ "version": "1.0.0", "artifacts": { "A": %s } }'):format(text) end
    local function refuses(text, message)
      load(artifact(text))
      load(artifact(text), VALID, message)
    end
    refuses('{ "type": "cdk:tree", "displayName": 1 }', "manifest.artifacts.A.displayName must be a string, got 1")
    refuses("{}", "manifest.artifacts.A.type is missing")
    refuses('{ "type": "cdk:new" }', "manifest.artifacts.A.type must be one of none, aws:cloudformation:stack")
    refuses('{ "type": "cdk:tree", "dependencies": {} }', "manifest.artifacts.A.dependencies must be a list")
    refuses('{ "type": "cdk:tree", "metadata": { "/A": {} } }', "manifest.artifacts.A.metadata./A must be a list")
    refuses('{ "type": "cdk:tree", "properties": { "file": 1 } }', "properties must be of another type")
    load(artifact [[{ "type": "cdk:tree", "metadata": { "/A": [{ "type": "a", "data": 1 },
      { "type": "a", "data": ["x", { "key": "k", "value": "v" }] }] } }]], VALID)
    load(artifact '{ "type": "cdk:new" }', { validate_schema = true, skip_enum_check = true })
    load(artifact '{ "type": "cdk:tree", "properties": { "file": "t", "new": 1 } }', VALID)
    for _, name in ipairs { "RoleArn", "ExternalId" } do
      refuses(([[{ "type": "aws:cloudformation:stack", "properties": { "templateFile": "t",
        "assumeRoleAdditionalOptions": { "%s": "x" } } }]]):format(name),
        "assume_role_additional_options cannot have " .. name)
    end
  end)

  it("takes anything in the place of tags and what is around them, which only a validation refuses", function()
    local function stack(metadata) return '{ "type": "aws:cloudformation:stack", "metadata": ' .. metadata .. ' }' end
    local around = { artifacts = "%s", artifact = '{ "S": %s }', metadata = '{ "S": ' .. stack "%s" .. " }",
      entries = '{ "S": ' .. stack '{ "/S": %s }' .. " }", entry = '{ "S": ' .. stack '{ "/S": [%s] }' .. " }",
      tags = '{ "S": ' .. stack '{ "/S": [{ "type": "aws:cdk:stack-tags", "data": %s }] }' .. " }" }
    for _, form in pairs(around) do
      for _, value in ipairs { "1", '"x"', "true", "null", "[1]" } do
        load(('{ "version": "1.0.0", "artifacts": ' .. form .. " }"):format(value))
      end
    end
  end)

  it("gives manifests of tests a list of them", function()
    luacdk.write(folder .. "/integ.json", '{ "version": "1.0.0" }')
    assert.same({}, Manifest.load_integ_manifest(folder .. "/integ.json").test_cases)
  end)
end)
