-- Rules, inputs and buses. The cases are twins of tools/golden/aws_events.js.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local sqs = require "aws_cdk.aws_sqs"

local function target(more)
  return {
    bind = function()
      local config = { id = nil, arn = "arn:aws:x:eu-west-1:1:y" }
      for k, v in pairs(more or {}) do config[k] = v end
      return config
    end,
  }
end

local cases = {}

function cases.rules(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "events.amazonaws.com" })
  local rule = events.Rule(stack, "Rule", {
    rule_name = "mine", description = "d", enabled = false, role = role,
    event_pattern = { source = { "aws.s3" }, detail_type = { "a" }, detail = { bucket = { name = { "x" } } } },
  })
  rule:add_event_pattern {
    source = { "aws.ec2", "aws.s3" },
    detail = { bucket = { name = { "y" } }, n = events.Match.interval(1, 2) },
  }
  rule:add_target(target {
    role = role, dead_letter_config = { arn = "dlq" }, retry_policy = { maximum_retry_attempts = 2 },
  })
  rule:add_target(target { id = "Own", input = events.RuleTargetInput.from_event_path "$.detail" })
  events.Rule(stack, "Rate", { schedule = events.Schedule.rate(cdk.Duration.minutes(90)) })
  events.Rule(stack, "Day", { schedule = events.Schedule.rate(cdk.Duration.hours(24)) })
  events.Rule(stack, "Hours", { schedule = events.Schedule.rate(cdk.Duration.hours(5)) })
  events.Rule(stack, "Cron", { schedule = events.Schedule.cron { minute = "0", hour = "4", week_day = "MON-FRI" } })
  events.Rule(stack, "Every", { schedule = events.Schedule.cron { day = "1" } })
  events.Rule(stack, "Expression", { schedule = events.Schedule.expression "rate(1 minute)" })
  local empty = events.Rule(stack, "Empty", { event_pattern = { id = {}, account = {} } })
  empty:add_event_pattern { id = { "x" }, detail = {} }
  cdk.CfnOutput(stack, "Arn", { value = rule.rule_arn })
  cdk.CfnOutput(stack, "Name", { value = rule.rule_name })
  cdk.CfnOutput(stack, "Imported", {
    value = events.Rule.from_event_rule_arn(stack, "I", "arn:aws:events:eu-west-1:1:rule/r").rule_name,
  })
end

function cases.matches(app)
  local match = events.Match
  events.Rule(cdk.Stack(app, "S"), "Rule", {
    event_pattern = {
      region = match.any_of(match.prefix "eu-", match.exact_string "us-east-1"),
      detail = {
        a = match.null_value(), b = match.exists(), c = match.does_not_exist(), d = match.equals_ignore_case "x",
        e = match.suffix ".png", f = match.prefix_equals_ignore_case "A", g = match.suffix_equals_ignore_case "B",
        h = match.wildcard "a*b", i = match.cidr "10.0.0.0/24", j = match.ip_address_range "2001:db8::/32",
        k = match.anything_but("a", "b"), l = match.anything_but(1, 2), m = match.anything_but_prefix "x",
        n = match.anything_but_suffix("x", "y"), o = match.anything_but_wildcard "*x",
        p = match.anything_but_equals_ignore_case "z", q = match.greater_than(1), r = match.less_than_or_equal(2.5),
        s = match.equal(3), t = match.all_of(match.greater_than_or_equal(0), match.less_than(1)),
        u = match.any_of(match.equal(0), match.equal(10)),
      },
    },
  })
end

function cases.inputs(app)
  local stack = cdk.Stack(app, "S")
  local input, field = events.RuleTargetInput, events.EventField
  local rule = events.Rule(stack, "Rule", { schedule = events.Schedule.expression "rate(1 minute)" })
  local res = cdk.CfnResource(stack, "R", { type = "Custom::R" })
  for _, value in ipairs {
    input.from_text "plain",
    input.from_text("at " .. field.time .. " by " .. field.account),
    input.from_multiline_text("one \"q\"\ntwo " .. field.from_path "$.detail.x"),
    input.from_object { a = 1, b = { "x" }, c = res.ref },
  } do
    rule:add_target(target { input = value })
  end
  local second = events.Rule(stack, "Second", { schedule = events.Schedule.expression "rate(1 minute)" })
  second:add_target(target {
    input = input.from_object {
      source = field.source, text = "from " .. field.region, deep = { id = field.event_id, ref = res.ref },
      path = field.from_path "$.detail.a[0]",
    },
  })
end

function cases.buses(app)
  local stack = cdk.Stack(app, "S")
  local bus = events.EventBus(stack, "Bus", {
    event_bus_name = "b", description = "d", kms_key = kms.Key(stack, "Key"),
      dead_letter_queue = sqs.Queue(stack, "Queue"),
  })
  local plain = events.EventBus(stack, "Plain")
  events.EventBus(stack, "Partner", { event_source_name = "aws.partner/x/y" })
  bus:archive("Archive", {
    event_pattern = { account = { stack.account }, detail_type = { "x" } }, retention = cdk.Duration.days(3),
  })
  events.Archive(stack, "Keyed", {
    source_event_bus = plain, event_pattern = { source = { "a" } }, archive_name = "k",
      kms_key = kms.Key(stack, "ArchiveKey"),
  })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  bus:grant_put_events_to(role)
  plain:add_to_resource_policy(iam.PolicyStatement {
    sid = "me", actions = { "events:PutEvents" }, resources = { plain.event_bus_arn },
    principals = { iam.AccountRootPrincipal() },
  })
  events.EventBus.grant_all_put_events(role)
  local imported = events.EventBus.from_event_bus_name(stack, "ByName", "other")
  imported:grant_put_events_to(role)
  events.Rule(stack, "Rule", { event_bus = imported, event_pattern = { source = { "x" } } })
  cdk.CfnOutput(stack, "Arn", { value = bus.event_bus_arn })
  cdk.CfnOutput(stack, "Name", {
    value = events.EventBus.from_event_bus_arn(stack, "ByArn", "arn:aws:events:eu-west-1:1:event-bus/n").event_bus_name,
  })
end

function cases.across(app)
  local one = cdk.Stack(app, "One", { env = { account = "111111111111", region = "eu-west-1" } })
  local two = cdk.Stack(app, "Two", { env = { account = "222222222222", region = "us-east-1" } })
  local there = cdk.Resource:extend "There" (two, "There")
  cdk.CfnResource(there, "Resource", { type = "Custom::X" })
  local rule = events.Rule(one, "Rule", { event_pattern = { source = { "a" } }, description = "d" })
  rule:add_target(target { target_resource = there })
  rule:add_event_pattern { source = { "b" } }
end

function cases.left_out(app)
  local stack = cdk.Stack(app, "S")
  events.Archive(stack, "Archive", { event_pattern = {}, source_event_bus = events.EventBus(stack, "Bus") })
end

describe("aws_events", function()
  golden.check("aws_events", cases)

  it("keeps the order of ordered patterns; what is added comes last", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local rule = events.Rule(stack, "Rule", {
      event_pattern = engine.ordered("source", { "s" }, "detail", engine.ordered("z", { 1 }, "a", { 2 })),
    })
    rule:add_event_pattern(engine.ordered("account", { "1" }, "detail", engine.ordered("m", { 3 }, "a", { 4 })))
    assert.equal('{"source":["s"],"detail":{"z":[1],"a":[2,4],"m":[3]},"account":["1"]}',
      stack:resolve(stack:to_json_string(rule.node.default_child.event_pattern)))
  end)
end)
