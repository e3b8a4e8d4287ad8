-- Tables. The cases are twins of tools/golden/aws_dynamodb.js.
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ddb = require "aws_cdk.aws_dynamodb"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sources = require "aws_cdk.aws_lambda_event_sources"

local ENV = { env = { account = "111122223333", region = "eu-west-1" } }
local PK = { name = "pk", type = ddb.AttributeType.STRING }
local SK = { name = "sk", type = ddb.AttributeType.NUMBER }

-- Properties with the keys that all tables here have.
local function keyed(props)
  local all = { partition_key = PK, sort_key = SK }
  for key, value in pairs(props or {}) do all[key] = value end
  return all
end

local function text(name) return { name = name, type = ddb.AttributeType.STRING } end

local function statement(action, account)
  return iam.PolicyStatement {
    actions = { action }, principals = { iam.AccountPrincipal(account) }, resources = { "*" },
  }
end

local function policy()
  local all = iam.PolicyStatement {
    actions = { "dynamodb:*" }, principals = { iam.AccountRootPrincipal() }, resources = { "*" },
  }
  return iam.PolicyDocument { statements = { all } }
end

local cases = {}

function cases.table_all_properties(app)
  local stack = cdk.Stack(app, "S")
  ddb.Table(stack, "Plain", { partition_key = PK })
  ddb.Table(stack, "Named", keyed {
    table_name = "orders",
    read_capacity = 3,
    write_capacity = 0,
    stream = ddb.StreamViewType.KEYS_ONLY,
    table_class = ddb.TableClass.STANDARD_INFREQUENT_ACCESS,
    time_to_live_attribute = "expires",
    deletion_protection = true,
    removal_policy = cdk.RemovalPolicy.DESTROY,
    contributor_insights_specification = { enabled = true, mode = ddb.ContributorInsightsMode.THROTTLED_KEYS },
    point_in_time_recovery_specification = { point_in_time_recovery_enabled = true, recovery_period_in_days = 7 },
    warm_throughput = { read_units_per_second = 13000, write_units_per_second = 5000 },
  })
  ddb.Table(stack, "OnDemand", keyed {
    billing_mode = ddb.BillingMode.PAY_PER_REQUEST, max_read_request_units = 10, max_write_request_units = 0,
    point_in_time_recovery = true, contributor_insights_enabled = false,
  })
  ddb.Table(stack, "Several", keyed { max_read_request_units = 4, stream = ddb.StreamViewType.NEW_IMAGE })
end

function cases.table_encryption(app)
  local stack = cdk.Stack(app, "S")
  local user = iam.User(stack, "User")
  local own = ddb.Table(stack, "Own", keyed {
    encryption = ddb.TableEncryption.CUSTOMER_MANAGED, stream = ddb.StreamViewType.OLD_IMAGE,
  })
  ddb.Table(stack, "Given", keyed { encryption_key = kms.Key(stack, "Key") })
  ddb.Table(stack, "Managed", keyed { encryption = ddb.TableEncryption.AWS_MANAGED })
  ddb.Table(stack, "Default", keyed { encryption = ddb.TableEncryption.DEFAULT })
  own:grant_read_data(user)
  own:grant_write_data(user)
  own:grant_stream_read(user)
end

function cases.table_import_source(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  for _, one in ipairs {
    { "Json", ddb.InputFormat.dynamo_db_json() },
    { "Ion", ddb.InputFormat.ion() },
    { "Csv", ddb.InputFormat.csv() },
    { "Tab", ddb.InputFormat.csv { delimiter = "\t", header_list = { "id", "name" } } },
  } do
    ddb.Table(stack, one[1], keyed {
      import_source = {
        input_format = one[2], bucket = bucket, bucket_owner = "111122223333", key_prefix = "p/",
        compression_type = ddb.InputCompressionType.ZSTD,
      },
    })
  end
end

function cases.table_indices(app)
  local stack = cdk.Stack(app, "S")
  local of = ddb.Table(stack, "Table", keyed())
  local user = iam.User(stack, "User")
  of:grant_read_data(user)
  of:add_global_secondary_index {
    index_name = "one", partition_key = text "a", sort_key = SK, read_capacity = 9,
    projection_type = ddb.ProjectionType.INCLUDE, non_key_attributes = { "x", "y" },
    contributor_insights_specification = { enabled = true },
  }
  of:add_global_secondary_index {
    index_name = "many", partition_keys = { text "a", text "b" }, sort_keys = { text "c", SK },
    projection_type = ddb.ProjectionType.KEYS_ONLY, warm_throughput = { read_units_per_second = 1 },
    contributor_insights_enabled = true,
  }
  of:add_local_secondary_index { index_name = "local", sort_key = text "d" }
  local demand = ddb.Table(stack, "Demand", keyed { billing_mode = ddb.BillingMode.PAY_PER_REQUEST })
  demand:add_global_secondary_index { index_name = "one", partition_key = text "a", max_read_request_units = 1 }
  local function names(keys) return keys.partition_key.name .. " " .. (keys.sort_key and keys.sort_key.name or "-") end
  cdk.CfnOutput(stack, "Own", { value = names(of:schema()) })
  cdk.CfnOutput(stack, "One", { value = names(of:schema "one") })
  local many = of:schema_v2("many").sort_keys
  cdk.CfnOutput(stack, "Many", { value = many[1].name .. "," .. many[2].name })
end

function cases.table_scaling(app)
  local stack = cdk.Stack(app, "S")
  local of = ddb.Table(stack, "Table", keyed())
  of:add_global_secondary_index { index_name = "one", partition_key = PK }
  local reads = of:auto_scale_read_capacity { min_capacity = 1, max_capacity = 50 }
  reads:scale_on_utilization {
    target_utilization_percent = 75, scale_in_cooldown = cdk.Duration.minutes(1), policy_name = "p",
  }
  reads:scale_on_schedule("Morning", {
    schedule = appscaling.Schedule.cron { hour = "8", minute = "0" }, min_capacity = 20,
  })
  of:auto_scale_write_capacity({ min_capacity = 2, max_capacity = 5 })
    :scale_on_utilization { target_utilization_percent = 10 }
  of:auto_scale_global_secondary_index_read_capacity("one", { min_capacity = 1, max_capacity = 9 })
    :scale_on_utilization { target_utilization_percent = 90, disable_scale_in = true }
  of:auto_scale_global_secondary_index_write_capacity("one", { min_capacity = 1, max_capacity = 9 })
end

function cases.table_replicas(app)
  local stack = cdk.Stack(app, "S", ENV)
  local user = iam.User(stack, "User")
  local of = ddb.Table(stack, "Table", keyed {
    replication_regions = { "us-east-1", "eu-central-1", "us-east-1" }, replication_timeout = cdk.Duration.hours(1),
    wait_for_replication_to_finish = false, removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  of:grant_read_write_data(user)
  of:add_global_secondary_index {
    index_name = "one", partition_key = { name = "a", type = ddb.AttributeType.BINARY },
  }
  local second = ddb.Table(stack, "Second", keyed {
    billing_mode = ddb.BillingMode.PROVISIONED, replication_regions = { "us-east-2" },
    replica_removal_policy = cdk.RemovalPolicy.RETAIN, wait_for_replication_to_finish = true,
  })
  second:auto_scale_write_capacity({ min_capacity = 1, max_capacity = 3 })
    :scale_on_utilization { target_utilization_percent = 50 }
  local anywhere = cdk.Stack(app, "Anywhere")
  ddb.Table(anywhere, "Table", keyed { replication_regions = { "us-east-1", "eu-central-1", "ap-south-1" } })
end

function cases.table_grants(app)
  local stack = cdk.Stack(app, "S", ENV)
  local user = iam.User(stack, "User")
  local of = ddb.Table(stack, "Table", keyed { stream = ddb.StreamViewType.NEW_AND_OLD_IMAGES })
  of:grant(user, "dynamodb:DescribeBackup")
  of:grant_full_access(user)
  of:grant_stream(user, "dynamodb:DescribeStream")
  of:grant_table_list_streams(user)
  of:grant_read_data(iam.AccountPrincipal "444455556666")
  of:grant_read_write_data(iam.ServicePrincipal "redshift.amazonaws.com")
  of:add_to_resource_policy(statement("dynamodb:GetItem", "777788889999"))
  local policed = ddb.Table(stack, "Policed", keyed { resource_policy = policy() })
  policed:grant_write_data(user)
  local imported = ddb.Table.from_table_attributes(stack, "Imported", {
    table_arn = "arn:aws:dynamodb:us-east-1:111122223333:table/other", global_indexes = { "g" },
    table_stream_arn = "arn:aws:dynamodb:us-east-1:111122223333:table/other/stream/x",
    encryption_key = kms.Key(stack, "Key"),
  })
  imported:grant_read_data(user)
  imported:grant_stream_read(user)
  local named = ddb.Table.from_table_name(stack, "ByName", "named")
  named:grant_write_data(user)
  local by_arn = ddb.Table.from_table_arn(stack, "ByArn", cdk.Fn.import_value "table")
  by_arn:grant_read_data(user)
  cdk.CfnOutput(stack, "NameOfArn", { value = by_arn.table_name })
  cdk.CfnOutput(stack, "ArnOfName", { value = named.table_arn })
  local key = kms.CfnKey(stack, "CfnKey")
  local plain = ddb.CfnTable(stack, "L1", {
    key_schema = { { attribute_name = "a", key_type = "HASH" } },
    sse_specification = { sse_enabled = true, kms_master_key_id = key.attr_arn },
  })
  local grants = ddb.TableGrants.from_table(plain, { "us-west-2" }, true)
  grants:read_data(iam.AccountPrincipal "444455556666")
  grants:actions(user, "dynamodb:Query")
  ddb.TableGrants.from_table(of, {}, false):write_data(user)
end

function cases.cross_stack(app)
  local one = cdk.Stack(app, "One", ENV)
  local two = cdk.Stack(app, "Two", ENV)
  local three = cdk.Stack(app, "Three", { env = { account = "444455556666", region = "eu-west-1" } })
  local of = ddb.Table(one, "Table", keyed { table_name = "shared" })
  local global = ddb.TableV2(one, "Global", keyed())
  for _, stack in ipairs { two, three } do
    local reader = iam.Role(stack, "Role", {
      assumed_by = iam.ServicePrincipal "lambda.amazonaws.com", role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    })
    of:grant_read_data(reader)
    global:grant_read_data(reader)
  end
end

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", ENV)
  local far = cdk.Stack(app, "Far", { env = { account = "111122223333", region = "us-east-1" } })
  local function alarm(id, metric)
    metric:create_alarm(id:find "^Three" and far or stack, id, { threshold = 1, evaluation_periods = 1 })
  end
  local one = ddb.Table(stack, "OneTable", keyed())
  local two = ddb.TableV2(stack, "TwoTable", keyed { replicas = { { region = "us-east-1" } } })
  for _, row in ipairs { { "One", one }, { "Two", two }, { "Three", two:replica "us-east-1" } } do
    local id, of = row[1], row[2]
    local operation = { dimensions_map = { Operation = "GetItem" } }
    alarm(id .. "Reads", of:metric_consumed_read_capacity_units())
    alarm(id .. "Writes", of:metric_consumed_write_capacity_units { statistic = "Maximum" })
    alarm(id .. "Failed", of:metric_conditional_check_failed_requests())
    alarm(id .. "User", of:metric_user_errors())
    alarm(id .. "System", of:metric_system_errors(operation))
    alarm(id .. "Latency", of:metric_successful_request_latency(operation))
    alarm(id .. "Throttled", of:metric_throttled_requests_for_operation("PutItem", {
      period = cdk.Duration.minutes(1),
    }))
    alarm(id .. "ThrottledAny", of:metric_throttled_requests())
    alarm(id .. "ThrottledSome", of:metric_throttled_requests_for_operations {
      operations = { ddb.Operation.GET_ITEM, ddb.Operation.SCAN }, color = "#ff0000", period = cdk.Duration.minutes(1),
    })
    alarm(id .. "Own", of:metric("ReturnedItemCount", { statistic = "p90" }))
  end
  cloudwatch.Dashboard(stack, "Dashboard", {
    widgets = {
      { cloudwatch.GraphWidget { left = { one:metric_system_errors_for_operations() } } },
      { cloudwatch.GraphWidget { left = { two:metric_system_errors_for_operations { statistic = "Average" } } } },
    },
  })
end

function cases.metrics_anywhere(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", ENV)
  local of, fixed = ddb.TableV2(stack, "Table", keyed()), ddb.TableV2(other, "Table", keyed())
  local reads = of:metric_consumed_read_capacity_units { label = "reads" }
  reads:create_alarm(stack, "Alarm", { threshold = 1, evaluation_periods = 1 })
  local scans = of:metric_throttled_requests_for_operations { operations = { ddb.Operation.SCAN } }
  cloudwatch.Dashboard(stack, "Dashboard", {
    widgets = { { cloudwatch.GraphWidget { left = { reads, scans, fixed:metric_user_errors() } } } },
  })
  cloudwatch.Dashboard(other, "Dashboard", {
    widgets = { { cloudwatch.GraphWidget { left = { fixed:metric_user_errors() } } } },
  })
end

function cases.table_v2(app)
  local stack = cdk.Stack(app, "S", ENV)
  ddb.TableV2(cdk.Stack(app, "Anywhere"), "Plain", keyed())
  local Capacity = ddb.Capacity
  local of = ddb.TableV2(stack, "Table", keyed {
    table_name = "orders",
    billing = ddb.Billing.provisioned {
      read_capacity = Capacity.fixed(10),
      write_capacity = Capacity.autoscaled { max_capacity = 20, seed_capacity = 5, target_utilization_percent = 40 },
    },
    encryption = ddb.TableEncryptionV2.customer_managed_key(kms.Key(stack, "Key"), {
      ["us-east-1"] = "arn:aws:kms:us-east-1:111122223333:key/a",
      ["us-west-2"] = "arn:aws:kms:us-west-2:111122223333:key/b",
    }),
    contributor_insights_specification = { enabled = true },
    point_in_time_recovery_specification = { point_in_time_recovery_enabled = true, recovery_period_in_days = 3 },
    table_class = ddb.TableClass.STANDARD,
    deletion_protection = true,
    time_to_live_attribute = "expires",
    removal_policy = cdk.RemovalPolicy.DESTROY,
    resource_policy = policy(),
    stream_resource_policy = policy(),
    tags = { { key = "b", value = "own" }, { key = cdk.Fn.import_value "tag", value = "late" } },
    global_table_settings_replication_mode = ddb.GlobalTableSettingsReplicationMode.ALL,
    warm_throughput = { read_units_per_second = 1 },
    global_secondary_indexes = {
      { index_name = "one", partition_key = text "a", read_capacity = Capacity.autoscaled { max_capacity = 4 } },
      {
        index_name = "two", partition_keys = { text "a", text "b" }, sort_keys = { text "c" },
        projection_type = ddb.ProjectionType.INCLUDE, non_key_attributes = { "x" },
        write_capacity = Capacity.autoscaled { min_capacity = 2, max_capacity = 4 },
      },
    },
    local_secondary_indexes = { { index_name = "local", sort_key = text "d" } },
    replicas = { {
      region = "us-east-1", read_capacity = Capacity.autoscaled { max_capacity = 7 }, deletion_protection = false,
      table_class = ddb.TableClass.STANDARD_INFREQUENT_ACCESS,
      tags = { { key = "b", value = "replica" }, { key = "a", value = "1" }, { key = "10", value = "first" } },
      point_in_time_recovery = false, resource_policy = policy(), stream_resource_policy = policy(),
      contributor_insights_specification = { enabled = false },
      global_secondary_index_options = {
        one = { read_capacity = Capacity.fixed(2), contributor_insights_specification = { enabled = true } },
        two = {},
      },
    } },
  })
  of:add_replica { region = "us-west-2" }
  of:add_to_resource_policy(statement("dynamodb:Query", "444455556666"))
  of:add_to_stream_resource_policy(statement("dynamodb:GetRecords", "444455556666"))
  cdk.Tags.of(of):add("all", "yes")
  local demand = ddb.TableV2(stack, "Demand", {
    partition_key = PK, billing = ddb.Billing.on_demand { max_read_request_units = 10, max_write_request_units = 20 },
    dynamo_stream = ddb.StreamViewType.KEYS_ONLY, encryption = ddb.TableEncryptionV2.aws_managed_key(),
    point_in_time_recovery = true, contributor_insights = true,
    global_secondary_indexes = { {
      index_name = "one", partition_key = text "a", max_read_request_units = 3, max_write_request_units = 4,
      warm_throughput = {},
    } },
    replicas = { {
      region = "us-east-1", max_read_request_units = 8,
      global_secondary_index_options = { one = { max_read_request_units = 6, contributor_insights = false } },
    } },
  })
  demand:add_global_secondary_index { index_name = "late", partition_key = text "late" }
  ddb.TableV2(stack, "Owned", keyed { encryption = ddb.TableEncryptionV2.dynamo_owned_key() })
  ddb.TableV2(stack, "Strong", keyed {
    multi_region_consistency = ddb.MultiRegionConsistency.STRONG, witness_region = "eu-west-3",
    replicas = { { region = "eu-west-2" } },
  })
  ddb.TableV2(stack, "Three", keyed {
    multi_region_consistency = ddb.MultiRegionConsistency.STRONG,
    replicas = { { region = "eu-west-2" }, { region = "eu-central-1" } },
  })
end

function cases.table_v2_grants(app)
  local stack = cdk.Stack(app, "S", ENV)
  local user = iam.User(stack, "User")
  local of = ddb.TableV2(stack, "Table", keyed {
    encryption = ddb.TableEncryptionV2.customer_managed_key(kms.Key(stack, "Key"), {
      ["us-east-1"] = "arn:aws:kms:us-east-1:111122223333:key/a",
    }),
    replicas = { { region = "us-east-1" } },
    global_secondary_indexes = { { index_name = "one", partition_key = text "a" } },
  })
  for _, one in ipairs { of, of:replica "us-east-1" } do
    one:grant(user, "dynamodb:DescribeBackup")
    one:grant_read_data(user)
    one:grant_write_data(user)
    one:grant_read_write_data(user)
    one:grant_stream(user, "dynamodb:DescribeStream")
    one:grant_stream_read(user)
  end
  of:grant_full_access(iam.AccountPrincipal "444455556666")
  of.grants:read_data(user)
  of.grants:full_access(iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }))
  local imported = ddb.TableV2.from_table_attributes(stack, "Imported", {
    table_arn = "arn:aws:dynamodb:us-east-1:111122223333:table/other", table_id = "id", grant_index_permissions = true,
  })
  imported:grant_read_data(user)
  imported.grants:write_data(user)
  ddb.TableV2.from_table_name(stack, "ByName", "named"):grant_read_data(user)
  ddb.TableV2.from_table_arn(stack, "ByArn", "arn:aws:dynamodb:us-east-1:444455556666:table/far"):grant_read_data(user)
  cdk.CfnOutput(stack, "Id", { value = of.table_id })
  cdk.CfnOutput(stack, "Stream", { value = of.table_stream_arn })
end

function cases.multi_account_replica(app)
  local stack = cdk.Stack(app, "S", ENV)
  local far = cdk.Stack(app, "Far", { env = { account = "444455556666", region = "us-east-1" } })
  local source = ddb.TableV2(stack, "Table", keyed { table_name = "orders" })
  local replica = ddb.TableV2MultiAccountReplica(far, "Replica", {
    replica_source_table = source, table_name = "orders", deletion_protection = true,
    tags = { { key = "a", value = "b" } },
    encryption = ddb.TableEncryptionV2.customer_managed_key(kms.Key(far, "Key")),
    global_table_settings_replication_mode = ddb.GlobalTableSettingsReplicationMode.ALL,
  })
  local user = iam.User(far, "User")
  replica:grant_read_data(user)
  replica.grants:write_data(user)
  replica:add_to_stream_resource_policy(statement("dynamodb:GetRecords", "444455556666"))
  ddb.TableV2MultiAccountReplica(far, "OfImported", {
    replica_source_table = ddb.TableV2.from_table_arn(far, "Source", "arn:aws:dynamodb:eu-west-1:777788889999:table/x"),
  })
end

function cases.event_source(app)
  local stack = cdk.Stack(app, "S", ENV)
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.NODEJS_20_X,
  })
  for _, of in ipairs {
    ddb.Table(stack, "One", keyed { stream = ddb.StreamViewType.NEW_IMAGE, encryption_key = kms.Key(stack, "Key") }),
    ddb.TableV2(stack, "Two", keyed { dynamo_stream = ddb.StreamViewType.NEW_IMAGE }),
  } do
    fn:add_event_source(sources.DynamoEventSource(of, {
      starting_position = lambda.StartingPosition.LATEST, batch_size = 5,
    }))
  end
end

-- Fails unless `act` is refused with a message that holds `expected`.
local function refuses(expected, act, ...)
  local ok, message = pcall(act, ...)
  assert.is_false(ok, "expected: " .. expected)
  assert.truthy(tostring(message):find(expected, 1, true), tostring(message))
end

local IN_ONE = { { region = "us-east-2" }, { region = "us-west-2" } }

describe("aws_dynamodb", function()
  golden.check("aws_dynamodb", cases)

  local stack, count

  before_each(function()
    stack, count = cdk.Stack(cdk.App(), "S", { env = { account = "111122223333", region = "us-east-1" } }), 0
  end)

  -- Makes a table of a class in the stack.
  local function make(class, props, scope)
    count = count + 1
    return class(scope or stack, "T" .. count, props)
  end

  it("refuses properties of a Table that do not go together", function()
    local on_demand, customer = ddb.BillingMode.PAY_PER_REQUEST, ddb.TableEncryption.CUSTOMER_MANAGED
    for expected, props in pairs {
      ["encryption_key can only be given with encryption CUSTOMER_MANAGED"] =
        { encryption = ddb.TableEncryption.DEFAULT, encryption_key = kms.Key(stack, "Key") },
      ["encryption CUSTOMER_MANAGED cannot be combined with replication_regions"] =
        { encryption = customer, replication_regions = { "us-west-2" } },
      ["has the stream NEW_AND_OLD_IMAGES"] =
        { stream = ddb.StreamViewType.KEYS_ONLY, replication_regions = { "us-west-2" } },
      ["replication_regions cannot contain us-east-1"] = { replication_regions = { "us-east-1" } },
      ["cannot be given for a table with billing_mode PAY_PER_REQUEST"] =
        { billing_mode = on_demand, read_capacity = 1 },
      ["without the deprecated point_in_time_recovery"] = {
        point_in_time_recovery = true, point_in_time_recovery_specification = { point_in_time_recovery_enabled = true },
      },
      ["recovery_period_in_days needs point_in_time_recovery_enabled"] = {
        point_in_time_recovery_specification = { point_in_time_recovery_enabled = false, recovery_period_in_days = 3 },
      },
      ["recovery_period_in_days must be between 1 and 35, got 36"] = {
        point_in_time_recovery_specification = { point_in_time_recovery_enabled = true, recovery_period_in_days = 36 },
      },
      ["without the deprecated contributor_insights_enabled"] =
        { contributor_insights_enabled = true, contributor_insights_specification = { enabled = true } },
    } do
      refuses(expected, make, ddb.Table, keyed(props))
    end
    refuses("partition_key is required", make, ddb.Table, { sort_key = SK })
  end)

  it("refuses formats and capacities out of range", function()
    refuses("delimiter must be one character", ddb.InputFormat.csv, { delimiter = "-" })
    refuses("min_capacity (9) must not be above max_capacity (8)", ddb.Capacity.autoscaled,
      { min_capacity = 9, max_capacity = 8 })
    refuses("must be between 20 and 90, got 19", ddb.Capacity.autoscaled,
      { max_capacity = 8, target_utilization_percent = 19 })
    refuses("seed_capacity must be 1 or more, got 0", ddb.Capacity.autoscaled, { max_capacity = 8, seed_capacity = 0 })
    refuses("write capacity cannot be fixed", make, ddb.TableV2, keyed {
      billing = ddb.Billing.provisioned {
        read_capacity = ddb.Capacity.fixed(1), write_capacity = ddb.Capacity.fixed(1),
      },
    })
  end)

  it("refuses indexes that a table cannot have", function()
    for _, class in ipairs { ddb.Table, ddb.TableV2 } do
      local of = make(class, keyed())
      local function add(props) of:add_global_secondary_index(props) end
      add { index_name = "one", partition_key = text "a" }
      refuses("already has an index 'one'", add, { index_name = "one", partition_key = text "a" })
      refuses("give either partition_key or partition_keys", add, { index_name = "two" })
      refuses("give sort_key or sort_keys, not both", add,
        { index_name = "two", partition_key = PK, sort_key = SK, sort_keys = { SK } })
      refuses("partition_keys must contain at least one", add, { index_name = "two", partition_keys = {} })
      refuses("partition_keys can contain at most 4 keys, got 5", add,
        { index_name = "two", partition_keys = { PK, PK, PK, PK, PK } })
      refuses("already has type 'S', so it cannot have type 'N'", add,
        { index_name = "two", partition_key = { name = "a", type = ddb.AttributeType.NUMBER } })
      refuses("INCLUDE needs non_key_attributes", add,
        { index_name = "two", partition_key = PK, projection_type = ddb.ProjectionType.INCLUDE })
      refuses("non_key_attributes can only be given with projection_type INCLUDE", add,
        { index_name = "two", partition_key = PK, non_key_attributes = { "x" } })
      local many = {}
      for i = 1, 101 do many[i] = "a" .. i end
      refuses("can have 100 non_key_attributes together, got 101", add, {
        index_name = "many", partition_key = PK, projection_type = ddb.ProjectionType.INCLUDE,
        non_key_attributes = many,
      })
      for i = 1, 5 do of:add_local_secondary_index { index_name = "l" .. i, sort_key = text "b" } end
      refuses("at most 5 local secondary indexes", of.add_local_secondary_index, of,
        { index_name = "l6", sort_key = text "b" })
    end
    local global = make(ddb.TableV2, { partition_key = PK })
    refuses("needs a sort_key", global.add_local_secondary_index, global,
      { index_name = "l", sort_key = SK })
    refuses("cannot be given for a table with on-demand billing", global.add_global_secondary_index, global,
      { index_name = "x", partition_key = PK, read_capacity = ddb.Capacity.fixed(1) })
    for i = 1, 20 do global:add_global_secondary_index { index_name = "g" .. i, partition_key = PK } end
    refuses("at most 20 global secondary indexes", global.add_global_secondary_index, global,
      { index_name = "g21", partition_key = PK })
    local of = make(ddb.Table, { partition_key = PK })
    refuses("the table has no index 'none'", of.schema_v2, of, "none")
    of:add_global_secondary_index { index_name = "two", partition_keys = { PK, text "b" } }
    refuses("use schema_v2", of.schema, of, "two")
  end)

  it("scales a capacity once, and only one that is set aside", function()
    local range = { min_capacity = 1, max_capacity = 2 }
    local of, on_demand = make(ddb.Table, keyed()), make(ddb.Table, keyed { billing_mode = "PAY_PER_REQUEST" })
    of:auto_scale_read_capacity(range)
    refuses("the read capacity of the table already scales", of.auto_scale_read_capacity, of, range)
    refuses("PAY_PER_REQUEST does not scale", on_demand.auto_scale_write_capacity, on_demand, range)
    refuses("no global secondary index 'none'", of.auto_scale_global_secondary_index_read_capacity, of, "none", range)
    local writes = of:auto_scale_write_capacity(range)
    refuses("must be between 10 and 90, got 9", writes.scale_on_utilization, writes, { target_utilization_percent = 9 })
  end)

  it("wants write capacity that scales of a Table with replicas, and sort keys for local indexes", function()
    local app = cdk.App()
    local one = cdk.Stack(app, "S", ENV)
    ddb.Table(one, "T", keyed { billing_mode = "PROVISIONED", replication_regions = { "us-west-2" } })
    ddb.Table(one, "L", { partition_key = PK }):add_local_secondary_index { index_name = "l", sort_key = SK }
    local ok, message = pcall(app.synth, app)
    assert.is_false(ok)
    assert.truthy(tostring(message):find("call auto_scale_write_capacity", 1, true), tostring(message))
    assert.truthy(tostring(message):find("needs a sort_key", 1, true), tostring(message))
  end)

  it("refuses replicas that a TableV2 cannot have", function()
    local of = make(ddb.TableV2, keyed { replicas = { { region = "us-west-2" } } })
    refuses("the table's own region", of.add_replica, of, { region = "us-east-1" })
    refuses("already has a replica in us-west-2", of.add_replica, of, { region = "us-west-2" })
    refuses("must be literal", of.add_replica, of, { region = cdk.Aws.REGION })
    refuses("on-demand billing", of.add_replica, of,
      { region = "eu-west-1", read_capacity = ddb.Capacity.fixed(1) })
    refuses("no replica in eu-west-3", of.replica, of, "eu-west-3")
    local anywhere = cdk.Stack(cdk.App(), "Anywhere")
    refuses("needs a stack whose env has a region", make, ddb.TableV2, keyed { replicas = { { region = "x" } } },
      anywhere)
  end)

  it("refuses regions that cannot be strongly consistent with each other", function()
    local strong = ddb.MultiRegionConsistency.STRONG
    refuses("witness_region needs multi_region_consistency STRONG", make, ddb.TableV2,
      keyed { witness_region = "us-east-2" })
    refuses("without witness_region needs 3 replicas, itself included, got 2", make, ddb.TableV2,
      keyed { multi_region_consistency = strong, replicas = { IN_ONE[1] } })
    refuses("a witness_region needs 2 replicas", make, ddb.TableV2,
      keyed { multi_region_consistency = strong, replicas = IN_ONE, witness_region = "us-west-2" })
    refuses("can only have replicas and witness in us-east-1", make, ddb.TableV2,
      keyed { multi_region_consistency = strong, replicas = { IN_ONE[1], { region = "eu-west-1" } } })
    refuses("needs a stack whose env has a region", make, ddb.TableV2,
      keyed { multi_region_consistency = strong }, cdk.Stack(cdk.App(), "Anywhere"))
    refuses("cannot be in sa-east-1", make, ddb.TableV2, keyed { multi_region_consistency = strong },
      cdk.Stack(cdk.App(), "Far", { env = { region = "sa-east-1" } }))
  end)

  it("refuses keys that do not fit the regions of the replicas", function()
    local function synth(keys, replicas)
      local app = cdk.App()
      local one = cdk.Stack(app, "S", ENV)
      ddb.TableV2(one, "T", keyed {
        encryption = ddb.TableEncryptionV2.customer_managed_key(kms.Key(one, "K"), keys), replicas = replicas,
      })
      app:synth()
    end
    local arn = "arn:aws:kms:us-east-1:111122223333:key/a"
    refuses("no key for the replica in us-east-1", synth, {}, { { region = "us-east-1" } })
    refuses("names a key for eu-west-1", synth, { ["eu-west-1"] = arn }, {})
  end)

  it("refuses grants to services that policies of tables cannot name", function()
    for _, class in ipairs { ddb.Table, ddb.TableV2 } do
      local of = make(class, keyed())
      refuses("service principal 'lambda.amazonaws.com'", of.grant_read_data, of,
        iam.ServicePrincipal "lambda.amazonaws.com")
    end
    local of = make(ddb.Table, keyed())
    refuses("the table has no stream", of.grant_stream_read, of, iam.User(stack, "User"))
    local imported = ddb.TableV2.from_table_name(stack, "Imported", "x")
    refuses("import it with table_stream_arn", imported.grant_stream_read, imported, iam.User(stack, "Other"))
  end)

  it("imports a table by its ARN or its name", function()
    local arn = "arn:aws:dynamodb:us-east-1:111122223333:table/x"
    for _, class in ipairs { ddb.Table, ddb.TableV2 } do
      local function import(attrs)
        count = count + 1
        return class.from_table_attributes(stack, "I" .. count, attrs)
      end
      assert.equal("x", import({ table_arn = arn }).table_name)
      refuses("table_arn or table_name, got both", import, { table_arn = arn, table_name = "x" })
      refuses("table_arn or table_name, got neither", import, {})
      refuses("a table ARN has the form", import, { table_arn = "arn:aws:dynamodb:us-east-1:111122223333:table" })
      local added = import({ table_name = "x" }):add_to_resource_policy(statement("a:B", "444455556666"))
      assert.is_false(added.statement_added)
    end
    refuses("must name a region", ddb.TableV2.from_table_arn, stack, "NoRegion", "arn:aws:dynamodb::1:table/x")
  end)

  it("asks for the operation of metrics that are of one", function()
    for _, class in ipairs { ddb.Table, ddb.TableV2 } do
      local of = make(class, keyed())
      refuses("the metric SystemErrors is of one operation", of.metric_system_errors, of)
      refuses("the metric SuccessfulRequestLatency is of one operation", of.metric_successful_request_latency, of, {})
    end
  end)

  it("refuses a replica of a table in the same account or region", function()
    local function replica(arn)
      count = count + 1
      return ddb.TableV2MultiAccountReplica(stack, "R" .. count, {
        replica_source_table = ddb.TableV2.from_table_arn(stack, "Source" .. count, arn),
      })
    end
    refuses("of the same account", replica, "arn:aws:dynamodb:eu-west-1:111122223333:table/x")
    refuses("in the same region", replica, "arn:aws:dynamodb:us-east-1:444455556666:table/x")
    refuses("replica_source_table is required", ddb.TableV2MultiAccountReplica, stack, "None", {})
  end)
end)
