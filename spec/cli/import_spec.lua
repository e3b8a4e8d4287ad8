-- luacdk import: what it writes gives the same template again.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local FOLDER = "spec/fixtures/templates/"

local function parse(text, name)
  if name:find "%.json$" then return assembly.parse_json(text) end
  return assert(assembly.parse_yaml(text, { short_forms = true, name = name }))
end

-- Two ways to write the same: the attribute behind a dot or in a list, one transform with or without a list. Where the
-- original has a text, only functions that need AWS::LanguageExtensions make it a list.
local function normalised(value, is_original)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, entry in pairs(value) do
    local id, attribute
    if key == "Fn::GetAtt" and type(entry) == "string" then id, attribute = entry:match "^([^.]+)%.(.+)$" end
    if key == "Transform" and type(entry) == "table" and #entry == 1
      and (is_original or entry[1] == "AWS::LanguageExtensions") then
      entry = entry[1]
    end
    copy[key] = id and { id, attribute } or normalised(entry, is_original)
  end
  return copy
end

--- Imports the template and runs what comes of it: the templates by file, and the script.
local function round_trip(path)
  local root = luacdk.folder()
  local imported = luacdk.run(".", { "import", path, "-o", root .. "/app.lua" })
  assert.equal(0, imported.status, imported.err)
  assert.equal("", imported.out)
  local script = luacdk.read(root .. "/app.lua")
  local run = luacdk.run(root, { "app.lua" })
  assert.equal(0, run.status, run.err .. script)
  local templates = {}
  for _, name in ipairs(luacdk.list(root .. "/cdk.out")) do
    local stack = name:match "^([^/]*)%.template%.json$"
    if stack then templates[stack] = luacdk.read(root .. "/cdk.out/" .. name) end
  end
  luacdk.remove(root)
  return templates, script
end

local function import_text(text)
  local root = luacdk.folder { ["t.yaml"] = text }
  local templates, script = round_trip(root .. "/t.yaml")
  luacdk.remove(root)
  local _, template = next(templates)
  return assembly.parse_json(template), script
end

describe("luacdk import", function()
  for _, name in ipairs(luacdk.list(FOLDER)) do
    it("writes " .. name .. " so that it comes out the same", function()
      local _, result = next((round_trip(FOLDER .. name)))
      assert.same(normalised(parse(luacdk.read(FOLDER .. name), name), true), normalised(assembly.parse_json(result)))
    end)
  end

  it("reads no template of any size", function()
    local root = luacdk.folder()
    assert(os.execute("truncate -s 100G " .. root .. "/t.json"))
    local result = luacdk.run(root, { "import", "t.json" })
    luacdk.remove(root)
    assert.same({ status = 1, out = "", err = "luacdk: cannot read t.json: it is larger than 512 MiB\n" }, result)
  end)

  it("keeps a transform that is one text, however many classes name it", function()
    for count = 0, 3 do
      local resources = '{ Q: { Type: "AWS::SQS::Queue" }'
      for i = 1, count do
        resources = resources .. ", T" .. i .. ": { Type: AWS::Serverless::SimpleTable, Properties: { TableName: t } }"
      end
      local template = import_text("Transform: AWS::Serverless-2016-10-31\nResources: " .. resources .. " }")
      assert.equal("AWS::Serverless-2016-10-31", template.Transform)
    end
  end)

  it("reads a tag without a value as the empty text", function()
    local template = import_text [[
Resources: { G: { Type: "AWS::AutoScaling::AutoScalingGroup", Properties: { AvailabilityZones: !GetAZs, MaxSize: 1,
  MinSize: 1 } } }]]
    assert.equal("", template.Resources.G.Properties.AvailabilityZones["Fn::GetAZs"])
  end)

  it("writes what a person would", function()
    local _, script = round_trip(FOLDER .. "bucket.yaml")
    assert.equal([[
-- Imported from bucket.yaml: synthesises the same template.
local cdk = require "aws_cdk"
local s3 = require "aws_cdk.aws_s3"

local app = cdk.App { analytics_reporting = false }

local stack = cdk.Stack(app, "bucket", {
  synthesizer = cdk.DefaultStackSynthesizer { generate_bootstrap_version_rule = false },
})
stack.template_options.template_format_version = "2010-09-09"
stack.template_options.description = "A versioned bucket with its policy"

-- Resources
local bucket = s3.CfnBucket(stack, "Bucket", {
  bucket_name = cdk.Fn.sub("data-${AWS::AccountId}-${AWS::Region}"),
  versioning_configuration = { status = "Enabled" },
  lifecycle_configuration = {
    rules = {
      {
        id = "expire",
        status = "Enabled",
        expiration_in_days = 30,
        noncurrent_version_transitions = { { storage_class = "GLACIER", transition_in_days = 7 } },
      },
    },
  },
  tags = { { key = "team", value = "storage" } },
})
bucket:apply_removal_policy(cdk.RemovalPolicy.RETAIN)
s3.CfnBucketPolicy(stack, "BucketPolicy", {
  bucket = bucket.ref,
  policy_document = {
    Version = "2012-10-17",
    Statement = {
      {
        Sid = "TlsOnly",
        Effect = "Deny",
        Principal = "*",
        Action = "s3:*",
        Resource = { bucket.attr_arn, bucket.attr_arn .. "/*" },
        Condition = { Bool = { ["aws:SecureTransport"] = "false" } },
      },
    },
  },
})

-- Outputs
cdk.CfnOutput(stack, "BucketArn", {
  description = "ARN of the bucket",
  value = bucket.attr_arn,
  export_name = cdk.Fn.sub("${AWS::StackName}:BucketArn"),
})
]], script)
  end)

  it("wrote examples/imported_template.lua", function()
    local result = luacdk.run(".", { "import", "examples/existing/orders.yaml" })
    assert.equal(luacdk.read "examples/imported_template.lua", result.out)
  end)

  it("never makes code of the template's texts", function()
    local _, script = round_trip(FOLDER .. "hostile.yaml")
    local bare = script:gsub('"[^"\n\\]*"', "TEXT"):gsub('"(.-)[^\\]"', "TEXT")
    assert.is_nil(bare:find "os%.exit")
    assert.is_nil(bare:find "os%.execute")
    local marker = luacdk.folder()
    local ids = { "]]", "]=]", "'", '"', "\\", "\n", "--", "--[[", "${Token[TOKEN.1]}", "%d", "\0" }
    local entries = {}
    local attack = ("\"]] .. os.execute('touch %s/x') .. [["):format(marker)
    for i, id in ipairs(ids) do
      local text = id .. attack
      entries[i] = assembly.print_json(text:gsub("%z", "") .. i) .. ': {"Type": "AWS::SQS::Queue", "Properties": '
        .. assembly.print_json {
          QueueName = text, Tags = { { Key = text, Value = text } }, [text:gsub("%z", "")] = text,
        }
        .. ', "Metadata": ' .. assembly.print_json { [text:gsub("%z", "")] = text .. "\n\n" .. text } .. "}"
    end
    local json = '{"Resources": {' .. table.concat(entries, ",") .. "}}"
    local template = import_text(json)
    assert.same(normalised(assembly.parse_json(json)), normalised(template))
    assert.same({}, luacdk.list(marker))
    luacdk.remove(marker)
  end)

  it("takes very large templates", function()
    local lines = { "Resources:" }
    for i = 1, 240 do
      lines[#lines + 1] = ("  Queue%d: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Topic%d}}"):format(i, i)
      lines[#lines + 1] = ("  Topic%d: {Type: AWS::SNS::Topic, DependsOn: [Topic%d]}"):format(i, i % 240 + 1)
    end
    local text = table.concat(lines, "\n")
    local template, script = import_text(text)
    assert.same(normalised(parse(text, "t.yaml")), normalised(template))
    assert.matches("\nit%.topic1 = sns%.CfnTopic", script)
  end)

  it("takes deep values, and refuses those that are deeper", function()
    local function nested(levels)
      return '{"Resources": {"A": {"Type": "Custom::A", "Properties": {"ServiceToken": "x", "V": '
        .. ("["):rep(levels) .. '"x"' .. ("]"):rep(levels) .. "}}}}"
    end
    local template = import_text(nested(120))
    assert.same(normalised(assembly.parse_json(nested(120))), normalised(template))
    local root = luacdk.folder { ["t.json"] = nested(200) }
    local result = luacdk.run(root, { "import", "t.json" })
    assert.same({ 1, "luacdk: t.json: nested more than 150 levels deep\n" }, { result.status, result.err })
    luacdk.remove(root)
  end)

  it("writes the stacks of a cloud assembly, each in its environment", function()
    local root = luacdk.folder { ["app.lua"] = [[
local cdk = require "aws_cdk"
local s3 = require "aws_cdk.aws_s3"
local lambda = require "aws_cdk.aws_lambda"
local app = cdk.App()
local data = cdk.Stack(app, "Data", { env = { account = "111111111111", region = "eu-west-1" }, tags = { team = "x" } })
local bucket = s3.Bucket(data, "Bucket")
local web = cdk.Stack(app, "Web", {
  env = { account = "111111111111", region = "eu-west-1" }, stack_name = "web-stack", termination_protection = true,
})
lambda.Function(web, "Handler", {
  runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  environment = { BUCKET = bucket.bucket_name },
})
local nested = cdk.NestedStack(web, "Inner")
s3.Bucket(nested, "Deep")
cdk.Stack(cdk.Stage(app, "Prod"), "Late", { synthesizer = cdk.LegacyStackSynthesizer() })
]] }
    assert.equal(0, luacdk.run(root, { "app.lua" }).status)
    local result = luacdk.run(root, { "import", "cdk.out", "-o", "imported.lua" })
    assert.equal(0, result.status, result.err)
    local run = luacdk.run(root, { "synth", "-o", "again", "imported.lua" })
    assert.equal(0, run.status, run.err)
    local manifest = assembly.parse_json(luacdk.read(root .. "/again/manifest.json")).artifacts
    for _, stack in ipairs { "Data", "Web" } do
      local name = "/" .. stack .. ".template.json"
      assert.same(normalised(assembly.parse_json(luacdk.read(root .. "/cdk.out" .. name))),
        normalised(assembly.parse_json(luacdk.read(root .. "/again" .. name))))
      assert.equal("aws://111111111111/eu-west-1", manifest[stack].environment)
    end
    assert.equal("web-stack", manifest.Web.properties.stackName)
    assert.is_true(manifest.Web.properties.terminationProtection)
    assert.equal("x", manifest.Data.properties.tags.team)
    assert.is_not_nil(table.concat(manifest.Web.dependencies, " "):find("Data", 1, true))
    local prod = assembly.parse_json(luacdk.read(root .. "/again/assembly-Prod/manifest.json")).artifacts
    assert.equal("Prod-Late", prod.ProdLate08EE6A59.properties.stackName)
    luacdk.remove(root)
  end)

  describe("of an assembly that the JavaScript library wrote", function()
    local ORIGINAL = "spec/fixtures/assembly"
    local root, script

    setup(function()
      root = luacdk.folder()
      local imported = luacdk.run(".", { "import", ORIGINAL, "-o", root .. "/app.lua" })
      assert.equal(0, imported.status, imported.err)
      script = luacdk.read(root .. "/app.lua")
      local run = luacdk.run(".", { "synth", "-o", root .. "/new", root .. "/app.lua" })
      assert.equal(0, run.status, run.err)
    end)

    teardown(function() luacdk.remove(root) end)

    local function read(folder, file) return assembly.parse_json(luacdk.read(folder .. "/" .. file)) end

    -- What is deployed, by artifact: properties, environment, order, and the template.
    local function stacks(folder)
      local found = {}
      for name, artifact in pairs(read(folder, "manifest.json").artifacts) do
        if artifact.type == "aws:cloudformation:stack" then
          local properties = normalised(artifact.properties)
          local url = properties.stackTemplateAssetObjectUrl -- its key is the digest of the template's bytes
          properties.stackTemplateAssetObjectUrl = url and url:match "^(.*)/"
          found[name] = {
            properties = properties, environment = artifact.environment, name = artifact.displayName,
            dependencies = artifact.dependencies and normalised(artifact.dependencies),
            template = normalised(read(folder, properties.templateFile)),
          }
        end
      end
      return found
    end

    -- What is published: destinations by the asset's key, with the bytes of files.
    local function assets(folder)
      local found = {}
      for _, name in ipairs(luacdk.list(folder)) do
        for kind, entries in pairs(name:find "^[^/]*%.assets%.json$" and read(folder, name) or {}) do
          for key, entry in pairs(type(entries) == "table" and entries or {}) do
            local source = normalised(entry.source)
            local path = source.path or source.directory
            if not path:find "%.template%.json$" then
              source.path, source.directory = nil, nil
              source.content = path:find "%.txt$" and luacdk.read(folder .. "/" .. path)
                or luacdk.list(folder .. "/" .. path)
              found[name .. kind .. key] = { source, normalised(entry.destinations), entry.displayName }
            end
          end
        end
      end
      return found
    end

    for _, folder in ipairs { "", "/assembly-Prod" } do
      it("deploys the same stacks, under the same names" .. folder, function()
        assert.is_truthy(next(stacks(ORIGINAL .. folder)))
        assert.same(stacks(ORIGINAL .. folder), stacks(root .. "/new" .. folder))
      end)

      it("publishes the same files and images" .. folder, function()
        assert.is_truthy(next(assets(ORIGINAL .. folder)))
        assert.same(assets(ORIGINAL .. folder), assets(root .. "/new" .. folder))
      end)
    end

    it("leaves the digits out that the ids of the CDK end in", function()
      assert.matches('local f_service_role = iam.CfnRole%(stack, "FServiceRole3AC82EE1"', script)
    end)

    it("writes over the assembly itself, in a sandbox too, again and again", function()
      local own = luacdk.folder()
      assert(os.execute(("cp -r %s %s/cdk.out"):format(ORIGINAL, own)))
      assert.equal(0, luacdk.run(own, { "import", "cdk.out", "-o", "app.lua" }).status)
      for _ = 1, 2 do
        local run = luacdk.run(own, { "--sandbox", "app.lua" })
        assert.equal(0, run.status, run.err)
      end
      assert.same(stacks(ORIGINAL), stacks(own .. "/cdk.out"))
      assert.same(assets(ORIGINAL), assets(own .. "/cdk.out"))
      luacdk.remove(own)
    end)
  end)

  it("keeps the assets of a stack without asset manifest, which its metadata name", function()
    local data = '{"path":"asset.x.txt","id":"x","packaging":"file","sourceHash":"x","s3BucketParameter":"A",'
      .. '"s3KeyParameter":"B","artifactHashParameter":"C"}'
    local root = luacdk.folder {
      ["old/manifest.json"] = '{"version":"8.0.0","artifacts":{"Old":{"type":"aws:cloudformation:stack","environment":'
        .. '"aws://unknown-account/unknown-region","properties":{"templateFile":"Old.template.json"},"metadata":'
        .. '{"/Old":[{"type":"aws:cdk:asset","data":' .. data .. "}]}}}}",
      ["old/Old.template.json"] = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
      ["old/asset.x.txt"] = "text",
    }
    assert.equal(0, luacdk.run(root, { "import", "old", "-o", "app.lua" }).status)
    local run = luacdk.run(root, { "app.lua" })
    assert.equal(0, run.status, run.err)
    local found
    local folder = root .. "/cdk.out/"
    local artifact = assembly.parse_json(luacdk.read(folder .. "manifest.json")).artifacts.Old
    local metadata = artifact.metadata or assembly.parse_json(luacdk.read(folder .. artifact.additionalMetadataFile))
    for _, entry in ipairs(metadata["/Old"]) do
      if entry.type == "aws:cdk:asset" then found = normalised(entry.data) end
    end
    assert.equal("text", luacdk.read(folder .. found.path))
    local expected = normalised(assembly.parse_json(data))
    expected.path, found.path = nil, nil
    assert.same(expected, found)
    luacdk.remove(root)
  end)

  it("prints without -o, and does not write over a file without --force", function()
    local root = luacdk.folder { ["t.yaml"] = "Resources: {T: {Type: AWS::SNS::Topic}}", ["app.lua"] = "mine" }
    local printed = luacdk.run(root, { "import", "t.yaml" })
    assert.equal(0, printed.status)
    assert.matches('sns%.CfnTopic%(stack, "T"%)\n$', printed.out)
    local refused = luacdk.run(root, { "import", "t.yaml", "-o", "app.lua" })
    assert.same({ 1, "luacdk: app.lua already exists; --force overwrites it\n" }, { refused.status, refused.err })
    assert.equal("mine", luacdk.read(root .. "/app.lua"))
    assert.equal(0, luacdk.run(root, { "import", "t.yaml", "-o", "app.lua", "--force" }).status)
    assert.equal(printed.out, luacdk.read(root .. "/app.lua"))
    luacdk.remove(root)
  end)

  it("reads no more of an assembly than its own files", function()
    local root = luacdk.folder { ["secret.json"] = '{ "Resources": { "Secret": { "Type": "A::B::C" } } }' }
    local function import(artifact, prepare)
      luacdk.write(root .. "/cdk.out/manifest.json",
        '{ "version": "48.0.0", "artifacts": { "X": ' .. artifact .. " } }")
      os.execute("cd " .. root .. "/cdk.out && " .. (prepare or "true"))
      local result = luacdk.run(root, { "import", "cdk.out" }, { before = "timeout 20" })
      assert.equal(1, result.status)
      assert.equal("", result.out)
      return result.err
    end
    local stack = '{ "type": "aws:cloudformation:stack", "properties": { "templateFile": "%s" } }'
    assert.matches("not the name of a file beside it", import(stack:format "../secret.json"))
    assert.matches("cannot read cdk.out/link.json", import(stack:format "link.json", "ln -s ../secret.json link.json"))
    assert.matches("cannot read cdk.out/zero.json", import(stack:format "zero.json", "ln -s /dev/zero zero.json"))
    assert.matches("cannot read cdk.out/pipe.json", import(stack:format "pipe.json", "mkfifo pipe.json"))
    local nested = '{ "type": "cdk:cloud-assembly", "properties": { "directoryName": "%s" } }'
    assert.matches("not the name of a file beside it", import(nested:format "."))
    assert.matches("not the name of a file beside it", import(nested:format ".."))
    assert.is_truthy(import(nested:format "self", "ln -s . self"))
    luacdk.remove(root)
  end)

  it("takes an assembly's manifests as they come", function()
    local root = luacdk.folder { ["cdk.out/S.json"] = "{}", ["cdk.out/a.json"] =
      '{ "files": { "a": 1, "b": { "source": { "path": "S.json" }, "destinations": [7] } }, "dockerImages": [1] }' }
    local function import(artifacts)
      luacdk.write(root .. "/cdk.out/manifest.json", '{ "version": "48.0.0", "artifacts": ' .. artifacts .. " }")
      return luacdk.run(root, { "import", "cdk.out" })
    end
    assert.equal("luacdk: cdk.out/manifest.json: the artifact X must be an object, got 0.5\n",
      import('{ "X": 0.5 }').err)
    local result = import [[{ "A": { "type": "cdk:asset-manifest", "properties": { "file": "a.json" } },
      "S": { "type": "aws:cloudformation:stack", "properties": { "templateFile": "S.json" },
        "dependencies": ["A", {}, null], "displayName": 5 } }]]
    assert.same({ 0, "" }, { result.status, result.err })
    luacdk.remove(root)
  end)

  it("writes through no link that came along", function()
    local root = luacdk.folder { ["p/t.json"] = '{ "Resources": {} }', ["victim/x"] = "" }
    os.execute("cd " .. root .. "/p && ln -s ../victim sub")
    local result = luacdk.run(root .. "/p", { "import", "t.json", "-o", "sub/app.lua" })
    assert.equal(1, result.status)
    assert.matches("cannot write sub/app%.lua: sub is a link that may have come with the code", result.err)
    assert.equal(0, luacdk.run(root .. "/p", { "import", "t.json", "-o", "../app.lua" }).status)
    luacdk.remove(root)
  end)

  it("says what it cannot read", function()
    local root = luacdk.folder {
      ["list.yaml"] = "[a]", ["other.yaml"] = "name: x", ["broken.json"] = '{"Resources": {', ["empty/x"] = "",
      ["dup.yaml"] = "Resources: {}\nResources: {}\n",
    }
    for operand, expected in pairs {
      ["none.yaml"] = { 1, "luacdk: cannot read none.yaml: No such file or directory\n" },
      ["list.yaml"] = { 1, "luacdk: list.yaml is not a template: expected a map of sections, got a list of 1\n" },
      ["other.yaml"] = { 1, "luacdk: other.yaml is not a template: it has none of a template's sections\n" },
      ["dup.yaml"] = {
        1, "luacdk: dup.yaml:2:1: duplicate key 'Resources', first on line 1\n",
      },
      ["empty"] = { 1, "luacdk: empty is not a cloud assembly: it has no manifest.json\n" },
    } do
      local result = luacdk.run(root, { "import", operand })
      assert.same(expected, { result.status, result.err })
      assert.equal("", result.out)
    end
    local broken = luacdk.run(root, { "import", "broken.json" })
    assert.equal(1, broken.status)
    assert.matches("^luacdk: broken.json: no JSON: line 1, column 16", broken.err)
    assert.equal(2, luacdk.run(root, { "import" }).status)
    luacdk.remove(root)
  end)

  it("leaves nothing of the engine's null and empty values behind", function()
    local text = "Resources: {A: {Type: Custom::A, Properties: {ServiceToken: x, N: ~, L: [], M: {}, D: [[], {}, ~]}}}"
    local template = import_text(text)
    assert.equal(engine.NULL, template.Resources.A.Properties.N)
    assert.equal("[[],{},null]", assembly.print_json(template.Resources.A.Properties.D))
  end)

  it("keeps sections that are no texts, which CloudFormation would refuse", function()
    for _, value in ipairs { '["a",["b"]]', '{"a":1}', "5", "true", '{"Ref":"AWS::Region"}' } do
      for _, section in ipairs { "Description", "AWSTemplateFormatVersion" } do
        local template = import_text(('{"%s": %s, "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'):format(section,
          value))
        assert.equal(value, assembly.print_json(template[section]))
      end
    end
  end)
end)
