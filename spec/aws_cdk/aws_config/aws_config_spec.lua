-- Rules of AWS Config. The cases are twins of tools/golden/aws_config.js.
local cdk = require "aws_cdk"
local config = require "aws_cdk.aws_config"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local RuleScope, ResourceType = config.RuleScope, config.ResourceType
local CODE = { runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass" }

local cases = {}

function cases.rules(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local managed = config.ManagedRule(stack, "Managed", {
    identifier = config.ManagedRuleIdentifiers.ACM_CERTIFICATE_EXPIRATION_CHECK, config_rule_name = "named",
    description = "d", input_parameters = { days = 30, list = { "a" } },
    maximum_execution_frequency = config.MaximumExecutionFrequency.SIX_HOURS, rule_scope = RuleScope.from_tag("k", "v"),
    evaluation_modes = config.EvaluationMode.DETECTIVE_AND_PROACTIVE,
  })
  config.ManagedRule(stack, "Resources", {
    identifier = "X", rule_scope = RuleScope.from_resources { ResourceType.S3_BUCKET, ResourceType.of "AWS::X::Y" },
  })
  config.ManagedRule(stack, "Resource",
    { identifier = "X", rule_scope = RuleScope.from_resource(ResourceType.EC2_INSTANCE, "i-1") })
  config.ManagedRule(stack, "Tag", { identifier = "X", rule_scope = RuleScope.from_tag "k" })
  config.AccessKeysRotated(stack, "Keys")
  config.AccessKeysRotated(stack, "OldKeys", { max_age = cdk.Duration.days(30), description = "d" })
  config.CloudFormationStackDriftDetectionCheck(stack, "Drift")
  config.CloudFormationStackDriftDetectionCheck(stack, "OwnDrift", {
    own_stack_only = true,
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "config.amazonaws.com" }),
  })
  config.CloudFormationStackNotificationCheck(stack, "Notification")
  config.CloudFormationStackNotificationCheck(stack, "Topics",
    { topics = { sns.Topic(stack, "A"), sns.Topic(stack, "B") } })
  local fn = lambda.Function(stack, "Fn", CODE)
  local custom = config.CustomRule(stack, "Custom", {
    lambda_function = fn, configuration_changes = true, periodic = true,
    maximum_execution_frequency = config.MaximumExecutionFrequency.ONE_HOUR,
  })
  config.CustomRule(stack, "Periodic", {
    lambda_function = fn, periodic = true, rule_scope = RuleScope.from_resource(ResourceType.LAMBDA_FUNCTION),
  })
  config.CustomRule(stack, "Imported", {
    lambda_function =
      lambda.Function.from_function_arn(stack, "Other", "arn:aws:lambda:eu-west-1:111122223333:function:f"),
    configuration_changes = true,
  })
  config.CustomPolicy(stack, "Policy", {
    policy_text = "rule x {}", enable_debug_log = true, evaluation_modes = config.EvaluationMode.PROACTIVE,
    rule_scope = RuleScope.from_resources { ResourceType.DYNAMODB_TABLE },
  })
  local target = targets.SqsQueue(sqs.Queue(stack, "Queue"))
  managed:on_event("Event", { target = target })
  custom:on_compliance_change("Compliance", { target = target, description = "d" })
  config.ManagedRule.from_config_rule_name(stack, "ByName", "by-name"):on_re_evaluation_status("Again",
    { target = target })
  out("Name", managed.config_rule_name)
  out("Arn", managed.config_rule_arn)
  out("Id", custom.config_rule_id)
  out("Type", custom.config_rule_compliance_type)
  out("Ref", custom.config_rule_ref.config_rule_arn)
end

-- A function has one permission for all rules of an account and region.
function cases.functions_of_an_environment(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local fn = lambda.Function(stack, "Fn", CODE)
  config.CustomRule(stack, "One", { lambda_function = fn, configuration_changes = true })
  config.CustomRule(stack, "Two", { lambda_function = fn, periodic = true })
end

describe("aws_config", function()
  golden.check("aws_config", cases)

  it("refuses rules that are never evaluated, or have no text, or too much", function()
    local stack = cdk.Stack(cdk.App(), "S")
    refuses("a rule needs configuration_changes = true or periodic = true", config.CustomRule, stack, "Rule",
      { lambda_function = lambda.Function(stack, "Fn", CODE) })
    refuses("policy_text cannot be empty", config.CustomPolicy, stack, "Empty", { policy_text = "" })
    refuses("policy_text can have at most 10000 characters, got 10001", config.CustomPolicy, stack, "Long",
      { policy_text = ("é"):rep(10001) })
  end)

  it("refuses more topics than the check of notifications takes", function()
    local stack, topics = cdk.Stack(cdk.App(), "S"), {}
    for i = 1, 6 do topics[i] = sns.Topic(stack, "T" .. i) end
    refuses("there can be at most 5 topics, got 6", config.CloudFormationStackNotificationCheck, stack, "Check",
      { topics = topics })
  end)

  it("knows no ARN of an imported rule", function()
    local rule = config.CustomRule.from_config_rule_name(cdk.Stack(cdk.App(), "S"), "Rule", "r")
    assert.equal("r", rule.config_rule_ref.config_rule_name)
    refuses("an imported rule has no ARN", function() return rule.config_rule_ref.config_rule_arn end)
  end)
end)
