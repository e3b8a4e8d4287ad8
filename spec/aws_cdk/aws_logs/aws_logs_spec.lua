-- Log groups and what belongs to them. The cases are twins of tools/golden/aws_logs.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"

local P = logs.FilterPattern
local cases = {}

local function output(stack, id, value) cdk.CfnOutput(stack, id, { value = value }) end

function cases.log_group_plain(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  output(stack, "Arn", group.log_group_arn)
  output(stack, "Name", group.log_group_name)
end

function cases.log_group_all_properties(app)
  local stack = cdk.Stack(app, "S")
  local audit = logs.LogGroup(stack, "Audit", { retention = logs.RetentionDays.INFINITE })
  logs.LogGroup(stack, "Group", {
    log_group_name = "/app/main",
    retention = logs.RetentionDays.ONE_WEEK,
    encryption_key = kms.Key(stack, "Key"),
    log_group_class = logs.LogGroupClass.STANDARD,
    removal_policy = cdk.RemovalPolicy.DESTROY,
    deletion_protection_enabled = true,
    field_index_policies = { logs.FieldIndexPolicy { fields = { "requestId", "transactionId" } } },
    data_protection_policy = logs.DataProtectionPolicy {
      name = "policy",
      description = "described",
      identifiers = {
        logs.DataIdentifier.DRIVERSLICENSE_US, logs.DataIdentifier "EmailAddress",
        logs.CustomDataIdentifier("EmployeeId", [[EmployeeId-\d{9}]]),
      },
      log_group_audit_destination = audit,
      delivery_stream_name_audit_destination = "stream",
    },
  })
  logs.LogGroup(stack, "Delivery", { log_group_class = logs.LogGroupClass.DELIVERY })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  group:grant_write(role)
  group:grant_read(role)
  group:grant(role, "logs:DescribeQueries")
  group:grant_write(iam.ServicePrincipal "es.amazonaws.com")
  group:add_to_resource_policy(iam.PolicyStatement {
    actions = { "logs:PutLogEvents" }, resources = { "*" },
    principals = { iam.ArnPrincipal "arn:aws:iam::123456789012:user/u" },
  })
  logs.LogGroup.from_log_group_name(stack, "Named", "my-group:*"):grant_write(role)
  local by_arn = logs.LogGroup.from_log_group_arn(stack, "ByArn",
    "arn:aws:logs:us-east-1:123456789012:log-group:by-arn")
  by_arn:grant_read(role)
  by_arn:add_stream("Stream", { log_stream_name = "named" })
end

function cases.filters(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  local patterns = {
    P.literal "[a, b]", P.all_events(), P.all_terms("one", 'a "b" \\c'), P.any_term("x", "y"),
    P.any_term_group({ "a", "b" }, { "c" }), P.string_value("$.a", "==", "v*"), P.number_value("$.n", ">=", 4.5),
    P.regex_value("$.r", "=", "^a.*"), P.is_null "$.z", P.not_exists "$.y", P.exists "$.x",
    P.boolean_value("$.b", true),
    P.all(P.exists "$.x", P.any(P.number_value("$.n", "<", 3), P.boolean_value("$.b", false))),
    P.space_delimited("time", "...", "status"):where_string("time", "!=", "x"):where_number("status", "=", 200)
      :where_number("status", "!=", 201),
  }
  for i, pattern in ipairs(patterns) do
    logs.MetricFilter(stack, "Filter" .. i - 1, {
      log_group = group, filter_pattern = pattern, metric_namespace = "N", metric_name = "M" .. i - 1,
    })
  end
  group:add_metric_filter("Full", {
    filter_pattern = P.all_events(), metric_namespace = "N", metric_name = "Full", metric_value = "$.v",
    default_value = 0, dimensions = { A = "$.a", B = "$.b" }, unit = cloudwatch.Unit.COUNT, filter_name = "named",
    apply_on_transformed_logs = true,
  })
  group:extract_metric("$.latency", "Space", "Latency")
  group:add_subscription_filter("Sub", {
    destination = { bind = function() return { arn = "arn:bogus" } end }, filter_pattern = P.literal "some",
    filter_name = "sub",
  })
end

function cases.queries_and_policies(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  logs.QueryDefinition(stack, "Query", {
    query_definition_name = "My/Query",
    query_string = logs.QueryString {
      fields = { "@timestamp", "@message" },
      parse_statements = { '@message "a *" as b', '@message "c *" as d' },
      filter_statements = { "x = 1", "y = 2" }, stats_statements = { "count(*) by bin(5m)" }, sort = "@timestamp desc",
      limit = 20, display = "b",
    },
    log_groups = { group },
  })
  logs.QueryDefinition(stack, "Plain", { query_definition_name = "Plain", query_string = logs.QueryString() })
  local es = iam.ServicePrincipal "es.amazonaws.com"
  local policy = logs.ResourcePolicy(stack, "Policy", {
    resource_policy_name = "named",
    policy_statements = {
      iam.PolicyStatement {
        actions = { "logs:CreateLogStream" }, principals = { es }, resources = { group.log_group_arn },
      },
    },
  })
  policy.document:add_statements(iam.PolicyStatement {
    actions = { "logs:PutLogEvents" }, principals = { es }, resources = { "*" },
  })
  local destination = logs.CrossAccountDestination(stack, "Destination", {
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "logs.amazonaws.com" }),
    target_arn = "arn:bogus",
  })
  destination:add_to_policy(iam.PolicyStatement {
    actions = { "logs:TalkToMe" }, principals = { iam.AccountPrincipal "123456789012" },
  })
end

function cases.transformer(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  local Parser, Json, Text = logs.ParserProcessor, logs.JsonMutatorProcessor, logs.StringMutatorProcessor
  group:add_transformer("Transformer", {
    transformer_name = "T",
    transformer_config = {
      Parser { type = logs.ParserProcessorType.JSON },
      Parser { type = logs.ParserProcessorType.KEY_VALUE, key_value_options = { key_prefix = "p" } },
      Parser { type = logs.ParserProcessorType.CSV, csv_options = { columns = { "a", "b" } } },
      Parser { type = logs.ParserProcessorType.GROK, grok_options = { match = "%{WORD:w}" } },
      Json {
        type = logs.JsonMutatorType.ADD_KEYS, add_keys_options = { entries = { { key = "k", value = "v" } } },
      },
      Json {
        type = logs.JsonMutatorType.RENAME_KEYS,
        rename_keys_options = { entries = { { key = "k", rename_to = "l", overwrite_if_exists = true } } },
      },
      Json {
        type = logs.JsonMutatorType.LIST_TO_MAP,
        list_to_map_options = { source = "s", key = "k", flatten = true, flattened_element = "first" },
      },
      Text { type = logs.StringMutatorType.TRIM, trim_keys = { "a" } },
      Text {
        type = logs.StringMutatorType.SUBSTITUTE,
        substitute_options = { entries = { { source = "s", from = "f", to = "t" } } },
      },
      logs.DataConverterProcessor {
        type = logs.DataConverterType.DATETIME_CONVERTER,
        date_time_converter_options = { source = "a", target = "b", match_patterns = { "epoch" }, locale = "en" },
      },
    },
  })
  logs.Transformer(stack, "Vended", {
    log_group = logs.LogGroup.from_log_group_name(stack, "G", "g"), transformer_name = "V",
    transformer_config = { logs.VendedLogParser { log_type = logs.VendedLogType.VPC } },
  })
end

function cases.log_retention(app)
  local stack = cdk.Stack(app, "S")
  local one = logs.LogRetention(stack, "One", {
    log_group_name = "one", retention = logs.RetentionDays.ONE_DAY, removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  logs.LogRetention(stack, "Two", {
    log_group_name = "two", retention = logs.RetentionDays.INFINITE, log_group_region = "us-east-1",
    log_retention_retry_options = { max_retries = 7 },
  })
  output(stack, "Arn", one.log_group_arn)
end

function cases.metrics(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group")
  local limits = { threshold = 1, evaluation_periods = 2 }
  group:metric_incoming_bytes({ period = cdk.Duration.minutes(1) }):create_alarm(stack, "Bytes", limits)
  group:metric("Some", { statistic = "Average" }):create_alarm(stack, "Some", limits)
  local filter = group:add_metric_filter("Filter", {
    filter_pattern = P.all_events(), metric_namespace = "N", metric_name = "M",
  })
  filter:metric():create_alarm(stack, "Filtered", limits)
  logs.LogStream(stack, "Stream", { log_group = group, removal_policy = cdk.RemovalPolicy.DESTROY })
end

function cases.cfn_log_group(app)
  local stack = cdk.Stack(app, "S")
  local cfn = logs.CfnLogGroup(stack, "Cfn")
  logs.LogGroupGrants.from_log_group(cfn):write(iam.ServicePrincipal "es.amazonaws.com")
end

describe("aws_logs", function()
  golden.check("aws_logs", cases)

  local function fails(message, make)
    local stack = cdk.Stack(cdk.App(), "S")
    assert.error_matches(function() make(stack) end, message)
  end

  it("refuses what a log group of class DELIVERY cannot have", function()
    for name, value in pairs {
      retention = 7, field_index_policies = { logs.FieldIndexPolicy { fields = { "a" } } },
      data_protection_policy = logs.DataProtectionPolicy { identifiers = { logs.DataIdentifier.NAME } },
    } do
      fails(name .. " cannot be used with log_group_class DELIVERY", function(stack)
        logs.LogGroup(stack, "G", { log_group_class = logs.LogGroupClass.DELIVERY, [name] = value })
      end)
    end
  end)

  it("checks policies of log groups", function()
    fails("identifiers is empty", function() logs.DataProtectionPolicy { identifiers = {} } end)
    fails("at most 20 fields", function()
      local fields = {}
      for i = 1, 21 do fields[i] = "f" .. i end
      logs.FieldIndexPolicy { fields = fields }
    end)
  end)

  it("checks patterns", function()
    fails("compared with = or !=", function() P.string_value("$.a", "<", "b") end)
    fails("numbers are compared with", function() P.number_value("$.a", "~", 1) end)
    fails("needs at least one pattern", function() P.all() end)
    fails("'...' can be used once", function() P.space_delimited("...", "...") end)
    fails("column name", function() P.space_delimited("a b") end)
    fails("is not one of the pattern's columns: a, b", function()
      P.space_delimited("a", "b"):where_string("c", "=", "d")
    end)
  end)

  it("checks filters and queries", function()
    fails("at most 3 items, got 4", function(stack)
      logs.MetricFilter(stack, "F", {
        log_group = logs.LogGroup(stack, "G"), filter_pattern = P.all_events(), metric_namespace = "N",
        metric_name = "M", dimensions = { a = "1", b = "2", c = "3", d = "4" },
      })
    end)
    fails("distribution can be used only with a KinesisDestination", function(stack)
      logs.SubscriptionFilter(stack, "F", {
        log_group = logs.LogGroup(stack, "G"), filter_pattern = P.all_events(), distribution = logs.Distribution.RANDOM,
        destination = { bind = function() return { arn = "a" } end },
      })
    end)
    fails("at most 2 stats statements, got 3", function(stack)
      logs.QueryDefinition(stack, "Q", {
        query_definition_name = "q", query_string = logs.QueryString { stats_statements = { "a", "b", "c" } },
      })
    end)
  end)

  it("checks transformers", function()
    local json = logs.ParserProcessor { type = logs.ParserProcessorType.JSON }
    local trim = logs.StringMutatorProcessor { type = logs.StringMutatorType.TRIM, trim_keys = { "a" } }
    local vended = logs.VendedLogParser { log_type = logs.VendedLogType.WAF }
    local function config(...)
      local processors = { ... }
      return function(stack)
        logs.Transformer(stack, "T", {
          log_group = logs.LogGroup(stack, "G"), transformer_name = "t", transformer_config = processors,
        })
      end
    end
    fails("at least one processor", config())
    fails("first processor", config(trim))
    fails("at most 5 parsers, got 6", config(json, json, json, json, json, json))
    fails("must be the first processor of a transformer", config(json, vended))
    fails("at most one VendedLogParser", config(vended, vended))
    fails("needs grok_options", function() logs.ParserProcessor { type = logs.ParserProcessorType.GROK } end)
    fails("at least one key in trim_keys", function()
      logs.StringMutatorProcessor { type = logs.StringMutatorType.TRIM }
    end)
  end)
end)
