-- AWS Glue. The cases are twins of tools/golden/aws_glue.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local glue = require "aws_cdk.aws_glue"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local secrets = require "aws_cdk.aws_secretsmanager"
local sns = require "aws_cdk.aws_sns"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILES = "spec/fixtures/glue/"
local ARN = "arn:aws:glue:eu-west-1:111122223333:"

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local function columns_of(types)
  local columns = {}
  for i, type_ in ipairs(types) do columns[i] = { name = "c" .. (i - 1), type = type_ } end
  return columns
end

local function keys_of(names)
  local keys = {}
  for i, name in ipairs(names) do keys[i] = { name = name, type = glue.Schema.STRING } end
  return keys
end

local cases = {}

function cases.catalogs_and_databases(app)
  local Catalog, Database, AtRest =
    glue.Catalog, glue.Database, glue.DataCatalogEncryptionAtRest
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  local key = kms.Key(stack, "Key")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "glue.amazonaws.com" })
  local account = Catalog.encrypt_account(stack, {
    encryption_at_rest = AtRest.kms_with_service_role(role, key), connection_password_encryption = { kms_key = key },
  })
  local catalog = Catalog(stack, "Catalog", {
    catalog_name = "c", description = "d", encryption_at_rest = AtRest.kms(),
    connection_password_encryption = { return_connection_password_encrypted = false },
  })
  Catalog(stack, "Plain", { catalog_name = "plain", encryption_at_rest = AtRest.disabled() })
  local database = Database(stack, "Database")
  Database(stack, "Named", {
    database_name = "named", description = "d", location_uri = "s3://b/p", catalog = catalog,
    removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  Database(other, "Other", { catalog = Catalog.from_catalog_id(other, "ById", "id") })
  local imported = Database.from_database_arn(stack, "Imported", ARN .. "database/d")
  out("Account", account.catalog_arn)
  out("CatalogArn", catalog.catalog_arn)
  out("Ref", catalog.catalog_ref.resource_arn)
  out("DatabaseArn", database.database_arn)
  out("Catalog", database.catalog.catalog_id)
  out("ImportedName", imported.database_ref.database_name)
  out("ImportedCatalog", imported.catalog.catalog_arn)
  out("OfAccount", Catalog.from_catalog_arn(stack, "OfAccount", ARN .. "catalog").catalog_id)
  out("OfName", Catalog.from_catalog_arn(stack, "OfName", ARN .. "catalog/n").catalog_id)
  out("Without", Catalog.for_account(other).catalog_arn)
end

function cases.tables(app)
  local Schema, StorageParameter, S3TableStorage, S3TableEncryption, TableClientSideEncryption =
    glue.Schema, glue.StorageParameter, glue.S3TableStorage, glue.S3TableEncryption, glue.TableClientSideEncryption
  local stack = cdk.Stack(app, "S")
  local database = glue.Database(stack, "Database", { database_name = "d" })
  local out = outputs(stack)
  local user = iam.User(stack, "User")
  local key = kms.Key(stack, "Key")
  local bucket = s3.Bucket(stack, "Bucket")
  local columns = { { name = "a", type = Schema.STRING, comment = "c" } }
  local types = {
    Schema.decimal(10), Schema.decimal(38, 0), Schema.char(255), Schema.varchar(65535), Schema.array(Schema.BIG_INT),
    Schema.map(Schema.DATE, Schema.array(Schema.FLOAT)),
    Schema.struct({ { name = "x", type = Schema.BOOLEAN }, { name = "y", type = Schema.BINARY, comment = "c" } }),
    Schema.custom "own", Schema.map(Schema.custom("k", true), Schema.TIMESTAMP),
  }
  local whole = glue.S3Table(stack, "Whole", {
    database = database, table_name = "whole", description = "d",
    columns = columns_of(types),
    partition_keys = { { name = "p", type = Schema.SMALL_INT } }, data_format = glue.DataFormat.JSON, compressed = true,
    enable_partition_filtering = true, has_encrypted_data = false, stored_as_sub_directories = true,
    s3_prefix = "data/", parameters = { own = "x", classification = "mine", has_encrypted_data = "false" },
    storage = S3TableStorage.from_bucket(bucket), client_side_encryption = TableClientSideEncryption.kms(key),
    storage_parameters = {
      StorageParameter.skip_header_line_count(1), StorageParameter.data_cleansing_enabled(true),
      StorageParameter.compression_type(glue.CompressionType.GZIP),
      StorageParameter.invalid_char_handling(glue.InvalidCharHandlingAction.REPLACE),
      StorageParameter.replacement_char "x",
      StorageParameter.numeric_overflow_handling(glue.NumericOverflowHandlingAction.FAIL),
      StorageParameter.surplus_bytes_handling(glue.SurplusBytesHandlingAction.TRUNCATE),
      StorageParameter.surplus_char_handling(glue.SurplusCharHandlingAction.DISABLED),
      StorageParameter.column_count_mismatch_handling(glue.ColumnCountMismatchHandlingAction.DROP_ROW),
      StorageParameter.num_rows(1e6), StorageParameter.serialization_null_format "n",
      StorageParameter.orc_schema_resolution(glue.OrcColumnMappingType.POSITION),
      StorageParameter.write_parallel(glue.WriteParallel.OFF), StorageParameter.write_max_file_size_mb(8),
      StorageParameter.write_kms_key_id(key), StorageParameter.custom("separatorChar", ","),
    },
  })
  local plain = glue.S3Table(stack, "Plain", {
    database = database, columns = columns, data_format = glue.DataFormat.LOGSTASH,
    client_side_encryption = TableClientSideEncryption.kms(),
  })
  local encrypted = glue.S3Table(stack, "Encrypted", {
    database = database, columns = columns, data_format = glue.DataFormat.PARQUET,
    storage = S3TableStorage.managed_bucket(S3TableEncryption.kms(key)),
  })
  glue.S3Table(stack, "Managed", {
    database = database, columns = columns, data_format = glue.DataFormat.AVRO,
    storage = S3TableStorage.managed_bucket(S3TableEncryption.kms_managed()),
  })
  local shared = glue.S3Table(stack, "Shared", {
    database = database, columns = columns, data_format = glue.DataFormat.TSV,
    storage = S3TableStorage.from_bucket(bucket),
  })
  local connection = glue.Connection.from_connection_name(stack, "Connection", "c")
  local external = glue.ExternalTable(stack, "External", {
    database = database, columns = columns, connection = connection, external_data_location = "default.db.t",
    parameters = { connectionName = "over" },
    data_format = glue.DataFormat {
      input_format = glue.InputFormat "in", output_format = glue.OutputFormat.ORC,
      serialization_library = glue.SerializationLibrary "s", classification_string = glue.ClassificationString "c",
    },
  })
  whole:grant_read_write(user)
  plain:grant_read(user)
  plain:grant_write(user)
  shared:grant_read(user)
  encrypted:grant(user, { "glue:A" })
  external:grant_to_underlying_resources(user, { "glue:B" })
  external:grant_read_write(iam.AccountPrincipal "444455556666")
  external:grant_read(user)
  external:grant_write(user)
  out("Arn", whole.table_arn)
  out("Name", external.table_name)
  out("Imported", glue.TableBase.from_table_arn(stack, "ByArn", ARN .. "table/d/t").table_name)
  out("Token", glue.S3Table.from_table_arn(stack, "ByToken", cdk.Fn.import_value "arn").table_name)
  out("Given", glue.TableBase.from_table_attributes(stack, "Given", { table_arn = "a", table_name = "n" }).table_name)
end

function cases.partitions(app)
  local Schema, Projection =
    glue.Schema, glue.PartitionProjectionConfiguration
  local stack = cdk.Stack(app, "S", { env = ENV })
  local key = kms.Key(stack, "Key")
  local catalog = glue.Catalog(stack, "Catalog", {
    catalog_name = "c", encryption_at_rest = glue.DataCatalogEncryptionAtRest.kms(key),
  })
  local database = glue.Database(stack, "Database", { catalog = catalog })
  local columns = { { name = "a", type = Schema.STRING } }
  local data_format = glue.DataFormat.ORC
  local names = { "year", "day", "hour", "kind", "who" }
  local partition_keys = keys_of(names)
  glue.S3Table(stack, "Projected", {
    database = database, columns = columns, data_format = data_format, partition_keys = partition_keys,
    parameters = { own = "x" },
    partition_projection = {
      year = Projection.integer { min = 2000, max = 2030, interval = 2, digits = 4 },
      day = Projection.date { min = "2020-01-01", max = "NOW", format = "yyyy-MM-dd'T'''" },
      hour = Projection.date {
        min = "a", max = "b", format = "yyyy/MM/dd/HH",
        step = { interval = 1, interval_unit = glue.DateIntervalUnit.HOURS },
      },
      kind = Projection.enum { values = { "x", "y" } }, who = Projection.injected(),
    },
  })
  glue.S3Table(stack, "Indexed", {
    database = database, columns = columns, data_format = data_format, partition_keys = partition_keys,
    partition_indexes = { { key_names = { "year", "day" } }, { key_names = { "hour" }, index_name = "named" } },
  }):add_partition_index { key_names = { "kind" } }
  local long = ("x"):rep(90)
  glue.S3Table(stack, "Long", {
    database = glue.Database(stack, "Other"), columns = columns, data_format = data_format,
    partition_keys = { { name = long, type = Schema.STRING } },
  }):add_partition_index { key_names = { long } }
end

function cases.jobs(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "glue.amazonaws.com" })
  local bucket = s3.Bucket(stack, "Bucket")
  local script = glue.Code.from_bucket(bucket, "job.py")
  local library = glue.Code.from_asset(FILES .. "library.py")
  local jar = glue.Code.from_bucket(bucket, "a.jar")
  local security = glue.SecurityConfiguration.from_security_configuration_name(stack, "Security", "s")
  local connection = glue.Connection.from_connection_name(stack, "Connection", "c")
  local minutes, hours =
    cdk.Duration.minutes, cdk.Duration.hours
  local plain = glue.PySparkEtlJob(stack, "Plain", { role = role, script = script })
  glue.PySparkEtlJob(stack, "Whole", {
    role = role, script = glue.Code.from_asset(FILES .. "job.py"), job_name = "whole", description = "d",
    glue_version = glue.GlueVersion.V5_1, max_concurrent_runs = 3, max_retries = 2, job_run_queuing_enabled = true,
    security_configuration = security, connections = { connection }, tags = { k = "v" }, timeout = hours(1),
    notify_delay_after = minutes(5), enable_metrics = false, enable_observability_metrics = false,
    worker_configuration = { worker_type = glue.WorkerType.G_025X, number_of_workers = 2 },
    extra_jars = { jar, glue.Code.from_bucket(bucket, "b.jar") }, extra_jars_first = true,
    extra_python_files = { library }, extra_files = { jar }, spark_ui = { bucket = bucket, prefix = "/ui/logs" },
    default_arguments = { ["--own"] = "x", ["--job-language"] = "python" },
    continuous_logging = {
      enabled = true, log_group = logs.LogGroup(stack, "Logs"), log_stream_prefix = "p", conversion_pattern = "%m",
      quiet = true,
    },
  })
  glue.PySparkFlexEtlJob(stack, "Flex", {
    role = role, script = script, spark_ui = {}, max_retries = 1, notify_delay_after = minutes(1),
    max_concurrent_runs = 0, continuous_logging = { enabled = false, quiet = true },
  })
  glue.PySparkStreamingJob(stack, "Stream", {
    role = role, script = script, spark_ui = { bucket = bucket, prefix = "" }, max_retries = 1, extra_files = {},
    connections = {},
  })
  glue.ScalaSparkEtlJob(stack, "Scala", {
    role = role, script = jar, class_name = "com.A", notify_delay_after = minutes(1),
    default_arguments = { ["--class"] = "com.A" },
  })
  glue.ScalaSparkFlexEtlJob(stack, "ScalaFlex", {
    role = role, script = jar, class_name = "com.A", glue_version = glue.GlueVersion.V4_0,
  })
  glue.ScalaSparkStreamingJob(stack, "ScalaStream", {
    role = role, script = jar, class_name = "com.A", job_run_queuing_enabled = true, max_retries = 3,
  })
  local shell = glue.PythonShellJob(stack, "Shell", { role = role, script = script })
  glue.PythonShellJob(stack, "OwnShell", {
    role = role, script = script, library_set = glue.LibrarySet.NONE, max_capacity = glue.MaxCapacity.DPU_1,
    python_version = glue.PythonVersion.THREE_NINE, max_retries = 2, extra_python_files = { library, script },
    default_arguments = { ["--db-password"] = "plain", ["--api-key"] = cdk.Fn.import_value "key" },
  })
  bucket:grant_write(plain)
  out("Arn", plain.job_arn)
  out("Name", shell.job_ref.job_name)
  out("Imported", glue.Job.from_job_attributes(stack, "Imported", { job_name = "n", role = role }).job_arn)
end

function cases.events_and_metrics_of_jobs(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r")
  local job = glue.PySparkEtlJob(stack, "Job", {
    role = role, script = glue.Code.from_asset(FILES .. "job.py", { asset_hash = "h" }),
  })
  local imported = glue.Job.from_job_attributes(stack, "Imported", { job_name = "n" })
  local target = targets.SnsTopic(sns.Topic(stack, "Topic"))
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  job:on_event("Any", { target = target, event_pattern = { account = { "1" } } })
  job:on_success("Success", { description = "d", rule_name = "r" })
  job:on_failure "Failure"
  imported:on_timeout("Timeout", { target = target })
  alarm("Succeeded", job:metric_success())
  alarm("SucceededAgain", job:metric_success { period = cdk.Duration.minutes(1) })
  alarm("Failed", job:metric_failure())
  alarm("TimedOut", imported:metric_timeout { statistic = "Average" })
  alarm("Own", job:metric("glue.driver.aggregate.numFailedTasks", glue.MetricType.COUNT, { statistic = "max" }))
end

function cases.workflows(app)
  local Action, Condition, TriggerSchedule =
    glue.Action, glue.Condition, glue.TriggerSchedule
  local seconds = cdk.Duration.seconds
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local job = glue.Job.from_job_attributes(stack, "Job", { job_name = "j" })
  local crawler = glue.CfnCrawler(stack, "Crawler", { role = "r", targets = {} })
  local security = glue.SecurityConfiguration(stack, "Security", { s3_encryption = glue.S3Encryption.s3_managed() })
  local workflow = glue.Workflow(stack, "Workflow", {
    workflow_name = "w", description = "d", default_run_properties = { a = "b" }, max_concurrent_runs = 2,
  })
  local actions = {
    Action.job(job, {
      arguments = { ["--a"] = "b" }, timeout = cdk.Duration.minutes(3), security_configuration = security,
    }),
    Action.crawler(crawler),
  }
  workflow:add_on_demand_trigger("Demand", { actions = actions, name = "n", description = "" })
  workflow:add_scheduled_trigger("Daily", { actions = actions, schedule = TriggerSchedule.daily(), description = "" })
  workflow:add_scheduled_trigger("Weekly", {
    actions = { Action.job(job) }, schedule = TriggerSchedule.weekly(), start_on_creation = true,
  })
  workflow:add_scheduled_trigger("Cron", {
    actions = actions, schedule = TriggerSchedule.cron { minute = "5", hour = "1" },
  })
  workflow:add_scheduled_trigger("Expression", {
    actions = actions, schedule = TriggerSchedule.expression "cron(0 1 * * ? *)",
  })
  local event = workflow:add_event_trigger("Event", {
    actions = actions, description = "d", event_batching_condition = { batch_size = 5, batch_window = seconds(60) },
  })
  workflow:add_event_trigger("Defaults", { actions = actions, event_batching_condition = { batch_size = 0 } })
  local condition = Condition.job(job, glue.JobState.SUCCEEDED)
  workflow:add_conditional_trigger("One", {
    actions = actions, predicate = { conditions = { condition }, logical = glue.PredicateLogical.ANY },
  })
  workflow:add_conditional_trigger("Two", {
    actions = actions, start_on_creation = true,
    predicate = {
      conditions = {
        condition,
        Condition.crawler(crawler, glue.CrawlerState.FAILED,
          { logical_operator = glue.ConditionLogicalOperator.EQUALS }),
      },
    },
  })
  workflow:add_conditional_trigger("None", { actions = actions, predicate = { logical = glue.PredicateLogical.ANY } })
  local imported = glue.Workflow.from_workflow_arn(stack, "ByArn", "arn:aws:glue:us-east-1:444455556666:workflow/x")
  imported:add_on_demand_trigger("Trigger", { actions = {} })
  out("Arn", workflow.workflow_arn)
  out("Plain", glue.Workflow(stack, "Plain").workflow_name)
  out("Imported", imported.workflow_arn)
  out("ByName", glue.Workflow.from_workflow_name(stack, "ByName", "n").workflow_arn)
  out("Given",
    glue.Workflow.from_workflow_attributes(stack, "Given", { workflow_name = "n", workflow_arn = "a" }).workflow_arn)
  out("Trigger", event.trigger_ref.trigger_name)
end

function cases.connections_security_and_rulesets(app)
  local Connection, ConnectionNetwork, ConnectionType = glue.Connection, glue.ConnectionNetwork, glue.ConnectionType
  local SecurityConfiguration, DataQualityRuleset = glue.SecurityConfiguration, glue.DataQualityRuleset
  local Target, Dqdl = glue.DataQualityTargetTable, glue.Dqdl
  local stack = cdk.Stack(app, "S", { env = ENV })
  local other = cdk.Stack(app, "Other", { env = { account = ENV.account, region = "us-east-1" } })
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local security_group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local key = kms.Key(stack, "Key")
  local subnet = ec2.Subnet.from_subnet_attributes(stack, "Subnet", {
    subnet_id = "subnet-1", availability_zone = "eu-west-1a",
  })
  local jdbc = Connection(stack, "Jdbc", {
    type = ConnectionType.JDBC, connection_name = "jdbc", description = "d", match_criteria = { "m" },
    network = ConnectionNetwork.vpc(vpc, { subnet_type = ec2.SubnetType.PUBLIC }), security_groups = { security_group },
    properties = { JDBC_CONNECTION_URL = "u", PASSWORD = "plain" }, secret = secrets.Secret(stack, "Secret"),
  })
  local own = Connection(stack, "Own", { type = ConnectionType "OWN", network = ConnectionNetwork.subnet(subnet) })
  own:add_property("KEY", "value")
  Connection(stack, "Groups", { type = ConnectionType.NETWORK, security_groups = { security_group } })
  Connection(stack, "First", { type = ConnectionType.MONGODB, network = ConnectionNetwork.vpc(vpc) })
  SecurityConfiguration(stack, "Keys", {
    security_configuration_name = "keys", cloud_watch_encryption = glue.CloudWatchEncryption.kms(key),
    job_bookmarks_encryption = glue.JobBookmarksEncryption.client_side_kms(key),
    s3_encryption = glue.S3Encryption.kms(key), removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local made = SecurityConfiguration(stack, "Made", {
    cloud_watch_encryption = glue.CloudWatchEncryption.kms(),
    job_bookmarks_encryption = glue.JobBookmarksEncryption.client_side_kms(), s3_encryption = glue.S3Encryption.kms(),
  })
  local database = glue.Database.from_database_arn(stack, "Database", ARN .. "database/d")
  local rules = DataQualityRuleset(stack, "Rules", {
    ruleset_name = "rules", dqdl = Dqdl.from_string "Rules = [ IsComplete \"a\" ]",
    target_table = Target.from_table_name(database, "t"), description = "d", tags = { k = "v" },
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local table_ = glue.TableBase.from_table_attributes(stack, "Table", { table_arn = "a", table_name = "n" })
  DataQualityRuleset(stack, "OfTable", {
    ruleset_name = "of-table", dqdl = Dqdl.from_string "x", target_table = Target.from_table(database, table_),
  })
  out("Arn", jdbc.connection_arn)
  out("ByArn", Connection.from_connection_arn(stack, "ByArn", ARN .. "connection/c").connection_name)
  out("ByName", Connection.from_connection_name(stack, "ByName", "c").connection_arn)
  out("Security", made.security_configuration_name)
  out("Key", made.s3_encryption_key.key_ref.key_arn)
  out("RulesArn", rules.ruleset_arn)
  out("RulesByArn", DataQualityRuleset.from_ruleset_arn(
    stack, "RulesByArn", ARN .. "dataqualityruleset/r").ruleset_name)
  out("RulesByName", DataQualityRuleset.from_ruleset_name(stack, "RulesByName", "r").ruleset_arn)
  cdk.CfnOutput(other, "There", { value = jdbc.connection_arn })
end

describe("aws_glue", function()
  golden.check("aws_glue", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local Schema, Projection = glue.Schema, glue.PartitionProjectionConfiguration
  local COLUMNS = { { name = "a", type = Schema.STRING } }
  local KEYS = keys_of { "p", "q" }

  -- A table of these properties and the required ones.
  local made = 0
  local function table_of(props)
    made = made + 1
    local all = {
      database = glue.Database.from_database_arn(stack, "D" .. made, ARN .. "database/d"), columns = COLUMNS,
      data_format = glue.DataFormat.JSON,
    }
    for name, value in pairs(props) do all[name] = value end
    return glue.S3Table(stack, "T" .. made, all)
  end

  local function job_of(class, props)
    made = made + 1
    local all = {
      role = iam.Role.from_role_arn(stack, "Role" .. made, "arn:aws:iam::111122223333:role/r"),
      script = glue.Code.from_bucket(s3.Bucket.from_bucket_name(stack, "Bucket" .. made, "bucket"), "k"),
    }
    for name, value in pairs(props) do all[name] = value end
    return glue[class](stack, "J" .. made, all)
  end

  it("refuses types that Glue does not have", function()
    refuses("the precision of a decimal must be an integer between 1 and 38, got 39", Schema.decimal, 39)
    refuses("the scale of a decimal must be an integer between 0 and 38, got -1", Schema.decimal, 3, -1)
    refuses("the length of a char must be an integer between 1 and 255, got 256", Schema.char, 256)
    refuses("the length of a varchar must be an integer between 1 and 65535, got 1.5", Schema.varchar, 1.5)
    refuses("the keys of a map must be of a primitive type, got 'array<date>'", Schema.map, Schema.array(Schema.DATE),
      Schema.DATE)
  end)

  it("refuses projections that Athena does not have", function()
    local function date(format, step) return { min = "a", max = "b", format = format, step = step } end
    refuses("min must be an integer", Projection.integer, { min = 1.5, max = 2 })
    refuses("min must not be greater than max, got 3 and 2", Projection.integer, { min = 3, max = 2 })
    refuses("interval must be an integer of at least 1, got 0", Projection.integer, { min = 1, max = 2, interval = 0 })
    refuses("digits must be an integer of at least 1, got 0.5", Projection.integer, { min = 1, max = 2, digits = 0.5 })
    refuses("min and max cannot be empty", Projection.date, { min = " ", max = "b", format = "yyyy" })
    refuses("format cannot be empty", Projection.date, date " ")
    refuses("format has a quote without its end", Projection.date, date "yyyy'T")
    refuses("letters that Java's DateTimeFormatter does not know: T, b", Projection.date, date "yyyyTTb")
    refuses("the interval of step must be an integer of at least 1, got 0", Projection.date,
      date("yyyy", { interval = 0, interval_unit = "DAYS" }))
    refuses("format 'HH' has parts of a day, so step is required", Projection.date, date "HH")
    refuses("values cannot be empty", Projection.enum, { values = {} })
    refuses("values[1] cannot be empty", Projection.enum, { values = { " " } })
    refuses("values[2] cannot contain a comma", Projection.enum, { values = { "a", "b,c" } })
  end)

  it("refuses tables whose columns, parameters and projections do not fit together", function()
    refuses("a table has at least one column", table_of, { columns = {} })
    refuses("have the name 'a' twice", table_of, { partition_keys = { COLUMNS[1] } })
    refuses("the parameter has_encrypted_data is set by the property of this name, to true", table_of,
      { parameters = { has_encrypted_data = "false" } })
    refuses("partition_projection needs partition_keys", table_of,
      { partition_projection = { a = Projection.injected() } })
    refuses("partition_projection has 'a', which is not one of the partition keys: 'p', 'q'", table_of,
      { partition_keys = KEYS, partition_projection = { a = Projection.injected() } })
    refuses("the parameter 'projection.p.type' is set by partition_projection", table_of, {
      partition_keys = KEYS, partition_projection = { p = Projection.injected() },
      parameters = { ["projection.p.type"] = "x" },
    })
    refuses("the parameter 'projection.enabled' is set by partition_projection", table_of, {
      partition_keys = KEYS, partition_projection = { p = Projection.injected() },
      parameters = { ["projection.enabled"] = "true" },
    })
    local parameter = glue.StorageParameter.num_rows(1)
    refuses("storage_parameters has the key 'num_rows' twice", table_of,
      { storage_parameters = { parameter, parameter } })
    refuses("the ARN of a table has the form", glue.TableBase.from_table_arn, stack, "Table", ARN .. "table")
  end)

  it("leaves the user's parameters as they are", function()
    local parameters = { has_encrypted_data = "true" }
    table_of { partition_keys = KEYS, partition_projection = { p = Projection.injected() }, parameters = parameters }
    assert.same({ has_encrypted_data = "true" }, parameters)
  end)

  it("refuses partition indexes that Glue cannot have", function()
    local one = table_of { partition_keys = KEYS }
    refuses("index_name must have 1 to 255 characters, got 256", one.add_partition_index, one,
      { key_names = { "p" }, index_name = ("x"):rep(256) })
    refuses("key_names has 'a', which is not one of the partition keys: 'p', 'q'", one.add_partition_index, one,
      { key_names = { "p", "a" } })
    refuses("give index_name", one.add_partition_index, one, { key_names = { cdk.Fn.import_value "key" } })
    for i = 1, 3 do one:add_partition_index { key_names = { "p" }, index_name = "i" .. i } end
    refuses("a table has at most 3 partition indexes", one.add_partition_index, one, { key_names = { "p" } })
    local plain = table_of {}
    refuses("a partition index needs a table with partition_keys", plain.add_partition_index, plain,
      { key_names = { "p" } })
  end)

  it("refuses databases and catalogs that cannot be", function()
    refuses("description must have at most 2048 characters, got 2049", glue.Database, stack, "Long",
      { description = ("x"):rep(2049) })
    refuses("location_uri must have 1 to 1024 characters, got 0", glue.Database, stack, "Empty", { location_uri = "" })
    refuses("the ARN of a catalog has the form", glue.Catalog.from_catalog_arn, stack, "Catalog", ARN .. "database/d")
    glue.Catalog.for_account(stack)
    refuses("the stack uses the account's catalog already", glue.Catalog.encrypt_account, stack, {})
  end)

  it("refuses arguments of jobs that properties set, or Glue", function()
    refuses("default_arguments cannot set '--debug', which Glue sets itself", job_of, "PySparkEtlJob",
      { default_arguments = { ["--debug"] = "true" } })
    refuses("default_arguments cannot set '--class', which properties of the job set", job_of, "ScalaSparkEtlJob",
      { class_name = "A", default_arguments = { ["--class"] = "B" } })
    refuses("default_arguments cannot set '--enable-metrics', which properties", job_of, "PySparkFlexEtlJob",
      { enable_metrics = false, default_arguments = { ["--enable-metrics"] = "" } })
  end)

  it("refuses jobs with a bad prefix, an old Python, or a folder as code", function()
    refuses("prefix must begin with a slash and not end with one, got '/a/'", job_of, "PySparkStreamingJob",
      { spark_ui = { prefix = "/a/" } })
    refuses("prefix must begin with a slash", job_of, "PySparkStreamingJob", { spark_ui = { prefix = "a" } })
    refuses("Python shell jobs run PythonVersion.THREE_NINE only, got '3'", job_of, "PythonShellJob",
      { python_version = glue.PythonVersion.THREE })
    refuses("the code of a job is a file, and 'spec/fixtures/glue' is a folder", glue.Code.from_asset,
      "spec/fixtures/glue")
    refuses("there is no file 'spec/fixtures/glue/none.py'", glue.Code.from_asset, FILES .. "none.py")
    local code = glue.Code.from_asset(FILES .. "job.py")
    job_of("PythonShellJob", { script = code })
    stack = cdk.Stack(cdk.App(), "Other")
    refuses("the code is an asset of stack S already", job_of, "PythonShellJob", { script = code })
  end)

  it("refuses connections without a subnet, and with two secrets", function()
    local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
      vpc_id = "vpc-1", availability_zones = { "a" }, public_subnet_ids = { "s" },
      public_subnet_route_table_ids = { "r" },
    })
    refuses("vpc_subnets takes no subnet of the VPC", glue.Connection, stack, "Nowhere", {
      type = glue.ConnectionType.JDBC,
      network = glue.ConnectionNetwork.vpc(vpc, { subnet_type = "Public", availability_zones = { "x" } }),
    })
    local secret = secrets.Secret(stack, "Secret")
    glue.Connection(stack, "Twice",
      { type = glue.ConnectionType.JDBC, secret = secret, properties = { SECRET_ID = "s" } })
    refuses("[S/Twice] secret and the property SECRET_ID are mutually exclusive", stack.node.root.synth,
      stack.node.root)
  end)

  it("refuses a security configuration that encrypts nothing", function()
    refuses("a security configuration needs at least one of", glue.SecurityConfiguration, stack, "Nothing")
  end)

  it("warns of what is not encrypted or not limited", function()
    local function warning(construct)
      local all = {}
      for _, entry in ipairs(construct.node.metadata) do
        if entry.type == "aws:cdk:warning" then all[#all + 1] = entry.data:match "%[ack: (.*)%]" end
      end
      table.sort(all)
      return table.concat(all, " ")
    end
    local retried = job_of("PySparkEtlJob", {
      max_retries = 2, job_run_queuing_enabled = true,
      default_arguments = { ["--db-password"] = "x", ["--api_key"] = cdk.Fn.import_value "key" },
    })
    assert.equal("@aws-cdk/aws-glue-alpha:plaintextJobArgumentSecret "
      .. "@aws-cdk/aws-glue-alpha:unencryptedContinuousLogging GlueMaxRetriesQueuingEnabled", warning(retried))
    local shared = table_of {
      storage = glue.S3TableStorage.from_bucket(s3.Bucket.from_bucket_name(stack, "Shared", "bucket")),
    }
    shared:grant_read(iam.User(stack, "User"))
    assert.equal("@aws-cdk/aws-glue-alpha:grantScopedToWholeBucket", warning(shared))
    local named = job_of("PythonShellJob", {
      default_arguments = { [tostring(cdk.Fn.import_value "name")] = "x" }, continuous_logging = { enabled = false },
    })
    assert.truthy(warning(named):find("@aws-cdk/aws-glue-alpha:tokenJobArgumentKey", 1, true))
  end)
end)
