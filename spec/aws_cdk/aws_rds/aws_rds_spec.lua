-- Databases of RDS. The cases are twins of tools/golden/aws_rds.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local rds = require "aws_cdk.aws_rds"
local s3 = require "aws_cdk.aws_s3"
local secrets = require "aws_cdk.aws_secretsmanager"
local sns = require "aws_cdk.aws_sns"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local ClusterInstance, Credentials, SnapshotCredentials = rds.ClusterInstance, rds.Credentials, rds.SnapshotCredentials
local ENV = { account = "111122223333", region = "eu-west-1" }

local function flagged(app, ...)
  for _, flag in ipairs { ... } do app.node:set_context("@aws-cdk/aws-rds:" .. flag, true) end
end

local function outputs(stack)
  local n = 0
  return function(...)
    for _, value in ipairs { ... } do
      n = n + 1
      cdk.CfnOutput(stack, "Out" .. n, { value = value })
    end
  end
end

local function start(app, props)
  local stack = cdk.Stack(app, "S", props)
  return stack, ec2.Vpc(stack, "Vpc", { max_azs = 2 }), outputs(stack)
end

-- The properties of both tables.
local function with(properties, more)
  for key, value in pairs(more or {}) do properties[key] = value end
  return properties
end

local cases = {}

function cases.instances(app)
  local stack, vpc = start(app)
  local engine = rds.DatabaseInstanceEngine.mysql { version = rds.MysqlEngineVersion.VER_8_0_40 }
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "rds.amazonaws.com" })
  local key = kms.Key(stack, "Key")
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  rds.DatabaseInstance(stack, "Plain", { engine = engine, vpc = vpc })
  rds.DatabaseInstance(stack, "Full", {
    engine = engine, vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, multi_az = true,
    storage_type = rds.StorageType.GP3, storage_throughput = 500, iops = 12000,
    processor_features = { core_count = 4, threads_per_core = 1 }, instance_identifier = "MyInstance", port = 3307,
    iam_authentication = true, backup_retention = cdk.Duration.days(7), preferred_backup_window = "01:00-02:00",
    copy_tags_to_snapshot = false, delete_automated_backups = true, monitoring_interval = cdk.Duration.minutes(1),
    enable_performance_insights = true, performance_insight_retention = rds.PerformanceInsightRetention.MONTHS_15,
    performance_insight_encryption_key = key, database_insights_mode = rds.DatabaseInsightsMode.ADVANCED,
    cloudwatch_logs_exports = { "error", "audit" }, cloudwatch_logs_retention = logs.RetentionDays.ONE_MONTH,
    cloudwatch_logs_retention_role = role, auto_minor_version_upgrade = false,
    preferred_maintenance_window = "Sun:03:00-Sun:04:00", deletion_protection = true, security_groups = { group },
    max_allocated_storage = 500, domain = "d-1", publicly_accessible = false, network_type = rds.NetworkType.DUAL,
    removal_policy = cdk.RemovalPolicy.RETAIN, ca_certificate = rds.CaCertificate.RDS_CA_ECC384_G1,
    apply_immediately = true,
    engine_lifecycle_support = rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT,
    instance_type = ec2.InstanceType "r6g.large", license_model = rds.LicenseModel.GENERAL_PUBLIC_LICENSE,
    allow_major_version_upgrade = true, allocated_storage = 200, database_name = "main",
    parameters = { a = "1", b = "2" }, character_set_name = "UTF8", storage_encryption_key = key,
  })
  rds.DatabaseInstance(stack, "Given", {
    engine = engine, vpc = vpc, monitoring_interval = cdk.Duration.seconds(5), monitoring_role = role, domain = "d-2",
    domain_role = role, storage_type = rds.StorageType.IO1, availability_zone = "eu-west-1a",
    storage_encrypted = false, performance_insight_encryption_key = key, removal_policy = cdk.RemovalPolicy.SNAPSHOT,
    ca_certificate = rds.CaCertificate.of "own",
    subnet_group = rds.SubnetGroup.from_subnet_group_name(stack, "Sub", "s"),
    parameter_group = rds.ParameterGroup.from_parameter_group_name(stack, "Par", "p"),
    option_group = rds.OptionGroup.from_option_group_name(stack, "Opt", "o"),
  })
end

function cases.engines(app)
  local stack, vpc = start(app, { env = ENV })
  local bucket = s3.Bucket(stack, "Bucket")
  local all, postgres = rds.DatabaseInstanceEngine, rds.PostgresEngineVersion
  for _, row in ipairs {
    { "Maria", all.maria_db { version = rds.MariaDbEngineVersion.VER_10_11 } }, { "Mysql", all.MYSQL },
    { "Postgres", all.postgres { version = postgres.of("17.9", "17") } },
  } do
    rds.DatabaseInstance(stack, row[1], { engine = row[2], vpc = vpc })
  end
  local oracle = { version = rds.OracleEngineVersion.VER_19_0_0_0_2020_04_R1 }
  local server = { version = rds.SqlServerEngineVersion.VER_15_00_4316_3_V1 }
  for _, row in ipairs {
    { "OracleEe", all.oracle_ee(oracle) }, { "OracleEeCdb", all.oracle_ee_cdb(oracle) },
    { "OracleSe2", all.oracle_se2(oracle) }, { "OracleSe2Cdb", all.oracle_se2_cdb(oracle) },
    { "ServerEe", all.sql_server_ee(server) }, { "ServerEx", all.sql_server_ex(server) },
    { "ServerSe", all.sql_server_se(server) }, { "ServerWeb", all.sql_server_web(server) },
    { "PostgresS3", all.postgres { version = postgres.VER_16_4 } },
  } do
    rds.DatabaseInstance(stack, row[1], {
      engine = row[2], vpc = vpc, s3_import_buckets = { bucket }, s3_export_buckets = { bucket },
      timezone = row[1]:find "^Server" and "Europe/Zurich" or nil, parameters = { a = "1" },
    })
  end
end

function cases.restored(app)
  local stack, vpc, out = start(app)
  local engine = rds.DatabaseInstanceEngine.postgres { version = rds.PostgresEngineVersion.VER_17 }
  local function snapshot(id, props)
    return rds.DatabaseInstanceFromSnapshot(stack, id, with({ engine = engine, vpc = vpc }, props))
  end
  snapshot("Plain", { snapshot_identifier = "s" })
  snapshot("Cluster", {
    cluster_snapshot_identifier = "c", credentials = SnapshotCredentials.from_generated_password "me",
  })
  local one = snapshot("Generated", {
    snapshot_identifier = "s",
    credentials = SnapshotCredentials.from_generated_secret("me", { exclude_characters = '"$' }),
  })
  snapshot("Given", {
    snapshot_identifier = "s", credentials = SnapshotCredentials.from_password(cdk.SecretValue.ssm_secure("/p", "1")),
  })
  snapshot("Secret", {
    snapshot_identifier = "s",
    credentials = SnapshotCredentials.from_secret(secrets.Secret.from_secret_name_v2(stack, "S", "name")),
  })
  local replica = rds.DatabaseInstanceReadReplica(stack, "Replica", {
    source_database_instance = one, instance_type = ec2.InstanceType "t3.small", vpc = vpc, allocated_storage = 300,
    storage_encrypted = true, domain = "d-1",
  })
  out(replica.instance_resource_id, replica.instance_arn, one.instance_resource_id)
end

function cases.credentials(app)
  local stack, vpc, out = start(app, { env = ENV })
  local key, engine = kms.Key(stack, "Key"), rds.DatabaseInstanceEngine.POSTGRES
  local master = rds.DatabaseSecret(stack, "Master", { username = "master", secret_name = "m" })
  local function instance(id, credentials, managed)
    return rds.DatabaseInstance(stack, id, {
      engine = engine, vpc = vpc, credentials = credentials, manage_master_user_password = managed,
    })
  end
  instance("Generated", Credentials.from_generated_secret("me", {
    encryption_key = key, exclude_characters = "!&", secret_name = "n", replica_regions = { { region = "eu-west-3" } },
  }))
  instance("Password", Credentials.from_password("me", cdk.SecretValue.unsafe_plain_text "p"))
  instance("Name", Credentials.from_username("me", { encryption_key = key }))
  instance("Secret", Credentials.from_secret(secrets.Secret.from_secret_name_v2(stack, "S", "name")))
  instance("Named", Credentials.from_secret(master, "other"))
  local managed = instance("Managed", Credentials.from_username("me", { encryption_key = key }), true)
  out(managed.secret.secret_arn)
  instance("ManagedPlain", nil, true)
  instance("Table", { username = "me", password = cdk.SecretValue.unsafe_plain_text "p" })
  rds.DatabaseSecret(stack, "User", {
    username = "user", master_secret = master, dbname = "db", replace_on_password_criteria_changes = true,
    encryption_key = key,
  })
end

function cases.members_of_instances(app)
  local stack, vpc, out = start(app)
  local engine = rds.DatabaseInstanceEngine.maria_db { version = rds.MariaDbEngineVersion.VER_10_11 }
  local instance = rds.DatabaseInstance(stack, "Db", { engine = engine, vpc = vpc })
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
  instance:add_rotation_single_user { automatically_after = cdk.Duration.days(9), exclude_characters = "!" }
  local secret = rds.DatabaseSecret(stack, "User", { username = "user", master_secret = instance.secret })
  instance:add_rotation_multi_user("Multi", { secret = secret:attach(instance) })
  instance:grant_connect(role)
  instance:grant_connect(role, "user")
  instance:on_event("Event", {
    event_pattern = { detail_type = { "RDS DB Instance Event" } }, target = targets.SnsTopic(sns.Topic(stack, "Topic")),
  })
  instance.connections:allow_default_port_from(ec2.SecurityGroup(stack, "Group", { vpc = vpc }))
  local proxy = instance:add_proxy("Proxy", { vpc = vpc, secrets = { instance.secret } })
  proxy:grant_connect(role)
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  alarm("CPUUtilization", instance:metric_cpu_utilization())
  alarm("DatabaseConnections", instance:metric_database_connections())
  alarm("FreeStorageSpace", instance:metric_free_storage_space())
  alarm("FreeableMemory", instance:metric_freeable_memory())
  alarm("ReadIOPS", instance:metric_read_iops())
  alarm("WriteIOPS", instance:metric_write_iops())
  alarm("Other", instance:metric("Other", { statistic = "Sum" }))
  out(instance.instance_arn, instance.instance_endpoint.socket_address, instance.db_instance_endpoint_address,
    instance.db_instance_endpoint_port, instance.db_instance_ref.db_instance_arn, instance.instance_identifier)
end

function cases.groups(app)
  local stack, vpc, out = start(app)
  local group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
  local engine = rds.DatabaseInstanceEngine.oracle_se2 { version = rds.OracleEngineVersion.VER_19 }
  local options = rds.OptionGroup(stack, "Options", {
    engine = engine, configurations = {
      { name = "XMLDB" }, { name = "OEM", port = 1158, vpc = vpc },
      { name = "SSL", port = 2484, vpc = vpc, security_groups = { group } },
      { name = "S3", version = "1.0", settings = { a = "1", b = "2" } },
    },
  })
  options:add_configuration { name = "Later" }
  options.option_connections.OEM.connections:allow_default_port_from_any_ipv4()
  rds.OptionGroup(stack, "None", {
    engine = engine, configurations = {}, description = "d", option_group_name = "none",
  })
  local both = rds.ParameterGroup(stack, "Both", {
    engine = engine, parameters = { a = "1" }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  both:bind_to_cluster {}
  both:add_parameter("b", "2")
  out(both:bind_to_instance({}).parameter_group_name)
  local named = rds.ParameterGroup.for_instance(stack, "One", { engine = engine, description = "d", name = "n" })
  rds.ParameterGroup.for_cluster(stack, "Cluster", { engine = engine })
  rds.ParameterGroup(stack, "Unused", { engine = engine })
  local imported = rds.ParameterGroup.from_parameter_group_name(stack, "Imported", "i")
  imported:add_parameter("a", "b")
  local subnets = rds.SubnetGroup(stack, "Subnets", {
    vpc = vpc, description = "d", subnet_group_name = "UPPER", vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  rds.SubnetGroup(stack, "Plain", { vpc = vpc, description = "d" })
  out(options.option_group_name, options.option_group_ref.option_group_name,
    named.db_parameter_group_ref.db_parameter_group_arn, named.db_parameter_group_ref.db_parameter_group_name,
    imported.db_parameter_group_ref.db_parameter_group_arn,
    imported.db_cluster_parameter_group_ref.db_cluster_parameter_group_name,
    subnets.db_subnet_group_ref.db_subnet_group_arn,
    rds.SubnetGroup.from_subnet_group_name(stack, "Sub", "s").db_subnet_group_ref.db_subnet_group_arn,
    rds.OptionGroup.from_option_group_name(stack, "Opt", "o").option_group_ref.option_group_name)
end

function cases.clusters(app)
  local stack, vpc, out = start(app)
  local engines = rds.DatabaseClusterEngine
  local mysql = engines.aurora_mysql { version = rds.AuroraMysqlEngineVersion.VER_3_08_0 }
  local postgres = engines.aurora_postgres { version = rds.AuroraPostgresEngineVersion.VER_16_4 }
  local key, bucket = kms.Key(stack, "Key"), s3.Bucket(stack, "Bucket")
  rds.DatabaseCluster(stack, "Plain", { engine = mysql, vpc = vpc, writer = ClusterInstance.provisioned "Writer" })
  local full = rds.DatabaseCluster(stack, "Full", {
    engine = mysql, vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    auto_minor_version_upgrade = true, backtrack_window = cdk.Duration.hours(1),
    backup = { retention = cdk.Duration.days(20), preferred_window = "01:00-02:00" },
    cloudwatch_logs_exports = { "error", "audit" }, cloudwatch_logs_retention = logs.RetentionDays.ONE_DAY,
    cluster_identifier = "MyCluster", copy_tags_to_snapshot = false,
    credentials = Credentials.from_generated_secret "me", database_insights_mode = rds.DatabaseInsightsMode.ADVANCED,
    default_database_name = "main", delete_automated_backups = false, deletion_protection = false, domain = "d-1",
    enable_cluster_level_enhanced_monitoring = true, enable_data_api = true, enable_local_write_forwarding = true,
    enable_performance_insights = true, performance_insight_retention = rds.PerformanceInsightRetention.MONTHS_15,
    performance_insight_encryption_key = key,
    engine_lifecycle_support = rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,
    iam_authentication = true, monitoring_interval = cdk.Duration.seconds(30), network_type = rds.NetworkType.DUAL,
    parameters = { a = "1" }, port = 3307, preferred_maintenance_window = "Sun:03:00-Sun:04:00",
    removal_policy = cdk.RemovalPolicy.RETAIN, s3_import_buckets = { bucket }, s3_export_buckets = { bucket },
    serverless_v2_min_capacity = 0, serverless_v2_max_capacity = 16,
    serverless_v2_auto_pause_duration = cdk.Duration.minutes(10), storage_encryption_key = key,
    storage_type = rds.DBClusterStorageType.AURORA_IOPT1, writer = ClusterInstance.serverless_v2 "Writer",
    readers = { ClusterInstance.serverless_v2("Reader", { scale_with_writer = true }) },
  })
  full:add_rotation_single_user()
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
  full:grant_connect(role, "me")
  full:grant_data_api_access(role)
  out(full.cluster_arn, full.cluster_identifier, full.cluster_resource_identifier,
    full.cluster_endpoint.socket_address, full.cluster_read_endpoint.hostname,
    full.instance_identifiers[1] .. "," .. full.instance_identifiers[2], full.instance_endpoints[2].socket_address,
    full.db_cluster_ref.db_cluster_arn)
  rds.DatabaseCluster(stack, "Legacy", {
    engine = postgres, instances = 3, instance_identifier_base = "base",
    instance_update_behaviour = rds.InstanceUpdateBehaviour.ROLLING, monitoring_interval = cdk.Duration.seconds(5),
    s3_import_buckets = { bucket }, s3_export_role = role,
    instance_props = {
      vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, instance_type = ec2.InstanceType "r5.large",
      parameters = { b = "2" }, allow_major_version_upgrade = true, auto_minor_version_upgrade = true,
      delete_automated_backups = true, preferred_maintenance_window = "w", enable_performance_insights = true,
    },
  })
  rds.DatabaseCluster(stack, "Two", {
    engine = engines.AURORA_MYSQL, cluster_identifier = "two", instance_props = { vpc = vpc },
  })
  rds.DatabaseCluster(stack, "Managed", {
    engine = postgres, vpc = vpc, writer = ClusterInstance.provisioned "W", manage_master_user_password = true,
    credentials = Credentials.from_username("me", { encryption_key = key }),
  })
  rds.DatabaseCluster(stack, "Copy", {
    engine = postgres, vpc = vpc, writer = ClusterInstance.provisioned "W",
    replication_source_identifier = "arn:of:source",
  })
  rds.DatabaseCluster(stack, "Limitless", {
    engine = engines.aurora_postgres { version = rds.AuroraPostgresEngineVersion.VER_16_4_LIMITLESS }, vpc = vpc,
    cluster_scalability_type = rds.ClusterScalabilityType.LIMITLESS, enable_performance_insights = true,
    performance_insight_retention = rds.PerformanceInsightRetention.MONTHS_1,
    monitoring_interval = cdk.Duration.seconds(5), enable_cluster_level_enhanced_monitoring = true,
    storage_type = rds.DBClusterStorageType.AURORA_IOPT1, cloudwatch_logs_exports = { "postgresql" },
  })
end

function cases.cluster_instances(app)
  local stack, vpc = start(app)
  local engine = rds.DatabaseClusterEngine.aurora_postgres { version = rds.AuroraPostgresEngineVersion.VER_17_4 }
  local key = kms.Key(stack, "Key")
  local function cluster(id, writer, ...)
    return rds.DatabaseCluster(stack, id, {
      engine = engine, vpc = vpc, writer = writer, readers = { ... }, monitoring_interval = cdk.Duration.seconds(5),
      vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    })
  end
  cluster("Full", ClusterInstance.provisioned("Writer", {
    allow_major_version_upgrade = true, apply_immediately = true, auto_minor_version_upgrade = false,
    availability_zone = "eu-west-1a", ca_certificate = rds.CaCertificate.RDS_CA_RSA4096_G1,
    enable_performance_insights = true, instance_identifier = "w", parameters = { a = "1" },
    performance_insight_encryption_key = key, preferred_maintenance_window = "m", publicly_accessible = false,
    performance_insight_retention = rds.PerformanceInsightRetention.LONG_TERM,
    instance_type = ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.XLARGE8),
  }), ClusterInstance.serverless_v2("Scaled", { scale_with_writer = true }), ClusterInstance.serverless_v2 "Alone",
    ClusterInstance.provisioned("Other", { promotion_tier = 1, instance_type = ec2.InstanceType "r5.large" }))
  cluster("Serverless", ClusterInstance.serverless_v2 "Writer", ClusterInstance.serverless_v2 "Reader")
  cluster("Mixed", ClusterInstance.provisioned "Writer", ClusterInstance.provisioned("R1", { promotion_tier = 15 }),
    ClusterInstance.serverless_v2 "R2")
  cluster("Legacy", ClusterInstance.provisioned("Instance1", { is_from_legacy_instance_props = true }))
end

function cases.restored_clusters(app)
  local stack, vpc = start(app)
  local engine = rds.DatabaseClusterEngine.AURORA_MYSQL
  local function cluster(id, props)
    return rds.DatabaseClusterFromSnapshot(stack, id, with({
      engine = engine, vpc = vpc, writer = ClusterInstance.provisioned "Writer", snapshot_identifier = "s",
    }, props))
  end
  cluster "Plain"
  cluster("Old", { credentials = Credentials.from_generated_secret "me" })
  cluster("Generated", { snapshot_credentials = SnapshotCredentials.from_generated_secret "me" })
  cluster("Given", {
    snapshot_credentials = SnapshotCredentials.from_password(cdk.SecretValue.unsafe_plain_text "p"),
  })
  cluster("Managed", { manage_master_user_password = true })
  rds.DatabaseClusterFromSnapshot(stack, "Legacy", {
    engine = engine, snapshot_identifier = "s", instance_props = { vpc = vpc }, instances = 1,
  })
end

function cases.serverless(app)
  local stack, vpc, out = start(app)
  local engine = rds.DatabaseClusterEngine.aurora_postgres { version = rds.AuroraPostgresEngineVersion.VER_13_9 }
  local cluster = rds.ServerlessCluster(stack, "Cluster", {
    engine = engine, vpc = vpc, backup_retention = cdk.Duration.days(3), cluster_identifier = "Mine",
    default_database_name = "d", removal_policy = cdk.RemovalPolicy.RETAIN,
    storage_encryption_key = kms.Key(stack, "Key"),
    scaling = {
      auto_pause = cdk.Duration.minutes(10), min_capacity = rds.AuroraCapacityUnit.ACU_2,
      max_capacity = rds.AuroraCapacityUnit.ACU_32, timeout = cdk.Duration.seconds(100),
      timeout_action = rds.TimeoutAction.FORCE_APPLY_CAPACITY_CHANGE,
    },
  })
  cluster:add_rotation_single_user()
  cluster:grant_data_api_access(iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }))
  cluster.connections:allow_default_port_from_any_ipv4()
  out(cluster.cluster_arn, cluster.cluster_endpoint.socket_address)
  rds.ServerlessCluster(stack, "Outside", { engine = engine, scaling = { auto_pause = cdk.Duration.minutes(0) } })
  rds.ServerlessClusterFromSnapshot(stack, "Restored", {
    engine = engine, snapshot_identifier = "s", vpc = vpc, enable_data_api = true,
    credentials = SnapshotCredentials.from_generated_password "me",
  })
  local imported = rds.ServerlessCluster.from_serverless_cluster_attributes(stack, "Imported", {
    cluster_identifier = "i", port = 3306, cluster_endpoint_address = "e", reader_endpoint_address = "r",
  })
  out(imported.cluster_arn, imported.cluster_endpoint.socket_address, imported.cluster_read_endpoint.socket_address)
end

function cases.proxies(app)
  local stack, vpc, out = start(app)
  local engine = rds.DatabaseClusterEngine.AURORA_MYSQL
  local cluster = rds.DatabaseCluster(stack, "Cluster", {
    engine = engine, vpc = vpc, writer = ClusterInstance.serverless_v2 "W",
  })
  local legacy = rds.DatabaseCluster(stack, "Legacy", { engine = engine, instance_props = { vpc = vpc } })
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
  local proxy = cluster:add_proxy("Proxy", {
    vpc = vpc, secrets = { cluster.secret }, borrow_timeout = cdk.Duration.seconds(30), db_proxy_name = "named",
    debug_logging = true, client_password_auth_type = rds.ClientPasswordAuthType.MYSQL_NATIVE_PASSWORD,
    iam_auth = true, init_query = "SET x=1", idle_client_timeout = cdk.Duration.minutes(2),
    max_connections_percent = 90, max_idle_connections_percent = 40, require_tls = false,
    session_pinning_filters = {
      rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS, rds.SessionPinningFilter.of "F",
    },
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
  })
  local endpoint = proxy:add_endpoint("Reader", {
    vpc = vpc, target_role = rds.ProxyEndpointTargetRole.READ_ONLY,
  })
  proxy:grant_connect(role)
  rds.DatabaseProxy(stack, "Iam", {
    vpc = vpc, proxy_target = rds.ProxyTarget.from_cluster(legacy),
    default_auth_scheme = rds.DefaultAuthScheme.IAM_AUTH, role = role,
  }):grant_connect(role, "me")
  local imported = rds.DatabaseProxy.from_database_proxy_attributes(stack, "Imported", {
    db_proxy_arn = "arn:aws:rds:eu-west-1:111122223333:db-proxy:prx-1", db_proxy_name = "p", endpoint = "e",
    security_groups = {},
  })
  imported:grant_connect(role, "you")
  rds.DatabaseProxyEndpoint(stack, "Endpoint", { db_proxy = imported, vpc = vpc, db_proxy_endpoint_name = "n" })
  local other = rds.DatabaseProxyEndpoint.from_database_proxy_endpoint_attributes(stack, "Other", {
    db_proxy_endpoint_arn = "a", db_proxy_endpoint_name = "n", endpoint = "e",
  })
  rds.DatabaseSecret(stack, "Secret", { username = "u" }):attach(proxy)
  out(proxy.db_proxy_arn, proxy.db_proxy_name, proxy.endpoint, proxy.db_proxy_ref.db_proxy_arn, endpoint.endpoint,
    endpoint.db_proxy_endpoint_arn, endpoint.db_proxy_endpoint_name, imported.endpoint,
    other.db_proxy_endpoint_ref.db_proxy_endpoint_arn)
end

function cases.imports(app)
  local stack, vpc, out = start(app, { env = ENV })
  local group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
  local instance = rds.DatabaseInstance.from_database_instance_attributes(stack, "Instance", {
    instance_identifier = "i", instance_endpoint_address = "a", port = 3306, security_groups = { group },
    instance_resource_id = "db-1", engine = rds.DatabaseInstanceEngine.MYSQL,
  })
  instance:grant_connect(role, "me")
  instance:add_proxy("Proxy", { vpc = vpc, secrets = { rds.DatabaseSecret(stack, "Secret", { username = "u" }) } })
  instance.connections:allow_default_port_from_any_ipv4()
  local cluster = rds.DatabaseCluster.from_database_cluster_attributes(stack, "Cluster", {
    cluster_identifier = "c", cluster_endpoint_address = "e", cluster_resource_identifier = "cluster-1",
    data_api_enabled = true, engine = rds.DatabaseClusterEngine.AURORA_MYSQL,
    instance_endpoint_addresses = { "x", "y" }, instance_identifiers = { "a", "b" }, port = 3306,
    reader_endpoint_address = "r", security_groups = { group },
    secret = rds.DatabaseSecret(stack, "Other", { username = "u" }),
  })
  cluster:grant_connect(role, "me")
  cluster:grant_data_api_access(role)
  ClusterInstance.provisioned("More"):bind(stack, cluster, {})
  out(instance.instance_arn, instance.instance_endpoint.socket_address, instance.db_instance_endpoint_port,
    cluster.cluster_arn, cluster.cluster_endpoint.socket_address, cluster.cluster_read_endpoint.socket_address,
    cluster.instance_endpoints[2].socket_address, table.concat(cluster.instance_identifiers, ","),
    cluster.cluster_resource_identifier)
  local found = rds.DatabaseInstance.from_lookup(stack, "FoundInstance", { instance_identifier = "i" })
  local found_cluster = rds.DatabaseCluster.from_lookup(stack, "FoundCluster", { cluster_identifier = "c" })
  found_cluster:grant_data_api_access(role)
  out(found.instance_endpoint.socket_address, found_cluster.cluster_endpoint.socket_address)
end

function cases.flags(app)
  flagged(app, "auroraClusterChangeScopeOfInstanceParameterGroupWithEachParameters",
    "databaseProxyUniqueResourceName", "lowercaseDbIdentifier", "preventRenderingDeprecatedCredentials",
    "setCorrectValueForDatabaseInstanceReadReplicaInstanceResourceId")
  local stack, vpc, out = start(app)
  local engine = rds.DatabaseInstanceEngine.postgres { version = rds.PostgresEngineVersion.VER_17 }
  local instance = rds.DatabaseInstance(stack, "Db", { engine = engine, vpc = vpc, instance_identifier = "UPPER" })
  instance:add_proxy("Proxy", { vpc = vpc, secrets = { instance.secret } })
  local replica = rds.DatabaseInstanceReadReplica(stack, "Replica", {
    source_database_instance = instance, instance_type = ec2.InstanceType "t3.small", vpc = vpc,
  })
  out(replica.instance_resource_id)
  local parameters = { a = "1" }
  rds.DatabaseClusterFromSnapshot(stack, "Cluster", {
    engine = rds.DatabaseClusterEngine.AURORA_MYSQL, vpc = vpc, snapshot_identifier = "s",
    cluster_identifier = "UPPER", writer = ClusterInstance.provisioned("W", { parameters = parameters }),
    readers = { ClusterInstance.provisioned("R", { parameters = parameters }) },
  })
  local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "eu-west-1" } })
  cdk.CfnOutput(other, "Name", { value = instance.instance_identifier })
end

describe("aws_rds", function()
  golden.check("aws_rds", cases)

  local stack, vpc, n

  local MYSQL, AURORA = rds.DatabaseInstanceEngine.MYSQL, rds.DatabaseClusterEngine.AURORA_MYSQL

  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    vpc, n = ec2.Vpc(stack, "Vpc", { max_azs = 2 }), 0
  end)

  -- Rows { message, properties } of a class that is given `common` too.
  local function refuses_all(class, common, rows)
    for _, row in ipairs(rows) do
      n = n + 1
      local props = with({ vpc = vpc }, common)
      for key, value in pairs(row[2]) do
        props[key] = value
        if value == cdk.NULL then props[key] = nil end
      end
      refuses(row[1], class, stack, "It" .. n, props)
    end
  end

  local function credentials() return Credentials.from_generated_secret "me" end

  it("takes a table as credentials only if it names the user", function()
    local nobody = { password = cdk.SecretValue.unsafe_plain_text "p" }
    refuses_all(rds.DatabaseInstance, { engine = MYSQL }, {
      { "credentials: expected an rds.Credentials", { credentials = nobody } },
    })
  end)

  it("refuses instances that RDS does not have", function()
    local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
    local buckets = { s3.Bucket(stack, "Bucket") }
    local group = rds.ParameterGroup.from_parameter_group_name(stack, "Par", "p")
    local oracle = rds.DatabaseInstanceEngine.oracle_se2 { version = rds.OracleEngineVersion.VER_19 }
    local server = rds.DatabaseInstanceEngine.sql_server_ee { version = rds.SqlServerEngineVersion.VER_15 }
    refuses_all(rds.DatabaseInstance, { engine = MYSQL }, {
      { "an instance with multi_az is in two zones", { multi_az = true, availability_zone = "eu-west-1a" } },
      { "storage_throughput is only for StorageType.GP3, got 'gp2'", { storage_throughput = 100 } },
      { "storage_throughput must be at most a quarter of iops; they are 500 and 1000",
        { storage_type = rds.StorageType.GP3, storage_throughput = 500, iops = 1000 } },
      { "mysql cannot import from S3", { s3_import_buckets = buckets } },
      { "mysql cannot export to S3", { s3_export_buckets = buckets } },
      { "s3_import_role and s3_import_buckets are mutually exclusive",
        { engine = oracle, s3_import_buckets = buckets, s3_import_role = role } },
      { "s3_export_role and s3_export_buckets are mutually exclusive",
        { engine = oracle, s3_export_buckets = buckets, s3_export_role = role } },
      { "SQL Server needs the same role", {
        engine = server, s3_import_role = role,
        s3_export_role = iam.Role(stack, "Other", { assumed_by = iam.AccountRootPrincipal() }),
      } },
      { "parameter_group and parameters are mutually exclusive",
        { parameters = { a = "b" }, parameter_group = group } },
      { "mysql instances have no timezone", { timezone = "Europe/Zurich" } },
      { "mariadb instances cannot be in a domain", { engine = rds.DatabaseInstanceEngine.MARIADB, domain = "d" } },
      { "engine_lifecycle_support is only for MySQL and PostgreSQL, got 'oracle-se2'", { engine = oracle,
        engine_lifecycle_support = rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT } },
      { "enable_performance_insights is false", { enable_performance_insights = false,
        database_insights_mode = rds.DatabaseInsightsMode.ADVANCED } },
      { "PerformanceInsightRetention.MONTHS_15", { database_insights_mode = rds.DatabaseInsightsMode.ADVANCED } },
      { "credentials cannot say username_as_string", {
        manage_master_user_password = true, credentials = credentials() } },
    })
    refuses_all(rds.DatabaseInstanceFromSnapshot, { engine = MYSQL }, {
      { "either snapshot_identifier or cluster_snapshot_identifier, got neither", {} },
      { "got both", { snapshot_identifier = "s", cluster_snapshot_identifier = "c" } },
      { "need the username of the snapshot", {
        snapshot_identifier = "s", credentials = SnapshotCredentials.from_generated_password "" } },
    })
    local postgres = rds.DatabaseInstance(stack, "Source", { engine = rds.DatabaseInstanceEngine.POSTGRES, vpc = vpc })
    refuses_all(rds.DatabaseInstanceReadReplica, {
      source_database_instance = postgres, instance_type = ec2.InstanceType "t3.small",
    }, { { "replicas of postgres are not backed up", { backup_retention = cdk.Duration.days(1) } } })
  end)

  it("refuses what instances cannot do", function()
    local root = iam.AccountRootPrincipal()
    local closed = rds.DatabaseInstance(stack, "Closed", { engine = MYSQL, vpc = vpc, iam_authentication = false })
    refuses("nobody can log in by IAM", closed.grant_connect, closed, root)
    closed:add_rotation_single_user()
    refuses("is rotated already", closed.add_rotation_single_user, closed)
    local managed = rds.DatabaseInstance(stack, "Managed", {
      engine = MYSQL, vpc = vpc, manage_master_user_password = true,
    })
    refuses("RDS rotates the password itself", managed.add_rotation_single_user, managed)
    local restored = rds.DatabaseInstanceFromSnapshot(stack, "Restored", {
      engine = MYSQL, vpc = vpc, snapshot_identifier = "s",
    })
    refuses("without a secret has nothing to rotate", restored.add_rotation_single_user, restored)
    refuses("without a secret has nothing to rotate", restored.add_rotation_multi_user, restored, "Multi", {
      secret = closed.secret,
    })
    refuses("as there is no secret", restored.grant_connect, restored, root)
    local imported = rds.DatabaseInstance.from_database_instance_attributes(stack, "Imported", {
      instance_identifier = "i", instance_endpoint_address = "a", port = 1, security_groups = {},
    })
    refuses("has no instance_resource_id", imported.grant_connect, imported, root, "me")
    refuses("is not known; import it with engine", imported.add_proxy, imported, "Proxy", {
      vpc = vpc, secrets = { closed.secret },
    })
  end)

  it("refuses clusters that Aurora does not have", function()
    local writer = ClusterInstance.provisioned "Writer"
    local group = rds.ParameterGroup.from_parameter_group_name(stack, "Par", "p")
    local key, other = kms.Key(stack, "Key"), kms.Key(stack, "Other")
    local old = rds.DatabaseClusterEngine.aurora_postgres { version = rds.AuroraPostgresEngineVersion.VER_10_4 }
    local buckets, retention = { s3.Bucket(stack, "Bucket") }, rds.PerformanceInsightRetention
    refuses_all(rds.DatabaseCluster, { engine = AURORA, writer = writer }, {
      { "give either vpc or instance_props.vpc, got neither", { vpc = cdk.NULL } },
      { "got both", { instance_props = { vpc = vpc } } },
      { "writer and readers cannot be combined", { vpc = cdk.NULL, instance_props = { vpc = vpc } } },
      { "a cluster needs a writer", { writer = cdk.NULL } },
      { "parameter_group and parameters are mutually exclusive",
        { parameters = { a = "b" }, parameter_group = group } },
      { "the default parameters of aurora-postgresql depend on its version",
        { engine = rds.DatabaseClusterEngine.AURORA_POSTGRESQL } },
      { "PostgreSQL 10.4 has no s3_import", { engine = old, s3_import_buckets = buckets } },
      { "PostgreSQL 10.4 has no s3_export", { engine = old, s3_export_buckets = buckets } },
      { "serverless_v2_max_capacity must be between 1 and 256, got 0.5", { serverless_v2_max_capacity = 0.5 } },
      { "serverless_v2_min_capacity must be between 0 and 256, got 257", { serverless_v2_min_capacity = 257 } },
      { "serverless_v2_max_capacity must be a multiple of 0.5, got 1.25", { serverless_v2_max_capacity = 1.25 } },
      { "must be at least serverless_v2_min_capacity; they are 2 and 4", { serverless_v2_min_capacity = 4 } },
      { "cannot be paused", { serverless_v2_auto_pause_duration = cdk.Duration.minutes(10) } },
      { "between 5 minutes and 24 hours, got 60 seconds", {
        serverless_v2_auto_pause_duration = cdk.Duration.minutes(1),
        engine = rds.DatabaseClusterEngine.aurora_mysql { version = rds.AuroraMysqlEngineVersion.VER_3_08_0 } } },
      { "enable_cluster_level_enhanced_monitoring needs monitoring_interval",
        { enable_cluster_level_enhanced_monitoring = true } },
      { "must be 0, 1, 5, 10, 15, 30 or 60 seconds, got 7", { monitoring_interval = cdk.Duration.seconds(7) } },
      { "aurora-mysql has no log 'postgresql'", { cloudwatch_logs_exports = { "postgresql" } } },
      { "leave out credentials", { replication_source_identifier = "s", credentials = credentials() } },
      { "leave out manage_master_user_password", {
        replication_source_identifier = "s", manage_master_user_password = true } },
      { "must be the same everywhere: it is 31 for instance W, and 7 for the cluster", {
        enable_performance_insights = true,
        writer = ClusterInstance.provisioned("W", { performance_insight_retention = retention.MONTHS_1 }) } },
      { "performance_insight_encryption_key must be the same for the cluster and for instance W", {
        performance_insight_encryption_key = key,
        writer = ClusterInstance.provisioned("W", { performance_insight_encryption_key = other }) } },
      { "promotion_tier must be between 0 and 15, got 16",
        { readers = { ClusterInstance.provisioned("R", { promotion_tier = 16 }) } } },
      { "a limitless cluster needs enable_performance_insights",
        { cluster_scailability_type = rds.ClusterScailabilityType.LIMITLESS } },
      { "are mutually exclusive; leave out the latter", {
        cluster_scalability_type = rds.ClusterScalabilityType.STANDARD,
        cluster_scailability_type = rds.ClusterScailabilityType.STANDARD } },
    })
    refuses_all(rds.DatabaseCluster, { engine = AURORA, vpc = cdk.NULL, instance_props = { vpc = vpc } }, {
      { "a cluster needs at least one instance, got 0", { vpc = cdk.NULL, instances = 0 } },
    })
  end)

  it("refuses what imported clusters do not know", function()
    local imported = rds.DatabaseCluster.from_database_cluster_attributes(stack, "Imported", {
      cluster_identifier = "c",
    })
    local function read(member) return function() return imported[member] end end
    refuses("no cluster_endpoint; import it with cluster_endpoint_address and port", read "cluster_endpoint")
    refuses("import it with reader_endpoint_address and port", read "cluster_read_endpoint")
    refuses("import it with cluster_resource_identifier", read "cluster_resource_identifier")
    refuses("import it with instance_identifiers", read "instance_identifiers")
    refuses("import it with instance_endpoint_addresses and port", read "instance_endpoints")
    refuses("the Data API of the cluster is off", imported.grant_data_api_access, imported, iam.AccountRootPrincipal())
    refuses("must be a literal", rds.DatabaseCluster.from_lookup, stack, "Found", {
      cluster_identifier = cdk.Aws.STACK_NAME,
    })
  end)

  it("refuses groups, proxies and serverless clusters that RDS does not have", function()
    refuses("name the version of mysql", rds.OptionGroup, stack, "Options", { engine = MYSQL, configurations = {} })
    refuses("name the version of mysql", rds.ParameterGroup, stack, "Parameters", { engine = MYSQL })
    local oracle = rds.DatabaseInstanceEngine.oracle_se2 { version = rds.OracleEngineVersion.VER_19 }
    local options = rds.OptionGroup(stack, "Empty", { engine = oracle, configurations = {} })
    refuses("option OEM must have both port and vpc, or neither", options.add_configuration, options, {
      name = "OEM", port = 1,
    })
    local unused = rds.ParameterGroup(stack, "Unused", { engine = oracle })
    refuses("no instance uses the group", function() return unused.db_parameter_group_ref.db_parameter_group_arn end)
    local secret = rds.DatabaseSecret(stack, "Secret", { username = "u" })
    local target = rds.ProxyTarget.from_cluster(rds.DatabaseCluster(stack, "Cluster", {
      engine = AURORA, vpc = vpc, writer = ClusterInstance.provisioned "W",
    }))
    local of_oracle = rds.ProxyTarget.from_instance(rds.DatabaseInstance(stack, "Oracle", {
      engine = oracle, vpc = vpc,
    }))
    refuses_all(rds.DatabaseProxy, { proxy_target = target, secrets = { secret } }, {
      { "there are no proxies for oracle-se2-19", { proxy_target = of_oracle } },
      { "a proxy needs secrets", { secrets = cdk.NULL } },
      { "POSTGRES_MD5 is for POSTGRESQL, but the database is one of MYSQL", {
        client_password_auth_type = rds.ClientPasswordAuthType.POSTGRES_MD5 } },
    })
    local proxy = rds.DatabaseProxy(stack, "Proxy", {
      vpc = vpc, proxy_target = target, secrets = { secret, secret },
    })
    refuses("as the proxy has several secrets", proxy.grant_connect, proxy, iam.AccountRootPrincipal())
    refuses_all(rds.DatabaseProxyEndpoint, { db_proxy = proxy }, {
      { "security_groups must not be empty", { security_groups = {} } },
      { "needs two subnets or more, vpc_subnets selects 1", {
        vpc_subnets = { availability_zones = { stack.availability_zones[1] } } } },
    })
    refuses_all(rds.ServerlessCluster, { engine = AURORA }, {
      { "security_groups needs vpc", { vpc = cdk.NULL, security_groups = {} } },
      { "backup_retention must be between 1 and 35 days, got 40", { backup_retention = cdk.Duration.days(40) } },
      { "max_capacity must be at least min_capacity; they are 2 and 8", {
        scaling = { min_capacity = rds.AuroraCapacityUnit.ACU_8, max_capacity = rds.AuroraCapacityUnit.ACU_2 } } },
      { "timeout must be between 60 and 600 seconds, got 10", { scaling = { timeout = cdk.Duration.seconds(10) } } },
      { "auto_pause must be between 300 and 86400 seconds, or 0, got 60", {
        scaling = { auto_pause = cdk.Duration.minutes(1) } } },
    })
    local outside = rds.ServerlessCluster(stack, "Outside", { engine = AURORA })
    refuses("a rotation needs the VPC", outside.add_rotation_single_user, outside)
  end)

  it("warns of readers that cannot take over, and of too few subnets", function()
    local function entries(construct)
      local list = {}
      for _, entry in ipairs(construct.node.metadata) do
        local data = tostring(entry.data)
        list[#list + 1] = data:match "%[ack: @aws%-cdk/aws%-rds:(.-)%]" or data:match "subnets" or nil
      end
      return list
    end
    local function cluster(id, writer, readers, subnets)
      return rds.DatabaseCluster(stack, id, {
        engine = AURORA, vpc = vpc, writer = writer, readers = readers, vpc_subnets = subnets,
        enable_performance_insights = id == "Insights" or nil,
      })
    end
    local serverless, provisioned = ClusterInstance.serverless_v2, ClusterInstance.provisioned
    local large = { instance_type = ec2.InstanceType "r5.large", promotion_tier = 3 }
    assert.same({ "noFailoverServerlessReaders" }, entries(cluster("A", serverless "W", { serverless "R" })))
    assert.same({ "serverlessInHighestTier2-15", "provisionedReadersDontMatchWriter" },
      entries(cluster("B", provisioned "W", { serverless "R", provisioned("L", large) })))
    local huge = provisioned("W", { instance_type = ec2.InstanceType "r5.8xlarge" })
    assert.same({ "serverlessInstanceCantScaleWithWriter" },
      entries(cluster("C", huge, { serverless("R", { scale_with_writer = true }) })))
    assert.same({ "instancePerformanceInsightsOverridden" }, entries(cluster("Insights", provisioned "W")))
    assert.same({ "subnets" }, entries(cluster("Small", provisioned "W", nil, {
      availability_zones = { vpc.availability_zones[1] }, subnet_type = ec2.SubnetType.PUBLIC,
    })))
  end)
end)
