local engine = require "luacdk.engine"

local function check(name, value, what)
  local ok, message = pcall(engine.check_struct, name, value, what)
  return ok and "ok" or (message:gsub("^[^ ]+:%d+: ", ""))
end

describe("checking a struct", function()
  it("gives the table back, and an empty one for nil", function()
    local rule = { enabled = true }
    assert.equal(rule, engine.check_struct("aws_cdk.aws_s3.LifecycleRule", rule, "rule"))
    assert.same({}, engine.check_struct("aws_cdk.aws_s3.LifecycleRule", nil, "rule"))
  end)

  it("names the nearest property for an unknown one", function()
    assert.equal("props: unknown property 'bucket_nmae'; did you mean 'bucket_name'?",
      check("aws_cdk.aws_s3.CfnBucketProps", { bucket_nmae = "x" }, "props"))
    assert.equal("props: unknown property 'BucketName'; did you mean 'bucket_name'?",
      check("aws_cdk.aws_s3.CfnBucketProps", { BucketName = "x" }, "props"))
  end)

  it("says what is missing", function()
    assert.equal("props: missing required property 'role': a string or an iam.IRole",
      check("aws_cdk.aws_lambda.CfnFunctionProps", { code = {} }, "props"))
  end)

  it("gives the path of a wrong type at any depth", function()
    assert.equal("cors_rules[2].allowed_methods: expected a list, got the string 'GET'; write { 'GET' }",
      check("aws_cdk.aws_s3.CfnBucket.CorsConfigurationProperty", {
        cors_rules = {
          { allowed_methods = { "GET" }, allowed_origins = { "*" } },
          { allowed_methods = "GET", allowed_origins = { "*" } },
        },
      }))
    assert.equal("environment.A: expected a string, got the number 1; write '1'",
      check("aws_cdk.aws_lambda.FunctionOptions", { environment = { A = 1, B = "2" } }))
  end)

  it("takes a token for a list only where a list is wanted", function()
    local list = engine.fn("Fn::Split", { ",", "a,b" }, "list")
    local props = { action = "a", function_name = "f", principal = "p" }
    assert.equal("ok", check("aws_cdk.aws_ec2.CfnVPCEndpointProps", { vpc_id = "v", subnet_ids = list }))
    local got = "got the list {Fn::Split: …} (known at deployment); it represents a whole list, from which"
      .. " cdk.Fn.select(0, list) picks an entry"
    assert.equal("subnet_ids[1]: expected a string or an ec2.ISubnet, " .. got,
      check("aws_cdk.aws_ec2.CfnVPCEndpointProps", { vpc_id = "v", subnet_ids = { list } }))
    assert.equal("vpc_id: expected a string or an interfaces.aws_ec2.IVPCRef, " .. got,
      check("aws_cdk.aws_ec2.CfnVPCEndpointProps", { vpc_id = list }))
    props.action = list
    assert.equal("action: expected a string, " .. got, check("aws_cdk.aws_lambda.CfnPermissionProps", props))
  end)

  it("takes what is as good as the class or struct that is wanted", function()
    local bucket, access = "aws_cdk.aws_s3.BucketProps", require("aws_cdk.aws_s3").BlockPublicAccess
    assert.equal("ok", check(bucket, { block_public_access = access.BLOCK_ALL }))
    assert.equal("ok", check(bucket, { block_public_access = { block_public_acls = true } }))
    for _, wrong in ipairs { { block_public_acl = true }, { block_public_acls = "x" }, {}, "x", { "x" } } do
      assert.matches("^block_public_access: expected an s3.BlockPublicAccess, got ",
        check(bucket, { block_public_access = wrong }))
    end
    local writer = "aws_cdk.aws_stepfunctions.ResultWriterV2Props"
    assert.equal("ok", check(writer, { writer_config = { output_type = "JSONL", transformation = "NONE" } }))
    for _, wrong in ipairs { { output_type = "JSONL" }, { output_type = "X", transformation = "NONE" }, {}, "x" } do
      assert.matches("^writer_config: expected a stepfunctions.WriterConfig, got ",
        check(writer, { writer_config = wrong }))
    end
    assert.equal("ok", check("aws_cdk.aws_s3.BlockPublicAccessOptions", access.BLOCK_ALL))
    assert.equal("ok", check("aws_cdk.CfnTag", require("aws_cdk").Tag("k", "v")))
    assert.matches("expected a table of cdk.CfnTag, got an instance of", check("aws_cdk.aws_sqs.CfnQueueProps",
      { tags = { access.BLOCK_ALL } }))
    local log_group = "aws_cdk.aws_logs.LogGroupProps"
    assert.equal("ok", check(log_group, { retention = math.huge }))
    assert.matches("^retention: expected a logs.RetentionDays, got the number 42", check(log_group, { retention = 42 }))
    local pattern = "aws_cdk.aws_events.EventPattern"
    assert.equal("ok", check(pattern, { source = { { prefix = "my." }, "x" } }))
    assert.matches("^source: expected a list", check(pattern, { source = "x" }))
    assert.equal("ok", check("aws_cdk.GetContextValueOptions", { provider = "ami" }))
    assert.matches("missing required property 'policy_document'", check("aws_cdk.aws_iam.CfnPolicyProps",
      { policy_name = "p" }))
  end)

  it("takes schedules of other modules that are as good, and speaks of the class that is wanted", function()
    local cdk, rule = require "aws_cdk", "aws_cdk.aws_events.RuleProps"
    local interval = cdk.Duration.hours(1)
    for _, name in ipairs { "events", "applicationautoscaling" } do
      assert.equal("ok", check(rule, { schedule = require("aws_cdk.aws_" .. name).Schedule.rate(interval) }))
    end
    assert.matches("^schedule: expected an events.Schedule, got an instance of synthetics.Schedule; "
      .. "make one with events.Schedule.cron, ", check(rule, {
        schedule = require("aws_cdk.aws_synthetics").Schedule.rate(interval),
      }))
  end)

  it("wants lists without gaps", function()
    assert.equal("allowed_methods: a list without gaps is needed, but entry 1 of 2 is nil",
      check("aws_cdk.aws_s3.CfnBucket.CorsRuleProperty", { allowed_methods = { nil, "GET" }, allowed_origins = {} }))
    assert.equal("allowed_methods: expected a list, got a table with named fields",
      check("aws_cdk.aws_s3.CfnBucket.CorsRuleProperty", { allowed_methods = { a = "GET" }, allowed_origins = {} }))
  end)

  it("takes any value of an enum and suggests its members", function()
    assert.equal("ok", check("aws_cdk.aws_s3.BucketProps", { encryption = "KMS" }))
    assert.equal("encryption: expected an s3.BucketEncryption, got the string 'kms'; "
      .. "did you mean s3.BucketEncryption.KMS?",
      check("aws_cdk.aws_s3.BucketProps", { encryption = "kms" }))
  end)

  it("tells how to make what it wants", function()
    assert.equal("timeout: expected a cdk.Duration, got the number 30; write cdk.Duration.seconds(30)",
      check("aws_cdk.aws_lambda.FunctionOptions", { timeout = 30 }))
    assert.matches("did you mean lambda%.Runtime%.PYTHON_3_12%?$",
      check("aws_cdk.aws_lambda.FunctionProps", { runtime = "python3.12", handler = "x", code = engine.intrinsic {} }))
  end)

  it("lets tokens pass anywhere", function()
    local token = engine.intrinsic { Ref = "AWS::Region" }
    assert.equal("ok", check("aws_cdk.aws_lambda.FunctionOptions", {
      timeout = token, environment = { A = token, B = "x" .. tostring(token) }, memory_size = token, layers = token,
      description = { Ref = "AWS::Region" }, tracing = token, retry_attempts = tostring(token),
    }))
  end)

  it("takes tokens for keys of a map if they stand for strings", function()
    local name = "aws_cdk.aws_lambda.FunctionOptions"
    local key = engine.lazy(function() return "k" end, "string")
    assert.equal("ok", check(name, { environment = { [key] = "v", [key .. "x"] = "w" } }))
    assert.equal(("environment.%s: expected a string, got true"):format(key),
      check(name, { environment = { [key] = true } }))
    assert.equal("environment: expected a map, got a table with named fields",
      check(name, { environment = { [engine.lazy(function() return 1 end, "number")] = "v" } }))
  end)

  it("takes objects where an interface is asked for", function()
    local name = "aws_cdk.aws_events.RuleProps"
    assert.equal("ok", check(name, { targets = { { bind = function() end } } }))
    assert.equal("targets[1]: expected an events.IRuleTarget, got a table with named fields without a method 'bind'",
      check(name, { targets = { { bind = true } } }))
    assert.equal("targets[1]: expected an events.IRuleTarget, "
      .. "got a table with named fields whose 'bnd' was probably meant to be 'bind'",
      check(name, { targets = { { bnd = function() end } } }))
    assert.equal("targets[1]: expected an events.IRuleTarget, got the string 'x'", check(name, { targets = { "x" } }))
  end)

  it("takes no module and no enumeration for a map", function()
    assert.equal("tags: expected a map, got s3.BucketEncryption itself", check("aws_cdk.aws_ssm.CfnParameterProps",
      { type = "String", value = "x", tags = require "aws_cdk.aws_s3".BucketEncryption }))
  end)

  it("takes a table with any of its members for a resource that there are no classes of", function()
    local apigateway = require "aws_cdk.aws_apigateway"
    apigateway.SagemakerIntegration { endpoint_name = "e", grant_invoke = print }
    assert.error_matches(function() apigateway.SagemakerIntegration { name = "e" } end,
      "expected a sagemaker.IEndpoint, got a table with named fields", 1, true)
  end)

  it("names what a table in the place of a resource lacks", function()
    require "aws_cdk.aws_iam"
    local name = "aws_cdk.aws_lambda.FunctionOptions"
    assert.equal("role: expected an iam.IRole, got a table with named fields without a method 'grant'",
      check(name, { role = { role_arn = "x" } }))
  end)

  it("takes keywords of Lua bare and with an underscore", function()
    local name = "aws_cdk.aws_appmesh.CfnRoute.MatchRangeProperty"
    assert.equal("ok", check(name, { start = 1, end_ = 2 }))
    assert.equal("ok", check(name, { start = 1, ["end"] = 2 }))
    assert.equal("end: expected a number, got the string '2'", check(name, { start = 1, end_ = "2" }))
  end)

  it("hands names that are keywords to the library in one spelling, at any depth, and leaves the user's table alone",
    function()
      local luacdk = require "spec.support.luacdk"
      local folder = luacdk.folder()
      finally(function() luacdk.remove(folder) end)
      luacdk.write(folder .. "/code/index.py", "x = 1\n")
      local function template(fn, stop, own)
        luacdk.write(folder .. "/app.lua", ([[
          local app = cdk.App()
          local stack = cdk.Stack(app, "S")
          local fn = lambda.Function(stack, "F", {
            runtime = lambda.Runtime.PYTHON_3_14, handler = "index.handler",
            code = lambda.Code.from_asset("code", { bundling = {
              image = cdk.DockerImage.from_registry("none"),
              FIX_LOCAL = { try_bundle = function(_, folder)
                local file = assert(io.open(folder .. "/index.py", "w"))
                file:write("x = 2\n")
                file:close()
                return true
              end },
            } }),
          })
          local given = { FIX_FUNCTION = fn }
          lambda.FunctionUrl(stack, "U", given)
          for key in pairs(given) do assert(key == FIX_NAME, key) end
          lambda.EventInvokeConfig(stack, "I", { FIX_FUNCTION = fn, retry_attempts = 1 })
          local widget = cloudwatch.SingleValueWidget {
            metrics = { fn:metric_errors() }, start = "-P1D", FIX_END = "2030-01-01T00:00:00.000Z",
          }
          cloudwatch.Dashboard(stack, "D", {
            start = "-P1D", FIX_END = "2030-01-01T00:00:00.000Z", widgets = { { widget } },
          })
        ]]):gsub("FIX_FUNCTION", fn):gsub("FIX_END", stop):gsub("FIX_LOCAL", own):gsub("FIX_NAME", function()
          return ("%q"):format(fn:match "%l+_?")
        end))
        local result = luacdk.run(folder, { "-q", "app.lua" })
        assert.equal(0, result.status, result.err)
        return luacdk.read(folder .. "/cdk.out/S.template.json")
      end
      local bare = template('["function"]', '["end"]', '["local"]')
      assert.matches("2030%-01%-01", bare)
      assert.matches("AWS::Lambda::EventInvokeConfig", bare)
      assert.equal(bare, template("function_", "end_", "local_"))
    end)

  it("makes an empty table a list in JSON where a list belongs, unless a map gets it, too", function()
    local stack = require("aws_cdk").Stack(require("aws_cdk").App(), "S")
    local function arguments(given, properties)
      engine.check_struct("aws_cdk.aws_stepfunctions_tasks.EmrAddStepProps", {
        cluster_id = "c", jar = "j", name = "n", args = given, properties = properties,
      }, "props")
      return stack:resolve(stack:to_json_string(given))
    end
    assert.equal("[]", arguments {})
    local filled, named, shared = {}, {}, {}
    arguments(filled)
    filled[1] = "a"
    assert.equal('["a"]', arguments(filled))
    arguments(named)
    named.key = "value"
    assert.equal("[]", arguments({}, named))
    arguments(shared)
    assert.has_no.errors(function() arguments(shared, shared) end)
    assert.is_nil(getmetatable(shared))
  end)

  it("ends on tables that contain themselves", function()
    local loop = { statements = {} }
    loop.statements[1] = { and_statement = loop }
    assert.matches("statements%[1%]%.and_statement.*nested too deeply",
      check("aws_cdk.aws_wafv2.CfnWebACL.AndStatementProperty", loop))
  end)
end)
