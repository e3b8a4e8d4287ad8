-- src/l1/l1_parse.c: from a template's properties to those of a script. That whole templates come out as the
-- reference reads them: spec/aws_cdk/cloudformation_include.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local function parse(type, yaml, exact)
  return engine.parse_properties(type, assert(assembly.parse_yaml(yaml, { short_forms = true })), exact)
end

describe("properties of a template", function()
  it("get Lua's names at every level, but not in free-form values", function()
    local class, props, extras = parse("AWS::S3::Bucket",
      "{BucketName: a, LifecycleConfiguration: {Rules: [{Id: x, ExpirationInDays: 3}]}}")
    assert.equal("aws_cdk.aws_s3.CfnBucket", engine.class_name(class))
    assert.same({
      bucket_name = "a", lifecycle_configuration = { rules = { { id = "x", expiration_in_days = 3 } } },
    }, props)
    assert.same({}, extras)
    local _, role = parse("AWS::IAM::Role", "{AssumeRolePolicyDocument: {Version: x, some_key: 1}}")
    assert.equal('{"Version":"x","some_key":1}', assembly.print_json(role.assume_role_policy_document))
  end)

  it("take the type of their property", function()
    local _, props = parse("AWS::Lambda::Function",
      "{Timeout: '30', MemorySize: 12abc, Runtime: 3, Environment: {Variables: {A: true, B: 1.5}}}")
    assert.same({ 30, 12, "3", "true", "1.5" }, {
      props.timeout, props.memory_size, props.runtime, props.environment.variables.A, props.environment.variables.B,
    })
    _, props = parse("AWS::EC2::VPC", "{EnableDnsSupport: 'false', Tags: [{Key: a, Value: 1}]}")
    assert.same({ enable_dns_support = false, tags = { { key = "a", value = "1" } } }, props)
    assert.has_error(function() parse("AWS::EC2::VPC", "{EnableDnsSupport: maybe}") end,
      "the property EnableDnsSupport takes true or false, not 'maybe'")
  end)

  it("that no row knows come with their path, dots escaped", function()
    local _, props, extras = parse("AWS::S3::Bucket",
      "{New: 1, LifecycleConfiguration: {Rules: [{Status: Enabled, 'a.b': 2}]}}")
    assert.same({ lifecycle_configuration = { rules = { { status = "Enabled" } } } }, props)
    assert.same({ { "New", 1 }, { "LifecycleConfiguration.Rules.0.a\\.b", 2 } }, extras)
  end)

  it("may be asked for exactly: in their order, with what another type was given for", function()
    local _, props, extras = parse("AWS::Lambda::Function", "{Timeout: '30', Handler: h, Code: {ZipFile: x}}", true)
    assert.equal('{"timeout":30,"handler":"h","code":{"zip_file":"x"}}', assembly.print_json(props))
    assert.same({ { "Timeout", "30" } }, extras)
  end)

  it("of an unknown type are none", function()
    assert.is_nil((parse("AWS::No::Thing", "{}")))
  end)
end)
