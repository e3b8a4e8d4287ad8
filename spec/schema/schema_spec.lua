local engine = require "luacdk.engine"
local schema = engine.schema

local function by_name(list)
  local found = {}
  for _, entry in ipairs(list) do found[entry.name] = entry end
  return found
end

describe("the schema", function()
  it("knows every module of the library, in order", function()
    local modules = schema.modules()
    assert.equal(674, #modules)
    local sorted = { table.unpack(modules) }
    table.sort(sorted)
    assert.same(sorted, modules)
  end)

  it("finds every type under each of its names", function()
    local count, resources = 0, 0
    for _, module in ipairs(schema.modules()) do
      for _, name in ipairs(schema.types(module)) do
        local type = schema.type(module .. "." .. name)
        assert.equal(name, type.name)
        assert.equal(module, type.module)
        assert.equal(type.full_name, schema.type(type.fqn).full_name)
        count = count + 1
        if type.kind == "resource" then
          resources = resources + 1
          assert.equal(type.resource.cfn_type, schema.type(type.resource.cfn_type).resource.cfn_type)
        end
      end
    end
    assert.equal(23157, count)
    assert.equal(1941, resources)
  end)

  it("answers nil for what it does not know", function()
    assert.is_nil(schema.type "aws_cdk.aws_s3.Buckets")
    assert.is_nil(schema.type "AWS::S3::Buckets")
    assert.is_nil(schema.type "")
    assert.is_nil(schema.types "aws_cdk.aws_s4")
  end)

  it("spells names as the Python API does", function()
    -- Lua name → the model's, where the plain rule would not lead back.
    local odd = {
      ["aws_cdk.aws_lambda.CfnFunction.CodeProperty"] = {
        source_kms_key_arn = "sourceKmsKeyArn", s3_object_storage_mode = "s3ObjectStorageMode",
      },
      ["aws_cdk.aws_ecs.FargateTaskDefinitionProps"] = {
        memory_limit_mib = "memoryLimitMiB", ephemeral_storage_gib = "ephemeralStorageGiB",
      },
      ["aws_cdk.aws_wafv2.CfnWebACLAssociationProps"] = { web_acl_arn = "webAclArn" },
      ["aws_cdk.aws_ec2.CfnSubnetProps"] = { ipv6_cidr_block = "ipv6CidrBlock" },
      ["aws_cdk.aws_cloudwatch.GraphWidgetProps"] = { left_y_axis = "leftYAxis" },
    }
    for name, fields in pairs(odd) do
      local found = by_name(schema.type(name).fields)
      for lua, jsii in pairs(fields) do
        assert.equal(jsii, found[lua] and found[lua].jsii_name, name .. "." .. lua)
      end
    end
    local ports = by_name(schema.type("aws_cdk.aws_ec2.Port").members)
    assert.is_true(ports.POP3_S.const)
    assert.equal("POP3S", ports.POP3_S.jsii_name)
    local variables = by_name(schema.type("aws_cdk.aws_codepipeline.GlobalVariables").members)
    assert.equal("executionId", variables.EXECUTION_ID.jsii_name)
    assert.is_true(by_name(schema.type("aws_cdk.Stack").members)._allocate_logical_id.protected)
  end)

  it("holds CloudFormation's names in the order of the template", function()
    local names = {}
    for i, field in ipairs(schema.type("aws_cdk.aws_lambda.CfnFunction.CodeProperty").fields) do
      names[i] = field.cfn_name
    end
    assert.same({
      "ImageUri", "S3Bucket", "S3Key", "S3ObjectStorageMode", "S3ObjectVersion", "SourceKMSKeyArn", "ZipFile",
    }, names)
  end)

  it("gathers the fields of all structs that a struct extends", function()
    local type = schema.type "aws_cdk.aws_lambda.FunctionProps"
    local fields = by_name(type.fields)
    assert.is_true(fields.code.required)
    assert.is_true(fields.handler.required)
    assert.is_nil(fields.memory_size.required)
    assert.equal("aws_cdk.Duration", fields.max_event_age.type)
    assert.is_nil(fields.code.cfn_name)
  end)

  it("holds the values of enums as the library has them", function()
    local rules = by_name(schema.type("aws_cdk.aws_s3.BucketEncryption").values)
    assert.equal("KMS_MANAGED", rules.KMS_MANAGED.value)
    local days = by_name(schema.type("aws_cdk.aws_logs.RetentionDays").values)
    assert.equal(7, days.ONE_WEEK.value)
    local retention = by_name(schema.type("aws_cdk.RemovalPolicy").values)
    assert.equal("retain-on-update-or-delete", retention.RETAIN_ON_UPDATE_OR_DELETE.value)
  end)

  it("knows what stands in for properties that are not given, where that is a literal value", function()
    local fields = by_name(schema.type("aws_cdk.aws_lambda.FunctionProps").fields)
    assert.equal("128", fields.memory_size.default)
    assert.equal("cdk.Duration.seconds(3)", fields.timeout.default)
    assert.equal("lambda.Architecture.X86_64", fields.architecture.default)
    assert.equal("true", fields.allow_all_outbound.default)
    assert.is_nil(fields.handler.default)
    assert.is_nil(fields.role.default)
    local props = by_name(schema.type("aws_cdk.aws_lambda.EcrImageCodeProps").fields)
    assert.equal('"latest"', props.tag_or_digest.default)
  end)

  it("has defaults that are Lua, and give a value", function()
    local count = 0
    for _, module in ipairs(schema.modules()) do
      local names, kinds = schema.types(module)
      for i, name in ipairs(names) do
        for _, field in ipairs(kinds[i] == "struct" and schema.type(module .. "." .. name).fields or {}) do
          if field.default then
            count = count + 1
            assert.is_function(load("return " .. field.default), field.default)
          end
        end
      end
    end
    assert.is_true(count > 2000)
  end)

  it("lists the types of a module with their kinds", function()
    local names, kinds = schema.types "aws_cdk.aws_lambda"
    local kind_of = {}
    for i, name in ipairs(names) do kind_of[name] = kinds[i] end
    assert.equal("class", kind_of.Function)
    assert.equal("resource", kind_of.CfnFunction)
    assert.equal("struct", kind_of.FunctionProps)
    assert.equal("enum", kind_of.Tracing)
    assert.equal("interface", kind_of.IFunction)
    assert.is_true(select(3, schema.types "aws_cdk.aws_cloudwatch").Statistic)
    assert.is_nil((schema.types "aws_cdk.nowhere"))
  end)

  it("searches types and members by words, whatever the case of letters", function()
    local function found(...)
      local hits, totals = schema.search { ... }
      local texts = {}
      for _, hit in ipairs(hits) do texts[hit.type .. (hit.name and "." .. hit.name or "")] = hit end
      return texts, totals
    end
    local hits, totals = found("bucket", "CORS")
    assert.equal("method", hits["aws_cdk.aws_s3.Bucket.add_cors_rule"].hit)
    assert.equal("field", hits["aws_cdk.aws_s3.BucketProps.cors"].hit)
    assert.is_nil(hits["aws_cdk.aws_s3.Bucket.from_bucket_arn"])
    assert.equal(1, totals.method)
    assert.is_truthy((found "addCorsRule")["aws_cdk.aws_s3.Bucket.add_cors_rule"])
    hits = found("lambda", "Function")
    assert.equal(2, hits["aws_cdk.aws_lambda.Function"].score) -- "lambda" is but a part of the name
    assert.equal("type", hits["aws_cdk.aws_lambda.Function"].hit)
    assert.same({}, (found "no_such_thing_at_all"))
    assert.same({}, (found()))
  end)

  it("knows tags, attributes and helpers of resources", function()
    local bucket = schema.type("AWS::S3::Bucket").resource
    assert.equal("standard", bucket.tags)
    assert.is_true(bucket.stateful)
    assert.equal("Arn", by_name(bucket.attributes).attr_arn.cfn_name)
    assert.equal("map", schema.type("AWS::SSM::Parameter").resource.tags)
    assert.equal("autoscaling", schema.type("AWS::AutoScaling::AutoScalingGroup").resource.tags)
    assert.equal("AWS::Serverless-2016-10-31", schema.type("AWS::Serverless::Function").resource.transform)
  end)
end)

describe("nearest", function()
  local function nearest(word, ...) return engine.nearest(word, { ... }) end

  it("suggests what differs little", function()
    assert.equal("handler", nearest("hanlder", "handler", "runtime"))
    assert.equal("bucket_name", nearest("bucketName", "bucket_name", "bucket_arn"))
    assert.equal("S3_MANAGED", nearest("S3Managed", "KMS_MANAGED", "S3_MANAGED"))
    assert.equal("KMS", nearest("kms", "KMS", "S3"))
  end)

  it("suggests nothing when nothing is near", function()
    assert.is_nil(nearest("handler", "runtime", "code"))
    assert.is_nil(nearest("x"))
  end)

  it("suggests for a short word only what begins alike, and no other word of three letters", function()
    assert.is_nil(nearest("path", "math"))
    assert.is_nil(nearest("len", "lex"))
    assert.equal("sqs", nearest("sqss", "sns", "sqs"))
  end)
end)
