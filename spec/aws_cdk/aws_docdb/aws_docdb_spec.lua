-- Clusters of DocumentDB. The cases are twins of tools/golden/aws_docdb.js.
local cdk = require "aws_cdk"
local docdb = require "aws_cdk.aws_docdb"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local refuses = require "spec.support.refuses"

local function start(app)
  local stack, n = cdk.Stack(app, "S"), 0
  local function out(...)
    for _, value in ipairs { ... } do
      n = n + 1
      cdk.CfnOutput(stack, "Out" .. n, { value = value })
    end
  end
  return stack, ec2.Vpc(stack, "Vpc", { max_azs = 2 }), ec2.InstanceType "r5.large", out
end

local cases = {}

function cases.clusters(app)
  local stack, vpc, instance_type, out = start(app)
  local key, group = kms.Key(stack, "Key"), ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local plain = docdb.DatabaseCluster(stack, "Plain", {
    vpc = vpc, master_user = { username = "me" }, instance_type = instance_type,
  })
  local full = docdb.DatabaseCluster(stack, "Full", {
    vpc = vpc, instance_type = instance_type, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    backup = { retention = cdk.Duration.days(7), preferred_window = "01:00-02:00" },
    master_user = { username = "me", kms_key = key, exclude_characters = '"', secret_name = "named" },
    ca_certificate = docdb.CaCertificate.RDS_CA_ECC384_G1,
    cloud_watch_logs_retention = logs.RetentionDays.ONE_MONTH,
    cloud_watch_logs_retention_role = iam.Role(stack, "Role", {
      assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    }),
    copy_tags_to_snapshot = true, db_cluster_name = "mine", deletion_protection = true,
    enable_performance_insights = true, engine_version = "5.0.0", export_audit_logs_to_cloud_watch = true,
    export_profiler_logs_to_cloud_watch = true, instance_identifier_base = "base",
    instance_maintenance_window = "Sun:03:00-Sun:03:30", instances = 2, kms_key = key,
    parameter_group = docdb.ClusterParameterGroup(stack, "Parameters", {
      family = "docdb5.0", parameters = { a = "1" },
    }),
    port = 27018, preferred_maintenance_window = "mon:03:00-mon:03:30", removal_policy = cdk.RemovalPolicy.SNAPSHOT,
    storage_type = docdb.StorageType.IOPT1,
  })
  docdb.DatabaseCluster(stack, "Given", {
    vpc = vpc, instance_type = instance_type,
    master_user = { username = "me", password = cdk.SecretValue.unsafe_plain_text "p" }, security_group = group,
    storage_encrypted = false, instance_removal_policy = cdk.RemovalPolicy.RETAIN, db_cluster_name = "given",
    ca_certificate = docdb.CaCertificate.of "own",
  })
  docdb.DatabaseCluster(stack, "Managed", {
    vpc = vpc, master_user = { username = "me" }, manage_master_user_password = true,
    master_user_secret_kms_key = key, removal_policy = cdk.RemovalPolicy.DESTROY,
    serverless_v2_scaling_configuration = { min_capacity = 0.5, max_capacity = 4 },
    security_group_removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  plain:add_rotation_single_user()
  full:add_rotation_single_user(cdk.Duration.days(9))
  local user = docdb.DatabaseSecret(stack, "User", { username = "user", master_secret = full.secret })
  full:add_rotation_multi_user("Multi", { secret = user:attach(full), automatically_after = cdk.Duration.days(8) })
  full:add_security_groups(group)
  full.connections:allow_default_port_from(group)
  out(full.cluster_identifier, full.cluster_resource_identifier, full.cluster_endpoint.socket_address,
    full.cluster_read_endpoint:port_as_string(), full.security_group_id,
    full.instance_identifiers[1] .. "," .. full.instance_identifiers[2], full.instance_endpoints[2].hostname,
    full.db_cluster_ref.db_cluster_id)
end

function cases.instances_and_imports(app)
  local stack, _, instance_type, out = start(app)
  local group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
  local cluster = docdb.DatabaseCluster.from_database_cluster_attributes(stack, "Cluster", {
    cluster_identifier = "c", cluster_endpoint_address = "e", instance_endpoint_addresses = { "x", "y" },
    instance_identifiers = { "a", "b" }, port = 27017, reader_endpoint_address = "r", security_group = group,
  })
  cluster.connections:allow_default_port_from_any_ipv4()
  local plain = docdb.DatabaseInstance(stack, "Plain", { cluster = cluster, instance_type = instance_type })
  local full = docdb.DatabaseInstance(stack, "Full", {
    cluster = cluster, instance_type = instance_type, auto_minor_version_upgrade = false,
    availability_zone = "eu-west-1a", db_instance_name = "named",
    ca_certificate = docdb.CaCertificate.RDS_CA_RSA4096_G1, enable_performance_insights = true,
    preferred_maintenance_window = "mon:03:00-mon:03:30", removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  local imported = docdb.DatabaseInstance.from_database_instance_attributes(stack, "Instance", {
    instance_identifier = "i", instance_endpoint_address = "a", port = 27017,
  })
  local named = docdb.ClusterParameterGroup(stack, "Named", {
    family = "docdb4.0", parameters = {}, description = "d", db_cluster_parameter_group_name = "n",
  })
  local group2 = docdb.ClusterParameterGroup.from_parameter_group_name(stack, "Parameters", "p")
  out(cluster.cluster_endpoint.socket_address, cluster.cluster_read_endpoint.hostname, cluster.security_group_id,
    table.concat(cluster.instance_identifiers, ","), cluster.instance_endpoints[2].socket_address, plain.instance_arn,
    full.instance_identifier, full.db_instance_endpoint_address, full.db_instance_endpoint_port,
    full.instance_endpoint.socket_address, full.cluster.cluster_identifier, full.db_instance_ref.db_instance_id,
    imported.instance_arn, imported.instance_endpoint.socket_address, imported.db_instance_endpoint_port,
    named.parameter_group_name, group2.db_cluster_parameter_group_ref.db_cluster_parameter_group_name)
end

describe("aws_docdb", function()
  golden.check("aws_docdb", cases)

  local stack, vpc, instance_type, n

  before_each(function()
    stack, vpc, instance_type = start(cdk.App())
    n = 0
  end)

  it("refuses clusters that DocumentDB does not have", function()
    local key, scaling = kms.Key(stack, "Key"), { min_capacity = 1, max_capacity = 2 }
    for _, row in ipairs {
      { "give either instance_type or serverless_v2_scaling_configuration, got neither", { instance_type = cdk.NULL } },
      { "got both", { serverless_v2_scaling_configuration = scaling } },
      { 'preferred_maintenance_window must be like "sat:09:00-sat:09:30", got \'sat:24:00-sat:09:30\'',
        { preferred_maintenance_window = "sat:24:00-sat:09:30" } },
      { "instance_maintenance_window must be like", { instance_maintenance_window = "day:01:00-sat:09:30" } },
      { "manage_master_user_password and master_user.password are mutually exclusive", {
        manage_master_user_password = true,
        master_user = { username = "me", password = cdk.SecretValue.unsafe_plain_text "p" } } },
      { "needs manage_master_user_password = true", { master_user_secret_kms_key = key } },
      { "kms_key and storage_encrypted = false are mutually exclusive", { kms_key = key, storage_encrypted = false } },
      { "engine_version must be like \"5.0.0\", got '5.0'", { engine_version = "5.0" } },
      { "engine_version must be like \"5.0.0\", got '05.0.0'", { engine_version = "05.0.0" } },
      { "StorageType.IOPT1 needs engine_version 5.0.0 or later, got 4.0.0", {
        engine_version = "4.0.0", storage_type = docdb.StorageType.IOPT1 } },
      { "serverless_v2_scaling_configuration needs engine_version 5.0.0 or later", {
        engine_version = "4.0.0", instance_type = cdk.NULL, serverless_v2_scaling_configuration = scaling } },
      { "instance_removal_policy cannot be RemovalPolicy.SNAPSHOT",
        { instance_removal_policy = cdk.RemovalPolicy.SNAPSHOT } },
      { "security_group_removal_policy cannot be RemovalPolicy.SNAPSHOT",
        { security_group_removal_policy = cdk.RemovalPolicy.SNAPSHOT } },
      { "instances must be a literal of at least 1, got 0", { instances = 0 } },
      { "a cluster needs at least 2 subnets, got 1", { vpc_subnets = {
        availability_zones = { vpc.availability_zones[1] }, subnet_type = ec2.SubnetType.PUBLIC } } },
    } do
      n = n + 1
      local props = { vpc = vpc, instance_type = instance_type, master_user = { username = "me" } }
      for key_, value in pairs(row[2]) do
        props[key_] = value
        if value == cdk.NULL then props[key_] = nil end
      end
      refuses(row[1], docdb.DatabaseCluster, stack, "Cluster" .. n, props)
    end
  end)

  it("refuses rotations without a secret, or of a secret that rotates already", function()
    local function cluster(id, more)
      local props = { vpc = vpc, instance_type = instance_type, master_user = { username = "me" } }
      for key, value in pairs(more or {}) do props[key] = value end
      return docdb.DatabaseCluster(stack, id, props)
    end
    local plain = cluster "Plain"
    plain:add_rotation_single_user()
    refuses("is rotated already", plain.add_rotation_single_user, plain)
    local managed = cluster("Managed", { manage_master_user_password = true })
    refuses("DocumentDB rotates the password itself", managed.add_rotation_single_user, managed)
    local given = cluster("Given", {
      master_user = { username = "me", password = cdk.SecretValue.unsafe_plain_text "p" },
    })
    refuses("has no secret to rotate", given.add_rotation_multi_user, given, "Multi", { secret = plain.secret })
  end)

  it("refuses ports that do not exist, and what imported clusters do not know", function()
    refuses("a port must be a whole number between 1 and 65535, got 0", docdb.Endpoint, "host", 0)
    local imported = docdb.DatabaseCluster.from_database_cluster_attributes(stack, "Imported", {
      cluster_identifier = "c",
    })
    for member, attributes in pairs {
      cluster_endpoint = "cluster_endpoint_address and port", instance_identifiers = "instance_identifiers",
      cluster_read_endpoint = "reader_endpoint_address and port", security_group_id = "security_group",
      instance_endpoints = "instance_endpoint_addresses and port",
    } do
      refuses(("the imported cluster has no %s; import it with %s"):format(member, attributes), function()
        return imported[member]
      end)
    end
    local reference = docdb.CfnDBCluster(stack, "L1", {})
    local instance = docdb.DatabaseInstance(stack, "Instance", { cluster = reference, instance_type = instance_type })
    refuses("is not an IDatabaseCluster", function() return instance.cluster end)
  end)
end)
