-- luacdk schema: what is known, offline.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

describe("luacdk schema", function()
  local folder

  setup(function() folder = luacdk.folder() end)
  teardown(function() luacdk.remove(folder) end)

  local function run(...) return luacdk.run(folder, { "schema", ... }) end

  local function shown(...)
    local result = run(...)
    assert.equal(0, result.status, result.err)
    assert.equal("", result.err)
    return result.out
  end

  local function json(...) return assembly.parse_json(shown("--json", ...)) end

  it("tells of a resource type", function()
    local text = shown "AWS::Lambda::Function"
    assert.matches("^AWS::Lambda::Function  lambda.CfnFunction\n", text)
    assert.matches('\n  lambda.CfnFunction%(stack, "Function", { code = {}, role = "…" }%)\n', text)
    assert.matches("\n  package_type +PackageType +string +replaces; Image | Zip\n", text)
    assert.matches("\n  memory_size +MemorySize +number +128–32768\n", text)
    assert.matches("\n  code +Code +CodeProperty +required\n", text)
    assert.matches("\nAttributes\n  attr_arn +Arn +string\n", text)
    assert.equal(text, shown "aws::lambda::function")
    assert.equal(text, shown "lambda.CfnFunction")
    assert.equal(text, shown "aws-cdk-lib.aws_lambda.CfnFunction")
  end)

  it("tells of properties at any depth, by any spelling", function()
    local text = shown "AWS::S3::Bucket.LifecycleConfiguration.Rules.Transitions.StorageClass"
    assert.matches("^AWS::S3::Bucket.LifecycleConfiguration.Rules.Transitions.StorageClass  storage_class\nstring\n" ..
      "required; DEEP_ARCHIVE | ", text)
    assert.matches("\n  s3_key +S3Key +string ", shown "AWS::Lambda::Function.Code")
    assert.matches("source_kms_key_arn\nstring\n", shown "lambda.CfnFunction.code.source_kms_key_arn")
  end)

  it("tells when AWS gives values up", function()
    assert.matches("\nGiven up by AWS\n.*  python3.9 +deprecated 2025%-12%-15 +no creation %S+ +no updates %S+"
      .. " +write %S+\n", shown "AWS::Lambda::Function.Runtime")
    local found = {}
    for _, field in ipairs(json "AWS::Lambda::Function".properties) do
      for _, one in ipairs(field.ended or {}) do found[one.value] = one end
    end
    assert.equal("2025-12-15", found["python3.9"].deprecated)
    assert.is_nil(found["python3.13"])
  end)

  it("tells of classes, structs and enums", function()
    assert.matches("^cdk.Duration  class\n.*\n  %.days%(amount: number%) → cdk.Duration\n", shown "cdk.Duration")
    assert.matches("\n  bucket_name +string\n", shown "s3.BucketProps")
    assert.matches("^s3.BucketEncryption  enum\n.*\n  KMS +KMS\n", shown "s3.BucketEncryption")
    assert.matches("^lambda.CfnFunction.CodeProperty  struct\n", shown "lambda.CfnFunction.CodeProperty")
  end)

  it("lists what has a word in its name", function()
    local text = shown "bucketpol"
    assert.matches("^Resource types\n  AWS::S3::BucketPolicy +s3.CfnBucketPolicy\n", text)
    assert.matches("\nOther types\n.*  s3.BucketPolicy\n", text)
    assert.matches("more; %-%-json lists all", shown "lambda")
    assert.is_true(#json "lambda".types > 100)
    assert.matches("  AWS::Lambda +%d+ resource types\n", shown())
  end)

  it("shows a module first, and its own types before those of others", function()
    for _, name in ipairs { "s3", "aws_s3", "aws_cdk.aws_s3" } do
      assert.matches('^Module\n  s3  require "aws_cdk.aws_s3"\n\nResource types\n', shown(name))
      assert.matches("\nOther types\n  s3%.", shown(name))
    end
    assert.equal("aws_cdk.aws_s3", json "s3".module)
    assert.is_nil(json "bucketpol".module)
  end)

  it("tells of members, and finds them", function()
    local text = shown "s3.Bucket.add_cors_rule"
    assert.matches("^s3.Bucket:add_cors_rule%(rule: s3.CorsRule%)\nmethod\n", text)
    assert.matches("\n  bucket:add_cors_rule { allowed_methods = { s3.HttpMethods.GET }", text)
    assert.matches("\n  allowed_origins +list of string +required\n", text)
    assert.matches("^s3.HttpMethods.GET  GET\n", shown "s3.HttpMethods.GET")
    assert.matches("\n  memory_size +number +default 128\n", shown "lambda.FunctionOptions")
    assert.matches("^Methods\n  s3.Bucket:add_cors_rule%(rule: s3.CorsRule%)\n", shown "add_cors_rule")
    local member = json "lambda.Code.from_asset"
    assert.same({ "lambda.Code", true, "path" }, { member.of, member.static, member.parameters[1].name })
    assert.equal("cdk.Duration.seconds(3)", json("lambda.FunctionProps.timeout").default)
    assert.equal("Methods", json("add_cors_rule")[1].title)
  end)

  it("fails with the nearest name for what it does not know", function()
    for name, message in pairs {
      ["AWS::Lambda::Funktion"] = "nothing is called 'AWS::Lambda::Funktion'; did you mean 'AWS::Lambda::Function'?",
      ["AWS::Lambda::Function.Codes"] = "AWS::Lambda::Function has no property 'Codes'; did you mean 'Code'?",
      ["AWS::Lambda::Function.Code.S3"] = "AWS::Lambda::Function.Code has no property 'S3'",
      ["Xyzzy::Nobody::Heard"] = "nothing is called 'Xyzzy::Nobody::Heard'",
    } do
      local result = run(name)
      assert.equal(1, result.status)
      assert.equal("", result.out)
      assert.equal("luacdk: " .. message .. "\n", result.err)
    end
  end)

  it("gives JSON", function()
    local queue = json "AWS::SQS::Queue"
    assert.equal("sqs.CfnQueue", queue.class)
    local by_name = {}
    for _, property in ipairs(queue.properties) do by_name[property.name] = property end
    assert.equal("DelaySeconds", by_name.delay_seconds.cfn_name)
    assert.equal("number", by_name.delay_seconds.type)
    assert.equal(900, by_name.delay_seconds.number.max)
    assert.equal("always", by_name.fifo_queue.replacement)
    local property = json "AWS::Lambda::Function.PackageType"
    assert.equal("Image Zip", table.concat(property.values, " "))
    assert.equal("AWS::Lambda::Function", property.of)
  end)

  it("knows every resource type, and its example makes one", function()
    local engine = require "luacdk.engine"
    local example = require "luacdk.schema.example"
    local lines = { "local stack = cdk.Stack(cdk.App { context = { ['@aws-cdk/core:stackResourceLimit'] = 0 } }, 'S')" }
    local _, classes = engine.schema.resources()
    assert.equal(1941, #classes)
    for i, class in ipairs(classes) do
      local line = example(engine.schema.type(class))
      lines[#lines + 1] = line:gsub('stack, "', ('stack, "%d'):format(i), 1)
    end
    luacdk.write(folder .. "/app.lua", table.concat(lines, "\n"))
    local result = luacdk.run(folder, { "-q", "app.lua" })
    assert.equal(0, result.status, result.err:gsub("%[WARNING%][^\n]*\n", ""))
  end)

  it("is plain where nobody looks, and keeps to the options of its own", function()
    assert.not_matches("\27", shown "AWS::S3::Bucket")
    assert.equal(2, run("--output", "x", "s3").status)
    assert.equal(2, luacdk.run(folder, { "synth", "--json", "x.lua" }).status)
    assert.matches("%-%-luals DIR", luacdk.run(folder, { "help", "schema" }).out)
  end)
end)

describe("luacdk schema, of what luacdk has and what not,", function()
  local function run(...) return luacdk.run(".", { "schema", ... }) end

  it("says of no class that is there that it is missing", function()
    assert.not_matches("not in luacdk yet", run("eks.Cluster").out)
    assert.is_nil(assembly.parse_json(run("--json", "eks.Cluster").out).missing)
    local types = require "luacdk.schema.types"
    local engine = require "luacdk.engine"
    for _, module in ipairs { "aws_cdk", "constructs", "aws_cdk.aws_lambda", "aws_cdk.aws_ecs", "aws_cdk.aws_s3" } do
      for _, name in ipairs((engine.schema.types(module))) do
        local there = pcall(function()
          local found = require(module)
          for step in name:gmatch "[^.]+" do found = assert(found[step]) end
        end)
        local type = types.get(module .. "." .. name)
        if type.kind == "class" then assert.equal(there, types.is_available(type.full_name), type.full_name) end
      end
    end
  end)

  it("knows luacdk's own words", function()
    for word, pattern in pairs {
      ["cdk.template"] = "^cdk.template {", template = "^cdk.template {", include = "^include%(file",
      super = "^Class.super\n",
      ["cdk.NULL"] = "^cdk.NULL\n", extend = "^Class:extend%(name", ["cdk.testing.render"] = "^cdk.testing.render%(",
      ["cdk.list"] = "^cdk.list%(values", ["cdk.read_yaml"] = "^cdk.read_yaml%(file",
    } do
      local result = run(word)
      assert.equal(0, result.status, word)
      assert.matches(pattern, result.out)
    end
    assert.equal("cdk.matrix", assembly.parse_json(run("--json", "matrix").out).name)
  end)
end)

describe("the definition files for editors", function()
  local engine = require "luacdk.engine"
  local folder, files

  setup(function()
    folder = luacdk.folder()
    local result = luacdk.run(folder, { "schema", "--luals", "defs/new" })
    assert.equal(0, result.status, result.err)
    files = luacdk.list(folder .. "/defs/new")
  end)

  teardown(function() luacdk.remove(folder) end)

  it("replace links instead of following them", function()
    luacdk.write(folder .. "/precious", "x")
    assert(os.remove(folder .. "/defs/new/luacdk.lua"))
    assets.symlink("../../precious", folder .. "/defs/new/luacdk.lua")
    assert.equal(0, luacdk.run(folder, { "schema", "--luals", "defs/new" }).status)
    assert.equal("x", luacdk.read(folder .. "/precious"))
    assert.same(files, luacdk.list(folder .. "/defs/new"))
  end)

  it("are small enough to be read ahead, and Lua", function()
    local modules = 0
    for _, name in ipairs(files) do
      local text = luacdk.read(folder .. "/defs/new/" .. name)
      assert.is_true(#text < 500 * 1000, name)
      assert.is_function(load(text, "=" .. name))
      local module = text:match "^%-%-%-@meta (%S+)"
      if module ~= "_" then
        modules = modules + 1
        assert.equal(name, module .. ".lua")
      end
    end
    assert.equal(#engine.schema.modules(), modules)
  end)

  it("declare methods that are called as a keyword, under the name that Lua can read", function()
    local text = luacdk.read(folder .. "/defs/new/aws_cdk.aws_stepfunctions.lua")
    assert.matches("\nfunction stepfunctions.Condition.and_(...) end\n", text, 1, true)
  end)

  it("name every type and every property of the rows", function()
    local text = {}
    for i, name in ipairs(files) do text[i] = luacdk.read(folder .. "/defs/new/" .. name) end
    text = table.concat(text)
    local classes, fields = {}, {}
    local class
    for line in text:gmatch "[^\n]+" do
      class = line:match "^%-%-%-@class ([%w_.]+)" or line:match "^%-%-%-@enum ([%w_.]+)" or class
      classes[class or ""] = true
      local field = line:match "^%-%-%-@field ([%w_]+)"
      if field then fields[class .. "." .. field] = true end
    end
    local missing = {}
    for _, module in ipairs(engine.schema.modules()) do
      for _, name in ipairs(engine.schema.types(module)) do
        local type = engine.schema.type(module .. "." .. name)
        if not classes[type.short_name] then missing[#missing + 1] = type.short_name end
        for _, field in ipairs(type.fields or {}) do
          local full_name = type.short_name .. "." .. field.name
          if not fields[full_name] then missing[#missing + 1] = full_name end
        end
      end
    end
    assert.same({}, missing)
  end)

  it("know luacdk's own words, and what all classes have", function()
    local text = luacdk.read(folder .. "/defs/new/luacdk.lua")
    for _, word in ipairs { "template", "matrix", "testing", "list", "NULL", "read_text", "read_json", "read_yaml",
      "include", "repl" } do
      assert.matches("\n%-%-%-@field " .. word .. " ", text)
      assert.equal(0, luacdk.run(folder, { "-q", "-" }, { input = "assert(cdk." .. word .. ")" }).status, word)
    end
    assert.matches("\ninclude = ", text)
    text = luacdk.read(folder .. "/defs/new/constructs.lua")
    assert.matches("%-%-%-@class constructs.Construct[^\n]*\n[^\n]*\n%-%-%-@field extend [^\n]*\n%-%-%-@field super ",
      text)
  end)

  it("are switched on by a .luarc.json", function()
    local settings = assembly.parse_json(luacdk.run(folder, { "schema", "--luarc", "--luals", "defs/new" }).out)
    assert.equal("defs/new", settings["workspace.library"][1])
    assert.equal("Lua 5.4", settings["runtime.version"])
  end)
end)
