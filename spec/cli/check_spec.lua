-- luacdk check: all mistakes of a script by file and line; nothing is written.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local SCRIPT = [[
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local stack = cdk.Stack(cdk.App(), "S")
lambda.CfnFunction(stack, "F", {
  code = { image_uri = "x" },
  role = "arn:aws:iam::123456789012:role/x",
  package_type = "Zap",
})
print "the script's own words"
]]

local GOOD = [[
local cdk = require "aws_cdk"
cdk.CfnOutput(cdk.Stack(cdk.App(), "S"), "O", { value = "x" })
]]

local folder
local function check(files, ...)
  folder = luacdk.folder(type(files) == "table" and files or { ["app.lua"] = files })
  return luacdk.run(folder, { "check", "app.lua", ... })
end
local function findings(...)
  local result = check(...)
  return assembly.parse_json(result.out).findings, result
end

after_each(function() luacdk.remove(folder) end)

describe("luacdk check", function()
  it("names the property's line, the construct, its logical id and the rule", function()
    local result = check(SCRIPT)
    assert.equal("app.lua:7: warning W3030: [S/F (F)] lambda.CfnFunction 'F': package_type: 'Zap' is not one of "
      .. "'Image', 'Zip'\n1 warning in 1 stack\n", result.out)
    assert.equal("the script's own words\n", result.err)
    assert.equal(0, result.status)
  end)

  it("writes nothing", function()
    check(SCRIPT)
    assert.same({ "app.lua" }, luacdk.list(folder))
  end)

  it("says in one line that all is well", function()
    local result = check(GOOD)
    assert.equal("no errors and no warnings in 1 stack\n", result.out)
    assert.equal("", result.err)
    assert.equal(0, result.status)
  end)

  it("says that a script makes no stack", function()
    assert.equal("app.lua makes no stack, so there is nothing to check\n", check("local x = 1").out)
  end)

  it("fails on errors, and with --fail-on warning on warnings", function()
    assert.equal(1, check(SCRIPT, "--fail-on", "warning").status)
    assert.equal(1, check(GOOD .. 'error "bad"').status)
    local refused = check(SCRIPT, "--fail-on", "info")
    assert.equal(2, refused.status)
    assert.truthy(refused.err:find("--fail-on needs error or warning, not 'info'", 1, true))
  end)

  it("tells annotations by their own ids", function()
    local list, result = findings([[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S")
cdk.Annotations.of(stack):add_warning_v2("my:id", "beware")
cdk.Annotations.of(stack):add_info("note")
cdk.Annotations.of(stack):add_error("bad")
]], "--format", "json")
    assert.same({ { "my:id", "warning", "beware", 3 }, { "luacdk::annotation", "info", "note", 4 },
      { "luacdk::annotation", "error", "bad", 5 } }, { { list[1].id, list[1].severity, list[1].message, list[1].line },
      { list[2].id, list[2].severity, list[2].message, list[2].line },
      { list[3].id, list[3].severity, list[3].message, list[3].line } })
    assert.equal(1, result.status)
  end)

  it("tells every failed validation", function()
    local list = findings([[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S")
for _, id in ipairs { "A", "B" } do
  cdk.CfnOutput(stack, id, { value = "x" }).node:add_validation { validate = function() return { id .. " is bad" } end }
end
]], "--format", "json")
    assert.same({ "A is bad", "B is bad" }, { list[1].message, list[2].message })
    assert.same({ "S/A", "luacdk::validation", 4 }, { list[1].path, list[1].id, list[1].line })
  end)

  it("warns of limits from 80 % on", function()
    local app = [[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S")
for i = 1, %d do cdk.CfnParameter(stack, "P" .. i) end
]]
    local list = findings(app:format(160), "--format", "json")
    assert.same({ "luacdk::limit-near", "warning", "the template has 161 of the 200 parameters that "
      .. "CloudFormation takes" },
      { list[1].id, list[1].severity, list[1].message })
    list = findings(app:format(201), "--format", "json")
    assert.same({ "F0003", "error" }, { list[1].id, list[1].severity })
    assert.same({}, findings(app:format(150), "--format", "json"))
  end)

  it("tells apart what is wrong and what would be right, at the property's line", function()
    local text = [[
local stack = cdk.Stack(cdk.App(), "S")
ec2.Vpc(stack, "V", {
  max_azs = 2,
  nat_gateways = 0,
  subnet_configuration = { { name = "a; -> b", subnet_type = ec2.SubnetType.PRIVATE_WITH_NAT } },
})
sqs.Queue(stack, "Q", {
  queue_name = "x; give it a name",
  fifo = true,
})
events.Schedule.cron { day = "1", week_day = "2" }
sqs.Queue(stack, "K", {
  encryption = sqs.QueueEncryption.SQS_MANAGED,
  encryption_master_key = kms.Key(stack, "Key"),
})
]]
    local told = {}
    for i, finding in ipairs(findings(text, "--format", "json")) do
      told[i] = { finding.line, finding.property or "-", finding.message, finding.fix }
    end
    assert.same({
      { 4, "nat_gateways", "PRIVATE_WITH_NAT subnets need a NAT gateway, and nat_gateways is 0",
        "make the subnets PUBLIC or PRIVATE_ISOLATED" },
      { 7, "-", "the name of a FIFO queue must end in '.fifo', got 'x; give it a name'" },
      { 11, "day", "day and week_day are mutually exclusive", "give one of them" },
      { 14, "encryption_master_key", "encryption_master_key cannot be given with encryption SQS_MANAGED",
        "use QueueEncryption.KMS" },
    }, told)
    luacdk.remove(folder)
    local text_out = check(text).out
    assert.matches("app.lua:4: error luacdk::refused: [S/V] PRIVATE_WITH_NAT subnets need a NAT gateway, and "
      .. "nat_gateways is 0: make the subnets PUBLIC or PRIVATE_ISOLATED\n", text_out, 1, true)
    assert.falsy(text_out:find("-> ", 1, true))
    luacdk.remove(folder)
    local result = assembly.parse_json(check(text, "--format", "sarif").out).runs[1].results[3]
    assert.equal("day and week_day are mutually exclusive\ngive one of them", result.message.text)
    assert.equal("give one of them", result.properties.fix)
    luacdk.remove(folder)
    assert.matches("::day and week_day are mutually exclusive%0Agive one of them\n",
      check(text, "--format", "github").out, 1, true)
    luacdk.remove(folder)
    folder = luacdk.folder { ["app.lua"] = text }
    assert.matches("app.lua:2: [S/V] PRIVATE_WITH_NAT subnets need a NAT gateway, and nat_gateways is 0: make the "
      .. "subnets PUBLIC or PRIVATE_ISOLATED\n", luacdk.run(folder, { "app.lua" }).err, 1, true)
  end)

  it("tells once how many resources a stack has, by the id of the rule", function()
    local many = [[
local stack = cdk.Stack(cdk.App(), "S")
for i = 1, tonumber(arg[1]) do sns.CfnTopic(stack, "T" .. i, {}) end
]]
    for count, expected in pairs {
      [399] = "no errors and no warnings in 1 stack\n",
      [400] = "app.lua:1: warning luacdk::limit-near: [S] the template has 400 of the 500 resources that "
        .. "CloudFormation takes\n1 warning in 1 stack\n",
      [501] = "app.lua:1: error F0007: [S] the stack 'S' has 501 resources, more than the allowed 500: "
        .. "AWS::SNS::Topic (501)\n1 error in 1 stack\n",
    } do
      assert.equal(expected, check(many, "--", tostring(count)).out)
      luacdk.remove(folder)
    end
    folder = luacdk.folder()
  end)

  it("tells the error of the script beside what was wrong before", function()
    local result = check(SCRIPT .. "local x = nil + 1\n")
    assert.truthy(result.out:find("app.lua:10: error luacdk::script: attempt to perform arithmetic", 1, true),
      result.out)
    assert.truthy(result.out:find("1 error, 1 warning in 1 stack\n", 1, true))
  end)

  describe("after a refused call", function()
    local BEGIN = [[
local cdk = require "aws_cdk"
local s3, sqs, lambda = require "aws_cdk.aws_s3", require "aws_cdk.aws_sqs", require "aws_cdk.aws_lambda"
local app = cdk.App()
local stack = cdk.Stack(app, "S")
]]
    local function messages(script)
      local list = {}
      for i, finding in ipairs((findings(BEGIN .. script, "--format", "json"))) do
        list[i] = ("%d %s %s"):format(finding.line, finding.path or "", finding.message)
      end
      return list
    end

    it("tells the mistakes of the following calls", function()
      assert.same({ "6 S/B s3.Bucket 'B': versioned: expected true or false, got the number 3",
        "9 S/F lambda.Function 'F': unknown property 'memory_sise'",
        "12 S/Q sqs.Queue:grant_send_messages: argument 1 (grantee): expected an iam.IGrantable, got the number 3" },
        messages [[
local b = s3.Bucket(stack, "B", {
  versioned = 3, })
local f = lambda.Function(stack, "F", { runtime = lambda.Runtime.NODEJS_22_X, handler = "x",
  code = lambda.Code.from_inline("x"),
  memory_sise = 3,
})
local q = sqs.Queue(stack, "Q")
q:grant_send_messages(3)
]])
    end)

    it("tells all mistakes of one call, each on its line", function()
      assert.same({ "6 S/F lambda.CfnFunction 'F': unknown property 'rol'",
        "7 S/F lambda.CfnFunction 'F': memory_size: 1 is out of bounds",
        "8 S/F lambda.CfnFunction 'F': code: unknown property 'zap'; lambda.CfnFunction.CodeProperty has no property "
          .. "with a similar name (if it is new, pass --no-schema-check)",
        "9 S/F lambda.CfnFunction 'F': environment.variables.A: expected a string, got true",
        "10 S/F lambda.CfnFunction 'F': environment.variables.B: expected a string, got false" }, messages [[
lambda.CfnFunction(stack, "F", {
  rol = "arn:aws:iam::123456789012:role/x",
  memory_size = 1,
  code = { zip_file = "x", zap = 1 },
  environment = { variables = { A = true,
    B = false } },
})
]])
    end)

    it("tells all wrong arguments of a method", function()
      assert.same({ "5 S/Q sqs.Queue:metric takes 2 arguments, got 3",
        "5 S/Q sqs.Queue:metric: argument 1 (metric_name): expected a string, got the number 3",
        "5 S/Q sqs.Queue:metric: unknown property 'statisticc'" },
        messages 'sqs.Queue(stack, "Q"):metric(3, { statisticc = "x" }, 4)')
    end)

    it("has an id and a category for each kind of mistake", function()
      local ids = {}
      for i, finding in ipairs((findings(BEGIN .. [[
sqs.Queue(stack, "Q", { fifoo = true, queue_name = 3 })
sqs.CfnQueue(stack, "R", { fifoo = true, queue_name = 3 })
lambda.CfnFunction(stack, "F", {})
sqs.Queue(stack, "U", {}, 3)
sqs.Queue(stack)
]], "--format", "json"))) do
        ids[i] = finding.line .. " " .. finding.category .. " " .. finding.id
      end
      assert.same({ "5 Call luacdk::unknown-property", "5 Call luacdk::type", "6 Schema F3002", "6 Schema F3012",
        "7 Schema F3003", "7 Schema F3003", "8 Call luacdk::arguments", "9 Call luacdk::type" }, ids)
    end)

    it("tells nothing that only follows", function()
      assert.same({ "5 S/B s3.Bucket 'B': versioned: expected true or false, got the number 3" }, messages [[
local b = s3.Bucket(stack, "B", { versioned = 3 })
b:add_lifecycle_rule { prefix = b.bucket_name .. "x" }
b.policy.document:add_statements(1 + b.bucket_name)
for _, rule in ipairs(b.policy.document) do rule() end
for _ in pairs(b.policy) do error "never" end
local child = cdk.Stack(b, "Child")
cdk.CfnOutput(child, "O", { value = b.bucket_arn, export_name = "x" .. b.bucket_name })
lambda.CfnFunction(stack, "F", { code = { s3_bucket = b.bucket_name }, role = b.bucket_arn })
local assembly = app:synth()
print(assembly.stacks[1].template.Resources, assembly:get_stack_by_name "S")
]])
    end)

    it("checks what is done with its result, as far as its class says", function()
      assert.same({ "5 S/B s3.Bucket 'B': versioned: expected true or false, got the number 3",
        "6  s3.Bucket has no member 'bucket_nam'",
        "7  s3.Bucket has no member 'add_lifecycle_rul'",
        "8  s3.Bucket:add_lifecycle_rule: unknown property 'prefixx'",
        "9  arn_for_objects is a method: write b:arn_for_objects(…), with a colon",
        "10  s3.Bucket has no member 'x'", "10  iam.Grant has no member 'apply_befor'",
        "11  'bucket_arn' of s3.Bucket is read-only",
        "12 S/Q sqs.Queue 'Q': dead_letter_queue.queue: expected an sqs.IQueue, got an instance of s3.Bucket" },
        messages [[
local b = s3.Bucket(stack, "B", { versioned = 3 })
print(b.bucket_nam)
b:add_lifecycle_rul { prefix = "x" }
b:add_lifecycle_rule { prefixx = "x" }
b.arn_for_objects("x")
b:grant_read(require "aws_cdk.aws_iam".Role(stack, "R", { assumed_by = b.x })):apply_befor()
b.bucket_arn = "x"
sqs.Queue(stack, "Q", { dead_letter_queue = { queue = b, max_receive_count = 3 } })
]])
    end)

    it("takes what is misspelt for what it resembles, and checks its parts", function()
      assert.same({ "5  s3 has no member 'Buckett'", "6 S/B s3.Bucket 'B': unknown property 'versionedd'",
        "7  s3.Bucket has no member 'add_cors_rul'", "8  s3.Bucket:add_cors_rule: unknown property 'allowed_originss'",
        "10 S/F lambda.CfnFunction 'F': unknown property 'environmen'",
        "11 S/F lambda.CfnFunction 'F': environmen.variables.A: expected a string, got true" }, messages [[
local b = s3.Buckett(stack, "B", {
  versionedd = true })
b:add_cors_rul {
  allowed_originss = {}, allowed_methods = {}, allowed_origins = {} }
lambda.CfnFunction(stack, "F", { code = { zip_file = "x" }, role = "arn:aws:iam::123456789012:role/x",
  environmen = {
    variables = { A = true } } })
]])
    end)

    it("goes on in the initialisers of classes that are given it, and after a refused assignment", function()
      assert.same({ "5  cdk has no member 'Appp'", "9  sqs.Queue 'Q': unknown property 'fifoo'",
        "14 S/Q delay_seconds: expected a number, got the string 'x'",
        "15 S/Q sqs.CfnQueue has no property 'delay_secs'" }, messages [[
local other = cdk.Appp()
local Mine = cdk.Stack:extend "Mine"
function Mine:init(scope, id)
  Mine.super.init(self, scope, id)
  self.queue = sqs.Queue(self, "Q", { fifoo = true })
  for i = 1, self.count do error "never" end
end
Mine(other, "M")
local queue = sqs.CfnQueue(stack, "Q")
queue.delay_seconds = "x"
queue.delay_secs = 3
]])
    end)

    it("judges the actions of statements that reach no template", function()
      assert.same({ "5  iam.PolicyStatement: unknown property 'resourcess'", "6 s3:GetObjet" }, (function()
        local list = messages [[
require "aws_cdk.aws_iam".PolicyStatement { resourcess = { "*" },
  actions = { "s3:GetObjet" } }
]]
        list[2] = list[2] and list[2]:gsub("^(%d+) .-'(.-)'.*", "%1 %2")
        return list
      end)())
    end)

    it("checks the other arguments of calls that are given its result", function()
      assert.same({ "5 S/B s3.Bucket 'B': versioned: expected true or false, got the number 3",
        "6 S/O cdk.CfnOutput 'O': value: expected a string, got the number 3" }, messages [[
local b = s3.Bucket(stack, "B", { versioned = 3 })
cdk.CfnOutput(stack, "O", { value = 3, export_name = b.bucket_name })
]])
    end)

    it("leaves nothing of a construct that failed half-way", function()
      local list = messages [[
lambda.Function(stack, "F", { runtime = lambda.Runtime.NODEJS_22_X, handler = "x",
  code = lambda.Code.from_asset("missing") })
sqs.Queue(stack, "F")
]]
      assert.equal(1, #list)
      assert.truthy(list[1]:find "missing")
    end)

    it("leaves errors to the script that catches them", function()
      assert.same({}, messages [[
assert(not pcall(s3.Bucket, stack, "A", { versioned = 3 }))
assert(not pcall(function() return s3.Bucket(stack, "B", { versioned = 3 }) end))
]])
    end)

    it("goes on in subclasses and definitions", function()
      assert.same({ "8 S/Q sqs.Queue 'Q': fifo: expected true or false, got the number 3",
        "9 S/R sqs.Queue 'R': fifo: expected true or false, got the number 4" }, messages [[
return cdk.template { name = "S", params = {}, build = function(stack)
  local x = 1
  local y = x
  sqs.Queue(stack, "Q", { fifo = y + 2 })
  sqs.Queue(stack, "R", { fifo = 4 })
end }
]])
    end)
  end)

  it("goes on after misspelt members of modules, classes, enumerations and objects", function()
    local list = {}
    for i, finding in ipairs((findings([[
local cdk = require "aws_cdk"
local s3, sqs, lambda = require "aws_cdk.aws_s3", require "aws_cdk.aws_sqs", require "aws_cdk.aws_lambda"
local stack = cdk.Stack(cdk.App(), "S")
s3.Buckt(stack, "B", {})
s3.Bucket.from_bucket_namee(stack, "C", "x"):grant_read(stack)
s3.Bucket(stack, "D", { encryption = s3.BucketEncryption.KMSS, versioned = 3 })
local queue = sqs.Queue(stack, "Q")
cdk.CfnOutput(stack, "O", { value = queue.queue_nam .. "x" })
queue:grant_sendd(stack)
assert(not pcall(function() return queue.nope end))
]], "--format", "json"))) do
      list[i] = ("%d %s %s"):format(finding.line, finding.id, finding.message)
    end
    assert.same({ "4 luacdk::member s3 has no member 'Buckt'",
      "5 luacdk::member s3.Bucket has no member 'from_bucket_namee'",
      "5 luacdk::type s3.IBucket:grant_read: argument 1 (identity): expected an iam.IGrantable, got an instance of "
        .. "cdk.Stack",
      "6 luacdk::member s3.BucketEncryption has no member 'KMSS'",
      "6 luacdk::type s3.Bucket 'D': versioned: expected true or false, got the number 3",
      "8 luacdk::member sqs.Queue has no member 'queue_nam'",
      "9 luacdk::member sqs.Queue has no member 'grant_sendd'" }, list)
  end)

  describe("leaves out", function()
    local APP = [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
sqs.CfnQueue(stack, "Q", { delay_seconds = 1000 })
%s
]]
    local CLEAN = "no errors and no warnings in 1 stack\n"

    it("rules named on the command line or in cdk.json", function()
      assert.matches("F3034", check(APP:format "").out)
      assert.equal(CLEAN, check(APP:format "", "--ignore", "W2531,F3034").out)
      assert.equal(CLEAN, check({ ["app.lua"] = APP:format "",
        ["cdk.json"] = '{ "app": "luacdk app.lua", "context": { "luacdk:ignore-rules": ["F3034"] } }' }).out)
    end)

    it("rules that a construct acknowledges, there and below", function()
      for _, id in ipairs { "F3034", "CloudFormation-Validate::F3034" } do
        assert.equal(CLEAN, check(APP:format(
          ('cdk.Validations.of(stack):acknowledge { id = "%s", reason = "known" }'):format(id))).out)
      end
      assert.matches("F3034", check(APP:format
        'cdk.Validations.of(cdk.CfnOutput(stack, "O", { value = "x" })):acknowledge { id = "F3034", reason = "" }').out)
    end)

    it("what the validator would find if CDK_VALIDATION is false, but not what the library refuses", function()
      folder = luacdk.folder { ["app.lua"] = APP:format 'sqs.CfnQueue(stack, "R", { delay_secs = 1 })' }
      local result = luacdk.run(folder, { "check", "app.lua", "--ignore", "F3002" },
        { env = { CDK_VALIDATION = "false" } })
      assert.falsy(result.out:find "F3034")
      assert.truthy(result.out:find("error F3002: [S/R] sqs.CfnQueue 'R': unknown property 'delay_secs'", 1, true),
        result.out)
    end)
  end)

  it("says which of these ids no rule has", function()
    folder = luacdk.folder { ["app.lua"] = GOOD, ["cdk.json"] =
      '{ "context": { "luacdk:ignore-rules": ["luacdk::code-siz", "W3010", "team::x", "F9999"] } }' }
    local result = luacdk.run(folder, { "check", "app.lua", "--ignore", "luacdk::mutable-tags,W2531" })
    assert.equal([[
app.lua: warning luacdk::ignore: --ignore names 'luacdk::mutable-tags', which is the id of no rule; ]]
      .. "did you mean 'luacdk::mutable-tag'?\n" .. [[
app.lua: warning luacdk::ignore: luacdk:ignore-rules names 'F9999', which is the id of no rule
app.lua: warning luacdk::ignore: luacdk:ignore-rules names 'luacdk::code-siz', which is the id of no rule; ]]
      .. "did you mean 'luacdk::code-size'?\n3 warnings in 1 stack\n", result.out)
  end)

  describe("with rules of one's own", function()
    local APP = [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
sqs.Queue(stack, "A")
sqs.CfnQueue(stack, "B", { queue_name = "x",
  delay_seconds = 3 })
]]
    local RULES = [[
return { { id = "team::queue", level = "warning", type = "AWS::SQS::Queue", text = "no name", fix = "give queue_name",
  check = function(resource, report)
    if not resource.properties.QueueName then report() end
    if resource.properties.DelaySeconds then report { property = "DelaySeconds", text = resource.path .. " waits" } end
  end } }
]]
    local function run(rules, app, ...)
      folder = luacdk.folder { ["app.lua"] = app or APP, ["rules.lua"] = rules }
      return luacdk.run(folder, { "check", "app.lua", "--rules", "rules.lua", ... })
    end

    it("tells what a file of them finds, on the property's line", function()
      assert.equal([[
app.lua:4: warning team::queue: [S/A/Resource (ACCC8ACD5)] no name; give queue_name
app.lua:6: warning team::queue: [S/B (B)] sqs.CfnQueue 'B': delay_seconds: S/B waits
2 warnings in 1 stack
]], run(RULES).out)
    end)

    it("finds the file in cdk.json, and silences rules like others", function()
      folder = luacdk.folder { ["app.lua"] = APP, ["rules.lua"] = RULES,
        ["cdk.json"] = '{ "context": { "luacdk:rules": ["rules.lua"] } }' }
      assert.matches("2 warnings in 1 stack", luacdk.run(folder, { "check", "app.lua" }).out)
      assert.equal("no errors and no warnings in 1 stack\n",
        luacdk.run(folder, { "check", "app.lua", "--ignore", "team::queue" }).out)
    end)

    it("says what is wrong with a file", function()
      for rules, message in pairs {
        ["return 1"] = "rules.lua must return a list of rules, got 1",
        ["return { { idd = 1 } }"] = "rules.lua: rule 1: unknown field 'idd'; did you mean 'id'?",
        ["return { { id = 'luacdk::x' } }"] = "rules.lua: rule 1: id must be of the form 'team::rule', where the first "
          .. "part is not 'luacdk', got 'luacdk::x'",
        ["return { { id = 'a::b', text = 'x', level = 'bad' } }"] = "rules.lua: rule 1: level must be 'error', "
          .. "'warning' or 'info', got 'bad'",
        ["return { { id = 'a::b', text = 'x', type = 'Queue', check = print } }"] = "rules.lua: rule 1: type must be a "
          .. "resource type such as 'AWS::S3::Bucket', or a list of them, got 'Queue'",
        ["return { { id = 'a::b', text = 'x', check = function(r) return r.nope.x end } }"] =
          "attempt to index a nil value (field 'nope')",
      } do
        local result = run(rules)
        assert.truthy(result.out:find(message, 1, true), result.out)
        assert.truthy(result.out:find("luacdk::rules", 1, true))
        assert.equal(1, result.status)
        luacdk.remove(folder)
      end
      folder = luacdk.folder()
    end)

    it("keeps them in the sandbox if the script is a definition", function()
      local definition = [[
local cdk = require "aws_cdk"
return cdk.template { name = "S", params = {}, build = function(stack)
  require "aws_cdk.aws_sqs".CfnQueue(stack, "Q", {})
end }]]
      assert.matches("no name", run(RULES, definition).out)
      luacdk.remove(folder)
      local rules = "local f = io.open '/etc/passwd' return { { id = 'a::b', text = tostring(f), check = "
        .. "function(_, report) report() end } }"
      local result = run(rules, definition)
      assert.falsy(result.out:find("file (0x", 1, true), result.out)
      luacdk.remove(folder)
      assert.matches("file %(0x", run(rules).out)
    end)

    it("tells what validation plug-ins find", function()
      local plugin = APP .. [[
local plugin = { name = "my tool" }
function plugin:validate(context)
  local text = assert(io.open(context.template_paths[1])):read "a"
  return { success = false, violations = { { rule_name = "waits", description = "a queue waits", severity = "warning",
    fix = "no delay", violating_resources = text:find "DelaySeconds" and { { resource_logical_id = "B",
      template_path = context.template_paths[1], locations = { "Properties.DelaySeconds" } } } or {} } } }
end
cdk.Validations.of(stack):add_plugins(plugin, { name = "broken", validate = function() error "no" end })
]]
      local result = check(plugin)
      assert.truthy(result.out:find("app.lua:5: warning my-tool::waits: [S/B (B)] a queue waits; no delay\n", 1, true),
        result.out)
      assert.truthy(result.out:find("error luacdk::plugin: validation plug-in 'broken' failed: app.lua:", 1, true),
        result.out)
      luacdk.remove(folder)
      assert.falsy(check(plugin, "--ignore", "my-tool::waits").out:find "waits")
      assert.same({ "app.lua" }, luacdk.list(folder))
    end)

    it("asks plug-ins of the app about the stacks of stages, and the library's own about nothing twice", function()
      local result = check [[
local app = cdk.App()
sqs.CfnQueue(cdk.Stack(cdk.Stage(app, "Stage"), "S"), "Q", { visibility_timeout = 50000 })
cdk.Validations.of(app):add_plugins(cdk.CloudFormationValidatePlugin(), {
  name = "tool",
  validate = function(_, context)
    return { success = true, violations = { { rule_name = "rule", severity = "info", violating_resources = {},
      description = #context.stack_templates .. " " .. context.stack_templates[1].stack_construct_path } } }
  end,
})
]]
      assert.matches("tool::rule: 1 Stage/S\n", result.out)
      assert.equal(1, select(2, result.out:gsub("F3034", "")))
    end)

    it("tells what validation plug-ins find in texts with tokens", function()
      local result = check(APP .. [[
cdk.Validations.of(stack):add_plugins { name = cdk.Aws.REGION, validate = function()
  return { success = false, violations = { { rule_name = "a", description = "in " .. cdk.Aws.REGION,
    severity = cdk.Aws.REGION, violating_resources = setmetatable({}, { __len = function() return 3 end }) } } }
end }
]])
      assert.matches("warning ${Token%[TOKEN%.%d+%]}::a: in ${Token%[TOKEN%.%d+%]}\n", result.out)
    end)
  end)

  it("tells at the line of an override what that has put into the template", function()
    local result = check [[
local stack = cdk.Stack(cdk.App(), "S")
local queue, role = sqs.CfnQueue(stack, "Q"), iam.CfnRole(stack, "R", { assume_role_policy_document = {} })
queue:add_property_override("DelaySeconds", "x")
queue:add_override("Properties.QueueName", cdk.Fn.ref "Nope")
role:add_property_deletion_override("AssumeRolePolicyDocument")
role:add_property_override("Policies", { { PolicyName = "p", PolicyDocument = { Statement = {
  { Effect = "Allow", Resource = "*", Action = "s3:GetObjct" } } } } })
queue:add_property_override("FifoQueue", true)
]]
    local lines = {}
    for line, id in result.out:gmatch "app.lua:(%d+): %a+ (%S+):" do lines[id] = tonumber(line) end
    assert.same({ F3012 = 3, F1020 = 4, F3003 = 5, ["luacdk::iam-action"] = 6 }, lines)
  end)

  it("tells nothing that only follows from an early end of the script", function()
    local script = [[
local stack = cdk.Stack(cdk.App(), "S")
events.Rule(stack, "Rule")
sqs.CfnQueue(stack, "Q", { queue_name = cdk.Fn.ref "Later", delay_seconds = 1000 })
local pipeline = codepipeline.Pipeline(stack, "P", { pipeline_type = codepipeline.PipelineType.V2 })
cdk.Validations.of(stack):add_plugins { name = "tool", validate = function()
  return { success = false, violations = { { rule_name = "r", description = "d", violating_resources = {} } } }
end }
%s
cdk.CfnParameter(stack, "Later")
]]
    local function ids(text)
      local list = {}
      for id in check(text).out:gmatch "app.lua:%d+: %a+ ([^%s:]+:?:?[^%s:]+):" do list[#list + 1] = id end
      return list
    end
    assert.same({ "F3034", "luacdk::script" }, ids(script:format "local x = nil + 1"))
    local whole = check(script:format "").out
    for _, id in ipairs { "luacdk::validation", "F3034", "F3058", "F3032", "tool::r" } do
      assert.truthy(whole:find(id .. ":", 1, true), id)
    end
  end)

  it("lists its rules", function()
    local result = luacdk.run(luacdk.folder {}, { "check", "--list" })
    assert.matches("F3034 +error +Schema +a number that is out of bounds\n", result.out)
    local ids, rules = {}, require "luacdk.check.rules"
    for _, rule in ipairs(rules.all()) do
      assert.is_nil(ids[rule.id])
      ids[rule.id] = true
      assert.truthy(rule.wrong and ({ error = 1, warning = 1, info = 1 })[rule.severity])
    end
  end)

  describe("with references to what is not there", function()
    local function messages(script)
      local list = {}
      for i, finding in ipairs((findings([[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
]] .. script, "--format", "json"))) do
        assert.equal("error", finding.severity)
        list[i] = ("%d %s %s %s%s"):format(finding.line, finding.logicalId or "", finding.id, finding.message,
          finding.fix and "; " .. finding.fix or "")
      end
      return list
    end

    -- Ids: tools/check/validator.js
    it("names the property's line, the rule of AWS's validator and the nearest logical id", function()
      assert.same({
        "5 A F1020 sqs.CfnQueue 'A': queue_name: Ref: the template has no resource or parameter 'Bb'; "
          .. "did you mean 'B'?",
        "7 B E9004 sqs.CfnQueue 'B': queue_name: Fn::GetAtt: AWS::SQS::Queue has no attribute 'Arnn'",
        "8 B F1018 sqs.CfnQueue 'B': tags[1].value: Fn::Sub: the template has no resource or parameter 'Ccc.Arn'",
        "9 O F6101 Ref: the template has no resource or parameter 'Q'",
        "10 P F1012 the template has no mapping 'M'",
        "11 Cc4C2DBA64 E1028 sqs.Queue 'Cc': queue_name: the template has no condition 'Nope'",
        "12 Cc4C2DBA64 E3005 DependsOn: the template has no resource 'Zap'",
      }, messages [[
sqs.CfnQueue(stack, "A", { delay_seconds = 1,
  queue_name = cdk.Fn.ref "Bb",
})
sqs.CfnQueue(stack, "B", { queue_name = cdk.Fn.get_att("A", "Arnn"),
  tags = { { key = "k", value = cdk.Fn.sub "${AWS::Region} ${!x} ${A} ${Ccc.Arn}" } } })
cdk.CfnOutput(stack, "O", { value = cdk.Fn.ref "Q" })
cdk.CfnOutput(stack, "P", { value = cdk.Fn.find_in_map("M", "a", "b") })
local queue = sqs.Queue(stack, "Cc", { queue_name = cdk.Fn.condition_if("Nope", "x", "y") })
queue.node.default_child:add_override("DependsOn", "Zap")
]])
    end)

    it("finds circles once", function()
      assert.same({ "4 A F3004 resources wait for each other in a circle: A → B → A",
        "5 C F3004 the resource waits for itself" }, messages [[
for _, id in ipairs { "A", "B" } do sqs.CfnQueue(stack, id, { queue_name = cdk.Fn.ref(id == "A" and "B" or "A") }) end
sqs.CfnQueue(stack, "C", { queue_name = cdk.Fn.ref "C" })
]])
    end)

    it("does not judge templates that a transform completes", function()
      assert.same({}, messages [[
stack:add_transform "AWS::Serverless-2016-10-31"
sqs.CfnQueue(stack, "A", { queue_name = cdk.Fn.ref "Made" })
]])
    end)
  end)

  describe("with IAM actions that do not exist", function()
    local BEGIN = [[
local cdk = require "aws_cdk"
local iam, logs = require "aws_cdk.aws_iam", require "aws_cdk.aws_logs"
local stack = cdk.Stack(cdk.App(), "S")
local role = iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal("lambda.amazonaws.com") })
]]
    local function messages(script)
      local list = {}
      for i, finding in ipairs((findings(BEGIN .. script, "--format", "json"))) do
        assert.same({ "luacdk::iam-action", "warning", "IAM" }, { finding.id, finding.severity, finding.category })
        list[i] = ("%d %s %s"):format(finding.line, finding.logicalId,
          finding.message:gsub("%d%d%d%d%-%d%d%-%d%d", "DATE")) .. (finding.fix and "; " .. finding.fix or "")
      end
      return list
    end

    it("names the line of the statement, the date of the data and the nearest action", function()
      assert.same({
        "6 RDefaultPolicy0707467B 's3:GetObjet': as of DATE, s3 has no such action; did you mean 's3:GetObject'?",
        "9 RDefaultPolicy0707467B 'sqs:SendMesage': as of DATE, sqs has no such action; "
          .. "did you mean 'sqs:SendMessage'?",
        "10 RDefaultPolicy0707467B 'ss3:x': as of DATE, no service has the prefix 'ss3'; did you mean 's3:x'?",
      }, messages [[
role:add_to_policy(iam.PolicyStatement { resources = { "*" },
  actions = { "s3:GetObjet", "S3:getobject", "*", "s3:*", cdk.Aws.REGION .. ":x" },
})
local statement = iam.PolicyStatement { resources = { "*" },
  not_actions = { "sqs:SendMesage" } }
statement:add_not_actions("ss3:x")
role:add_to_policy(statement)
]])
    end)

    it("finds wildcards that match nothing", function()
      assert.same({
        "6 RDefaultPolicy0707467B 's3:Gett*': as of DATE, no action of s3 matches; did you mean 's3:Get*'?",
      }, messages [[
role:add_to_policy(iam.PolicyStatement { resources = { "*" },
  actions = { "s3:Get*", "s3:*Object", "s3:Gett*" } })
]])
    end)

    it("matches wildcards of which there are many", function() -- without an end if each may stand for anything
      assert.same({ "5 P 'ec2:" .. ("*?"):rep(40) .. "qq': as of DATE, no action of ec2 matches" }, messages [[
iam.CfnPolicy(stack, "P", { policy_name = "x", roles = { "r" }, policy_document = { Statement = {
  { Effect = "Allow", Action = "ec2:" .. ("*?"):rep(40) .. "qq", Resource = "*" },
  { Effect = "Allow", Action = { "s3:?etObject", "s3:g*o*ject", "s3:Get**", "s3:*" }, Resource = "*" } } } })
]])
    end)

    it("reads policies of L1 resources, also those that are texts", function()
      assert.same({ "5 P 'sqs:SendMesage': as of DATE, sqs has no such action; did you mean 'sqs:SendMessage'?",
        "7 L 'logs:PutLogEvent': as of DATE, logs has no such action; did you mean 'logs:PutLogEvents'?" }, messages [[
iam.CfnPolicy(stack, "P", { policy_name = "x", roles = { "r" }, policy_document = {
  Statement = { { Effect = "Allow", Action = "sqs:SendMesage", Resource = "*" } } } })
logs.CfnResourcePolicy(stack, "L", { policy_name = "y",
  policy_document = '{"Statement":[{"Effect":"Allow","Action":["logs:PutLogEvent"]}]}' })
]])
    end)

    it("finds none in what the library makes", function()
      assert.same({}, messages [[require "aws_cdk.aws_s3".Bucket(stack, "B"):grant_read_write(role)]])
    end)
  end)

  describe("with properties that do not go together", function()
    local function messages(script)
      local list = {}
      for i, finding in ipairs((findings([[
local cdk = require "aws_cdk"
local cloudwatch, s3, sqs = require "aws_cdk.aws_cloudwatch", require "aws_cdk.aws_s3", require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
]] .. script, "--format", "json"))) do
        assert.equal("error", finding.severity)
        list[i] = ("%d %s %s %s%s"):format(finding.line, finding.id, finding.property or "-", finding.message,
          finding.fix and "; " .. finding.fix or "")
      end
      return list
    end

    it("names the property's line, the properties as the script has them, and what would be right", function()
      assert.same({
        "4 F3014 - cloudwatch.CfnAlarm 'A': 'metrics' and 'metric_name' cannot be combined; keep one of them",
        "6 F3020 metric_name cloudwatch.CfnAlarm 'A': metric_name: 'metric_name' cannot be combined with 'metrics'; "
          .. "leave out one of them",
        "11 F3017 kms_master_key_id sqs.CfnQueue 'Q': kms_master_key_id: it has none of the forms that CloudFormation "
          .. "expects: 'a key' is no AWS::KMS::Key.Arn",
      }, messages [[
cloudwatch.CfnAlarm(stack, "A", { comparison_operator = "GreaterThanThreshold", evaluation_periods = 1,
  threshold = 1,
  metric_name = "M",
  metrics = { { id = "m1", expression = "1" } },
})
sqs.CfnQueue(stack, "Q", {
  delay_seconds = 1,
  kms_master_key_id = "a key",
})
]])
    end)

    it("looks at overrides, at resources of any class, and into lists", function()
      assert.same({
        "5 F3003 Properties.VersioningConfiguration VersioningConfiguration: the required property 'Status' is "
          .. "missing; add 'Status'",
        "5 F3002 Properties.VersioningConfiguration.Statuss VersioningConfiguration.Statuss: CloudFormation has no "
          .. "property 'Statuss' there; did you mean 'Status'?",
        "6 F3003 properties.Tags[1] cdk.CfnResource 'R': properties.Tags[1]: the required property 'Value' is missing; "
          .. "add 'Value'",
        "6 F3012 properties.Tags[2] cdk.CfnResource 'R': properties.Tags[2]: it must be a map, got 'x'",
      }, messages [[
local bucket = s3.Bucket(stack, "B")
bucket.node.default_child:add_property_override("VersioningConfiguration", { Statuss = "Enabled" })
cdk.CfnResource(stack, "R", { type = "AWS::SQS::Queue", properties = { Tags = { { Key = "k" }, "x" } } })
]])
    end)

    it("judges values as at the call, also those that no class has seen, and tells each once", function()
      local function said(script)
        local list = {}
        for i, finding in ipairs((findings([[
local cdk = require "aws_cdk"
local s3, sqs = require "aws_cdk.aws_s3", require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
]] .. script, "--format", "json"))) do
          list[i] = ("%d %s %s"):format(finding.line, finding.id, finding.message)
        end
        return list
      end
      assert.same({
        "4 W3030 s3.CfnBucket 'B': versioning_configuration.status: 'Enable' is not known to CloudFormation",
        "5 F3034 sqs.CfnQueue 'Q': delay_seconds: 1000 is out of bounds",
        "6 F3034 message_retention_period: 1 is out of bounds",
        "8 F3031 cdk.CfnResource 'R': properties.BucketName: 'X_Y' does not match ^([a-z0-9][a-z0-9.-]*[a-z0-9])?$",
        "9 F3037 cdk.CfnResource 'E': properties.RouteTableIds: it has equal items",
      }, said [[
s3.CfnBucket(stack, "B", { versioning_configuration = { status = "Enable" } })
local queue = sqs.CfnQueue(stack, "Q", { delay_seconds = 1000 })
queue.message_retention_period = 1
queue:add_property_override("DelaySeconds", 1000)
cdk.CfnResource(stack, "R", { type = "AWS::S3::Bucket", properties = { BucketName = "X_Y" } })
cdk.CfnResource(stack, "E", { type = "AWS::EC2::VPCEndpoint", properties = { RouteTableIds = { "rtb-1", "rtb-1" },
  ServiceName = "s", VpcId = "vpc-12345678" } })
]])
      -- Of a text that a function makes, the validator knows whether it is a listed one, and no more.
      assert.same({
        "6 W3030 s3.CfnBucket 'B': versioning_configuration.status: 'x' is not one of 'Enabled', 'Suspended'",
      }, said [[
local bucket = s3.CfnBucket(stack, "B", {})
bucket:add_property_override("BucketName", { ["Fn::Sub"] = "X_Y" })
bucket:add_property_override("VersioningConfiguration", { Status = { ["Fn::Sub"] = "x" } })
]])
    end)

    it("lets values pass that are known at deployment only", function()
      assert.same({}, messages [[
local given = cdk.CfnParameter(stack, "P").value_as_string
local old = cdk.CfnCondition(stack, "Old", { expression = cdk.Fn.condition_equals(given, "old") })
sqs.CfnQueue(stack, "Q", { kms_master_key_id = given })
cloudwatch.CfnAlarm(stack, "A", { comparison_operator = "GreaterThanThreshold", evaluation_periods = 1,
  metric_name = cdk.Fn.condition_if("Old", "M", cdk.Aws.NO_VALUE), threshold = 1,
  metrics = cdk.Fn.condition_if("Old", cdk.Aws.NO_VALUE, { { Id = "m1", Expression = "1" } }),
})
]])
    end)

    it("shows values as they are, also those that are a property's name elsewhere", function()
      assert.same({
        "4 F3017 kms_master_key_id sqs.CfnQueue 'Q': kms_master_key_id: it has none of the forms that CloudFormation "
          .. "expects: 'QueueName' is no AWS::KMS::Key.Arn",
        "5 E3019 bucket_name s3.CfnBucket 'B': bucket_name: 'Tags' has the same 'bucket_name', which must be unique",
        "6 E3019 bucket_name s3.CfnBucket 'Tags': bucket_name: 'B' has the same 'bucket_name', which must be unique",
        "7 F3012 properties.Tags cdk.CfnResource 'R': properties.Tags: it must be a list, got 'Tags'",
      }, messages [[
sqs.CfnQueue(stack, "Q", { kms_master_key_id = "QueueName" })
s3.CfnBucket(stack, "B", { bucket_name = "my-bucket" })
s3.CfnBucket(stack, "Tags", { bucket_name = "my-bucket" })
cdk.CfnResource(stack, "R", { type = "AWS::SQS::Queue", properties = { Tags = "Tags" } })
]])
    end)

    it("names the properties of which one is needed", function()
      assert.same({ "4 F3014 - ec2.CfnVPC 'V': it needs 'cidr_block' or 'ipv4_ipam_pool_id'; add one of them" },
        messages 'require "aws_cdk.aws_ec2".CfnVPC(stack, "V", {})')
    end)

    it("tells resources that have the same name", function()
      assert.same({
        "4 E3019 bucket_name s3.CfnBucket 'B': bucket_name: 'C' has the same 'bucket_name', which must be unique",
        "5 E3019 bucket_name s3.CfnBucket 'C': bucket_name: 'B' has the same 'bucket_name', which must be unique",
      }, messages [[
s3.CfnBucket(stack, "B", { bucket_name = "my-bucket" })
s3.CfnBucket(stack, "C", { bucket_name = "my-bucket" })
]])
    end)
  end)

  describe("of a function's code", function()
    local function messages(files, arguments, prepare, line)
      files["app.lua"] = ([[
local cdk = require "aws_cdk"
local lambda, ecr = require "aws_cdk.aws_lambda", require "aws_cdk.aws_ecr"
local stack = cdk.Stack(cdk.App(), "S")
local repository = ecr.Repository(stack, "Repository")
lambda.%s
]]):format(arguments)
      folder = luacdk.folder(files)
      assert(os.execute(("chmod -R u=rwX,go=rX '%s'"):format(folder))) -- whatever the umask is
      if prepare then assert(os.execute(("cd '%s' && %s"):format(folder, prepare))) end
      local list = {}
      for i, finding in ipairs(assembly.parse_json(luacdk.run(folder, { "check", "app.lua", "--format", "json" }).out)
        .findings) do
        assert.same({ "S/F", line or 5, "Code" }, { finding.path, finding.line, finding.category })
        list[i] = ("%s %s %s"):format(finding.id, finding.severity, finding.message)
      end
      return list
    end
    local function of(handler, runtime)
      return ([[Function(stack, "F", { code = lambda.Code.from_asset("code", { asset_hash = "x" }), handler = "%s",
  runtime = lambda.Runtime.%s })]]):format(handler, runtime)
    end

    it("finds handlers without a file", function()
      assert.same({ "luacdk::code-handler error the code has no file for the handler 'indx.handler'" },
        messages({ ["code/index.js"] = "x" }, of("indx.handler", "NODEJS_22_X")))
      for file, function_ in pairs { ["src/index.mjs"] = of("src/index.handler", "NODEJS_22_X"),
        ["src/app.py"] = of("src.app.main", "PYTHON_3_12"), ["app.rb"] = of("app.M.run", "RUBY_3_3") } do
        luacdk.remove(folder)
        assert.same({}, messages({ ["code/" .. file] = "x" }, function_))
      end
    end)

    it("does not judge what a command has yet to write", function() -- nothing is run by a check
      assert.same({}, messages({ ["code/old.js"] = "x" }, [[
Function(stack, "F", { code = lambda.Code.from_custom_command("code", { "touch", "code/index.js" }),
  handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X })]]))
    end)

    it("does not follow links to folders around them", function() -- with two of them, there are 2^40 paths
      assert.same({}, messages({ ["code/index.js"] = "x" }, of("index.handler", "NODEJS_22_X"),
        "ln -s . code/one; ln -s ../code code/two"))
    end)

    it("finds a bootstrap that is missing, cannot be executed or has a Windows shebang", function()
      assert.same({ "luacdk::code-bootstrap error the code has no file 'bootstrap', which a provided runtime starts" },
        messages({ ["code/x"] = "x" }, of("x", "PROVIDED_AL2023")))
      luacdk.remove(folder)
      assert.same({
        "luacdk::code-crlf error the first line of 'bootstrap' ends with CR LF, so Linux does not find its interpreter",
        "luacdk::code-bootstrap error 'bootstrap' is not executable, so the runtime cannot start it",
      }, messages({ ["code/bootstrap"] = "#!/bin/sh\r\n" }, of("x", "PROVIDED_AL2023")))
      luacdk.remove(folder)
      assert.same({}, messages({ ["code/bootstrap"] = "#!/bin/sh\n" }, of("x", "PROVIDED_AL2023"),
        "chmod 755 code/bootstrap"))
    end)

    it("finds files that Lambda cannot read, and more than 250 MB", function()
      assert.same({ "luacdk::code-unreadable warning Lambda cannot read 'index.js'" },
        messages({ ["code/index.js"] = "x" }, of("index.handler", "NODEJS_22_X"), "chmod 600 code/index.js"))
      luacdk.remove(folder)
      assert.same({ "luacdk::code-size error the code has 251.0 MB unzipped" },
        messages({ ["code/index.js"] = "x" }, of("index.handler", "NODEJS_22_X"), "truncate -s 251M code/index.js"))
    end)

    it("counts the layers of a function, too", function()
      local function with(size)
        return messages({ ["code/index.js"] = "x", ["layer/x"] = "x" }, [[LayerVersion(stack, "L", {
  code = lambda.Code.from_asset("layer", { asset_hash = "x" }) })
local f = lambda.Function(stack, "F", { code = lambda.Code.from_asset("code", { asset_hash = "x" }),
  handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X })
f:add_layers(stack.node:find_child "L", lambda.LayerVersion.from_layer_version_arn(stack, "I",
  "arn:aws:lambda:us-east-1:123456789012:layer:i:1"))]],
          "truncate -s 200M code/index.js; truncate -s " .. size .. " layer/x", 7)
      end
      assert.same({ "luacdk::code-size error the code and its layers have 251.0 MB unzipped" }, with "51M")
      luacdk.remove(folder)
      assert.same({}, with "49M")
    end)

    it("finds images that may change or have no platform", function()
      local image = 'Function(stack, "F", { code = lambda.Code.%s, handler = lambda.Handler.FROM_IMAGE, '
        .. 'runtime = lambda.Runtime.FROM_IMAGE })'
      assert.same({
        "luacdk::mutable-tag warning the image has neither tag nor digest, so 'latest' is taken, and what runs depends "
          .. "on when it was deployed",
      }, messages({}, image:format "from_ecr_image(repository)"))
      luacdk.remove(folder)
      assert.same({}, messages({}, image:format 'from_ecr_image(repository, { tag_or_digest = "v1" })'))
      luacdk.remove(folder)
      assert.same({
        "luacdk::image-platform warning the image is built for the platform of the machine that builds it, which may "
          .. "not be the function's",
      }, messages({ ["code/Dockerfile"] = "FROM scratch\n" }, image:format 'from_asset_image("code")'))
    end)
  end)

  it("tells syntax errors", function()
    local result = check("local = 1\n")
    assert.truthy(result.out:find("^app.lua:1: error luacdk::script: "), result.out)
    assert.equal(1, result.status)
  end)

  it("says that there is no such file", function()
    folder = luacdk.folder {}
    local result = luacdk.run(folder, { "check", "app.lua" })
    assert.equal("cannot open app.lua: No such file or directory\n", result.err)
    assert.equal(1, result.status)
  end)

  it("says once what is wrong at one place of several constructs", function()
    local list = findings([[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S")
for i = 1, 3 do cdk.Annotations.of(cdk.CfnOutput(stack, "O" .. i, { value = "x" })):add_warning("beware") end
]], "--format", "json")
    assert.equal(1, #list)
    assert.same({ "S/O2", "S/O3" }, list[1].alsoAt)
  end)

  it("gives others the findings about an app as rows", function()
    folder = luacdk.folder { ["app.lua"] = [[
local cdk = require "aws_cdk"
local app = cdk.App()
require "aws_cdk.aws_sqs".CfnQueue(cdk.Stack(app, "S"), "Q", { delay_seconds = 1000 })
for _, row in ipairs(require "luacdk.check.findings".of_app(app)) do
  io.write(row.id, " ", row.level, " ", row.path, " ", row.line, " ", row.message, "; ", row.fix)
end
]] }
    assert.equal("F3034 error S/Q 3 sqs.CfnQueue 'Q': delay_seconds: 1000 is out of bounds; it must be 0 to 900",
      luacdk.run(folder, { "synth", "app.lua", "-q" }).out)
  end)

  it("prints SARIF", function()
    local result = assembly.parse_json(check(SCRIPT, "--format", "sarif").out)
    local finding = result.runs[1].results[1]
    assert.same({ "2.1.0", "W3030", "warning", "app.lua", 7, "S/F" }, { result.version, finding.ruleId,
      finding.level, finding.locations[1].physicalLocation.artifactLocation.uri,
      finding.locations[1].physicalLocation.region.startLine,
      finding.locations[1].logicalLocations[1].fullyQualifiedName })
    assert.same({}, assembly.parse_json(check(GOOD, "--format", "sarif").out).runs[1].results)
  end)

  it("prints GitHub's commands, of which no message can make more", function()
    assert.equal("::warning file=app.lua,line=7,title=W3030::[S/F (F)] lambda.CfnFunction 'F': "
      .. "package_type: 'Zap' is not one of 'Image', 'Zip'\n", check(SCRIPT, "--format", "github").out)
    local _, lines = check(GOOD .. 'error "a\\n::error::b"', "--format", "github").out:gsub("\n", "")
    assert.equal(1, lines)
  end)

  it("does not let messages control a terminal", function()
    for _, format in ipairs { "text", "json", "sarif", "github" } do
      local out = check(GOOD .. 'error "a\\27[2Jb\\u{9b}2J"', "--format", format).out
      assert.falsy(out:find "\27" or out:find "\xC2\x9B", format)
    end
  end)

  it("checks each cell of a definition", function()
    local result = check([[
local cdk = require "aws_cdk"
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function(scope)
    if scope.stack_name == "s-b" then error "not here" end
    cdk.Annotations.of(scope):add_warning("in " .. scope.stack_name)
  end },
  env = { "a", "b", "c" },
}
]])
    assert.truthy(result.out:find("app.lua:4: error luacdk::definition: cell env=b: not here\n", 1, true),
      result.out)
    assert.truthy(result.out:find("warning luacdk::annotation: [s-a] in s-a", 1, true), result.out)
    assert.truthy(result.out:find("warning luacdk::annotation: [s-c] in s-c", 1, true), result.out)
    assert.same({ "app.lua" }, luacdk.list(folder))
  end)

  it("takes values for a definition", function()
    local definition = [[
local cdk = require "aws_cdk"
return cdk.template { name = "s", params = { size = { type = "integer", default = 1 } }, build = function(scope, p)
  if p.size > 1 then cdk.Annotations.of(scope):add_error("too large") end
end }
]]
    assert.equal(0, check(definition).status)
    assert.truthy(check(definition, "--set", "size=2").out:find("error luacdk::annotation: [s] too large", 1, true))
    assert.truthy(check(definition, "--set", "size=x").out:find("error luacdk::definition: ", 1, true))
    assert.truthy(check(GOOD, "--set", "size=2").out:find("does not return a definition", 1, true))
  end)

  it("gives the script its arguments and context", function()
    local script = 'require "aws_cdk".App(); error(arg[1] .. require "aws_cdk".App().node:try_get_context "k")'
    assert.truthy(check(script, "-c", "k=v", "--", "word").out:find("error luacdk::script: wordv", 1, true))
  end)
end)
