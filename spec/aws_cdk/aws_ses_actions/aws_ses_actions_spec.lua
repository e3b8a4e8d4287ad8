-- What receipt rules of Amazon SES do. The case is a twin of that in tools/golden/aws_ses_actions.js.
local actions = require "aws_cdk.aws_ses_actions"
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local ses = require "aws_cdk.aws_ses"
local sns = require "aws_cdk.aws_sns"

local ENV = { account = "111122223333", region = "eu-west-1" }
local ORGANIZATION = "arn:aws:workmail:eu-west-1:111122223333:organization/m-"
local FUNCTION = { runtime = lambda.Runtime.NODEJS_22_X, handler = "index.handler" }

local cases = {}

function cases.actions(app)
  local stack = cdk.Stack(app, "S")
  local topic = sns.Topic(stack, "Topic")
  local bucket = s3.Bucket(stack, "Bucket")
  local key = kms.Key(stack, "Key")
  local fn = lambda.Function(stack, "Function", {
    runtime = FUNCTION.runtime, handler = FUNCTION.handler, code = lambda.Code.from_inline "code",
  })
  local singleton = lambda.SingletonFunction(stack, "Singleton", {
    uuid = "u", runtime = FUNCTION.runtime, handler = FUNCTION.handler, code = lambda.Code.from_inline "code",
  })
  local rules = ses.ReceiptRuleSet(stack, "Rules")
  local BounceTemplate = actions.BounceTemplate
  rules:add_rule("Plain", { actions = {
    actions.AddHeader { name = "X-My-Header", value = "v" },
    actions.AddHeader { name = "A", value = cdk.CfnParameter(stack, "Value").value_as_string },
    actions.Sns { topic = topic }, actions.Sns { topic = topic, encoding = actions.EmailEncoding.BASE64 },
    actions.Stop(), actions.Stop { topic = topic },
    actions.WorkMail { organization_arn = ORGANIZATION .. "1" },
    actions.WorkMail { organization_arn = ORGANIZATION .. "2", topic = topic },
  } })
  local bounces = {}
  for i, template in ipairs {
    BounceTemplate.MAILBOX_DOES_NOT_EXIST, BounceTemplate.MAILBOX_FULL, BounceTemplate.MESSAGE_CONTENT_REJECTED,
    BounceTemplate.MESSAGE_TOO_LARGE, BounceTemplate.TEMPORARY_FAILURE,
    BounceTemplate { message = "m", smtp_reply_code = "500" },
  } do
    bounces[i] = actions.Bounce { sender = "a@example.com", template = template, topic = i == 1 and topic or nil }
  end
  rules:add_rule("Bounces", { actions = bounces })
  local Type = actions.LambdaInvocationType
  local call = actions.Lambda { ["function"] = fn, invocation_type = Type.REQUEST_RESPONSE, topic = topic }
  rules:add_rule("Calls", { actions = {
    call, actions.Lambda { ["function"] = fn, invocation_type = Type.EVENT },
    actions.Lambda { ["function"] = singleton },
  } })
  rules:add_rule("Again", { actions = { call } })
  rules:add_rule("Stores", { actions = {
    actions.S3 { bucket = bucket, kms_key = key, object_key_prefix = "emails/", topic = topic },
    actions.S3 { bucket = bucket },
  } })

  local other = cdk.Stack(app, "Other", { env = ENV })
  local others = ses.ReceiptRuleSet(other, "Rules")
  local l1 = ses.CfnReceiptRule(other, "L1", { rule_set_name = "r", rule = {} })
  local imported =
    lambda.Function.from_function_arn(other, "Function", "arn:aws:lambda:eu-west-1:444455556666:function:f")
  local here = lambda.Function.from_function_attributes(other, "Here", {
    function_arn = "arn:aws:lambda:eu-west-1:111122223333:function:g", same_environment = true,
  })
  others:add_rule("Rule", { actions = {
    actions.Lambda { ["function"] = imported }, actions.Lambda { ["function"] = here },
    actions.S3 { bucket = s3.Bucket.from_bucket_name(other, "Bucket", "bucket") },
    actions.S3 {
      bucket = s3.Bucket(other, "Own"), kms_key = kms.Alias.from_alias_name(other, "SesKey", "alias/aws/ses"),
    },
    actions.S3 {
      bucket = s3.Bucket(other, "Locked", { encryption_key = kms.Key(other, "Key") }),
      kms_key = kms.Key.from_key_arn(other, "Imported", "arn:aws:kms:eu-west-1:111122223333:key/k"),
    },
  } })
  l1.rule = { actions = {
    actions.Stop():bind(l1), actions.S3({ bucket = s3.Bucket(other, "Direct") }):bind(l1),
  } }
end

describe("aws_ses_actions", function()
  golden.check("aws_ses_actions", cases)

  it("refuses headers that e-mails do not have", function()
    local function refuses(text, name, value)
      local ok, message = pcall(actions.AddHeader, { name = name, value = value })
      assert.is_false(ok, text)
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
    for _, name in ipairs { "", "a b", ("x"):rep(51), cdk.Fn.import_value "name" } do
      refuses("the name of a header must have 1 to 50 letters, digits and -, got", name, "v")
    end
    for _, value in ipairs { "a\nb", "a\rb", ("x"):rep(2048), ("😀"):rep(1024) } do
      refuses("the value of a header must have at most 2047 characters and no line breaks", "n", value)
    end
    actions.AddHeader { name = ("x"):rep(50), value = ("😀"):rep(1023) .. "x" }
  end)

  it("warns of imported functions and buckets, to which it cannot add a permission", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local rule = ses.ReceiptRuleSet(stack, "Rules"):add_rule("Rule", { actions = {
      actions.Lambda { ["function"] = lambda.Function.from_function_arn(stack, "F",
        "arn:aws:lambda:eu-west-1:444455556666:function:f") },
      actions.S3 { bucket = s3.Bucket.from_bucket_name(stack, "B", "bucket") },
    } })
    local said = {}
    for i, entry in ipairs(rule.node.metadata) do said[i] = entry.data end
    assert.same({
      "the rule calls an imported function; make sure that SES may invoke it "
        .. "[ack: @aws-cdk/aws-ses-actions:lambdaAddInvokePermissions]",
      "the rule writes into an imported bucket; make sure that SES may write to it "
        .. "[ack: @aws-cdk/s3:AddBucketPermissions]",
    }, said)
  end)
end)
