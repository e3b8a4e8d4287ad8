-- File systems of EFS. The cases are twins of tools/golden/aws_efs.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local efs = require "aws_cdk.aws_efs"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local refuses = require "spec.support.refuses"

-- The properties of both tables.
local function with(properties, more)
  for key, value in pairs(more or {}) do properties[key] = value end
  return properties
end

local ENV = { account = "111122223333", region = "eu-west-1" }

local function flagged(app, flags)
  for _, flag in ipairs(flags) do
    app.node:set_context("@aws-cdk/aws-efs:" .. flag, true)
  end
end

local cases = {}

function cases.file_systems(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = efs.FileSystem(stack, "Plain", { vpc = vpc })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local anyone = iam.PolicyStatement {
    actions = { "elasticfilesystem:ClientMount" }, principals = { iam.AnyPrincipal() },
  }
  local policy = iam.PolicyDocument { statements = { anyone } }
  efs.FileSystem(stack, "Full", {
    vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, security_group = group,
    file_system_name = "full", encrypted = true, kms_key = kms.Key(stack, "Key"),
    enable_automatic_backups = true, file_system_policy = policy,
    lifecycle_policy = efs.LifecyclePolicy.AFTER_14_DAYS,
    out_of_infrequent_access_policy = efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
    transition_to_archive_policy = efs.LifecyclePolicy.AFTER_90_DAYS,
    performance_mode = efs.PerformanceMode.MAX_IO, throughput_mode = efs.ThroughputMode.PROVISIONED,
    provisioned_throughput_per_second = cdk.Size.mebibytes(1024), removal_policy = cdk.RemovalPolicy.DESTROY,
    replication_overwrite_protection = efs.ReplicationOverwriteProtection.ENABLED,
  })
  plain.connections:allow_default_port_from(group)
  plain:add_to_resource_policy(iam.PolicyStatement {
    actions = { "elasticfilesystem:ClientMount" }, principals = { iam.AccountRootPrincipal() },
  })
  out("Id", plain.file_system_id)
  out("Arn", plain.file_system_arn)
  out("Ref", plain.file_system_ref.file_system_arn)
  out("Port", tostring(efs.FileSystem.DEFAULT_PORT))
  local waits = cdk.CfnResource(stack, "Waits", { type = "A::B::C" })
  waits.node:add_dependency(plain.mount_targets_available)
end

function cases.one_zone(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { availability_zones = { "eu-west-1a", "eu-west-1b" } })
  efs.FileSystem(stack, "First", { vpc = vpc, one_zone = true })
  efs.FileSystem(stack, "Second", {
    vpc = vpc, one_zone = true, vpc_subnets = { availability_zones = { "eu-west-1b" } },
  })
end

function cases.replication(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local key = kms.Key(stack, "Key")
  local target = efs.FileSystem(stack, "Target", {
    vpc = vpc, replication_overwrite_protection = efs.ReplicationOverwriteProtection.DISABLED,
  })
  local ReplicationConfiguration = efs.ReplicationConfiguration
  local existing = ReplicationConfiguration.existing_file_system(target)
  local kinds = {
    Existing = existing, Here = ReplicationConfiguration.regional_file_system(),
    There = ReplicationConfiguration.regional_file_system("us-east-1", key),
    Zone = ReplicationConfiguration.one_zone_file_system("us-west-2", "us-west-2a", key),
  }
  for _, id in ipairs({ "Existing", "Here", "There", "Zone" }) do
    efs.FileSystem(stack, id, { vpc = vpc, replication_configuration = kinds[id] })
  end
  cdk.CfnOutput(stack, "Id", { value = existing.destination_file_system.file_system_id })
  cdk.CfnOutput(stack, "Region", { value = kinds.There.region })
  cdk.CfnOutput(stack, "ZoneName", { value = kinds.Zone.availability_zone })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function system(id, props) return efs.FileSystem(stack, id, with({ vpc = vpc }, props)) end
  local user = iam.User(stack, "User")
  system "Reader":grant_read(user)
  system "Writer":grant_read_write(iam.AccountPrincipal "444455556666")
  system "Root":grant_root_access(user)
  system("Anonymous", { allow_anonymous_access = true }):grant_read(iam.AnyPrincipal())
  system("Named", { allow_anonymous_access = false })
  system "Any":grant(user, "elasticfilesystem:Backup")
end

function cases.flags(app)
  flagged(app, { "denyAnonymousAccess", "mountTargetOrderInsensitiveLogicalId" })
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  efs.FileSystem(stack, "Plain", { vpc = vpc })
  efs.FileSystem(stack, "Open", {
    vpc = vpc, allow_anonymous_access = true, encrypted = false,
  })
  efs.FileSystem(stack, "Granted", { vpc = vpc }):grant_root_access(iam.User(stack, "User"))
  local subnet = ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-12345678")
  efs.FileSystem(stack, "Subnets", { vpc = vpc, vpc_subnets = { subnets = { subnet } } })
end

function cases.access_points(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local file_system = efs.FileSystem(stack, "System", { vpc = vpc })
  file_system:add_access_point "Plain"
  local full = file_system:add_access_point("Full", {
    path = "/export", client_token = "token",
    create_acl = { owner_uid = "1000", owner_gid = "1001", permissions = "0750" },
    posix_user = { uid = "1000", gid = "1001", secondary_gids = { "1002" } },
  })
  efs.AccessPoint(stack, "Own", { file_system = file_system, path = "/" })
  out("Id", full.access_point_id)
  out("Arn", full.access_point_arn)
  out("Ref", full.access_point_ref.access_point_arn)
  out("SystemId", full.file_system.file_system_id)
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local security_group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-12345678")
  local user = iam.User(stack, "User")
  local systems = {
    ById = efs.FileSystem.from_file_system_attributes(stack, "ById", {
      security_group = security_group, file_system_id = "fs-12345678",
    }),
    ByArn = efs.FileSystem.from_file_system_attributes(stack, "ByArn", {
      security_group = security_group,
      file_system_arn = "arn:aws:elasticfilesystem:us-east-1:444455556666:file-system/fs-87654321",
    }),
    ByToken = efs.FileSystem.from_file_system_attributes(stack, "ByToken", {
      security_group = security_group, file_system_arn = cdk.Fn.import_value "Arn",
    }),
  }
  for _, id in ipairs({ "ById", "ByArn", "ByToken" }) do
    local system = systems[id]
    out(id .. "Id", system.file_system_id)
    out(id .. "Arn", system.file_system_arn)
    out(id .. "Region", system.env.region)
    system:grant_read_write(user)
    system:grant(user, "elasticfilesystem:Backup")
  end
  systems.ById.connections:allow_default_port_from_any_ipv4()
  local points = {
    PointById = efs.AccessPoint.from_access_point_id(stack, "PointById", "fsap-12345678"),
    PointByArn = efs.AccessPoint.from_access_point_attributes(stack, "PointByArn", {
      access_point_arn = "arn:aws:elasticfilesystem:us-east-1:444455556666:access-point/fsap-87654321",
      file_system = systems.ByArn,
    }),
    PointOf = efs.AccessPoint.from_access_point_attributes(stack, "PointOf", {
      access_point_id = "fsap-1", file_system = systems.ById,
    }),
  }
  for _, id in ipairs({ "PointById", "PointByArn", "PointOf" }) do
    local point = points[id]
    out(id .. "Id", point.access_point_id)
    out(id .. "Arn", point.access_point_arn)
    out(id .. "Ref", point.access_point_ref.access_point_id)
  end
  out("SystemOfPoint", points.PointOf.file_system.file_system_id)
end

function cases.functions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local file_system = efs.FileSystem(stack, "System", {
    vpc = vpc, removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  local point = file_system:add_access_point("Point", {
    path = "/export", create_acl = { owner_uid = "1000", owner_gid = "1000", permissions = "0750" },
    posix_user = { uid = "1000", gid = "1000" },
  })
  local function fn(id, props)
    return lambda.Function(stack, id, with({
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
      vpc = vpc,
    }, props))
  end
  fn("Own", { filesystem = lambda.FileSystem.from_efs_access_point(point, "/mnt/data") })
  fn("Groups", {
    filesystem = lambda.FileSystem.from_efs_access_point(point, "/mnt/data"),
    vpc_subnets = { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
    security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc, allow_all_outbound = false }) },
  })
  local door = ec2.SecurityGroup.from_security_group_id(stack, "Door", "sg-12345678", {
    allow_all_outbound = false,
  })
  local imported = efs.FileSystem.from_file_system_attributes(stack, "Imported", {
    file_system_id = "fs-12345678", security_group = door,
  })
  local elsewhere = efs.AccessPoint.from_access_point_attributes(stack, "Elsewhere", {
    access_point_id = "fsap-12345678", file_system = imported,
  })
  fn("Imports", {
    filesystem = lambda.FileSystem.from_efs_access_point(elsewhere, "/mnt/files"),
  })
end

describe("aws_efs", function()
  golden.check("aws_efs", cases)

  local stack, vpc

  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    vpc = ec2.Vpc(stack, "Vpc", { availability_zones = { "eu-west-1a", "eu-west-1b" } })
  end)

  it("refuses file systems that EFS does not have", function()
    local n = 0
    for _, row in ipairs {
      { "one_zone and PerformanceMode.MAX_IO are mutually exclusive",
        { one_zone = true, performance_mode = efs.PerformanceMode.MAX_IO } },
      { "one_zone needs exactly one zone in vpc_subnets.availability_zones, got 0",
        { one_zone = true, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC } } },
      { "one_zone needs exactly one zone in vpc_subnets.availability_zones, got 2",
        { one_zone = true, vpc_subnets = { availability_zones = { "eu-west-1a", "eu-west-1b" } } } },
      { "the zone of vpc_subnets must be one of the VPC's, got 'eu-west-1c'",
        { one_zone = true, vpc_subnets = { availability_zones = { "eu-west-1c" } } } },
      { "ThroughputMode.PROVISIONED needs provisioned_throughput_per_second",
        { throughput_mode = efs.ThroughputMode.PROVISIONED } },
      { "ThroughputMode.ELASTIC and PerformanceMode.MAX_IO are mutually exclusive",
        { throughput_mode = efs.ThroughputMode.ELASTIC, performance_mode = efs.PerformanceMode.MAX_IO } },
      { "it cannot be combined with replication_configuration", {
        replication_configuration = efs.ReplicationConfiguration.regional_file_system(),
        replication_overwrite_protection = efs.ReplicationOverwriteProtection.DISABLED,
      } },
    } do
      n = n + 1
      row[2].vpc = vpc
      refuses(row[1], efs.FileSystem, stack, "System" .. n, row[2])
    end
  end)

  it("takes a VPC's zone without asking where the zones are not known yet", function()
    local tokens = cdk.Stack(cdk.App(), "S")
    efs.FileSystem(tokens, "System", {
      vpc = ec2.Vpc(tokens, "Vpc"), one_zone = true, vpc_subnets = { availability_zones = { cdk.Fn.select(0,
        cdk.Fn.get_azs()) } },
    })
  end)

  it("refuses client tokens of another length", function()
    local system = efs.FileSystem(stack, "System", { vpc = vpc })
    refuses("client_token must have 1 to 64 characters, got 0", system.add_access_point, system, "None",
      { client_token = "" })
    refuses("client_token must have 1 to 64 characters, got 65", system.add_access_point, system, "Long",
      { client_token = ("x"):rep(65) })
  end)

  it("imports by exactly one of id and ARN, and ARNs that end in an id", function()
    local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
    local function system(id, attrs)
      attrs.security_group = group
      return efs.FileSystem.from_file_system_attributes(stack, id, attrs)
    end
    local arn = "arn:aws:elasticfilesystem:eu-west-1:111122223333:"
    refuses("a file system is imported by file_system_arn or file_system_id, got neither", system, "A", {})
    refuses("got both", system, "B", { file_system_id = "fs-1", file_system_arn = arn .. "file-system/fs-1" })
    refuses("a file system ARN has the form", system, "C", { file_system_arn = arn .. "file-system" })

    local point = efs.AccessPoint.from_access_point_attributes
    refuses("an access point is imported with access_point_id or access_point_arn, got neither", point, stack, "D", {})
    refuses("got both", point, stack, "E", { access_point_id = "a", access_point_arn = arn .. "access-point/a" })
    refuses("the ARN of an access point ends in access-point/<access point id>", point, stack, "F",
      { access_point_arn = arn .. "access-point" })
  end)

  it("knows the file system of an access point only where it was told, and whole", function()
    local by_id = efs.AccessPoint.from_access_point_id(stack, "ById", "fsap-1")
    refuses("the file system of an imported access point is not known", function() return by_id.file_system end)
    local l1 = efs.CfnFileSystem(stack, "L1", {})
    local point = efs.AccessPoint(stack, "Point", { file_system = l1 })
    refuses("file_system must be an IFileSystem to be read again, got aws_cdk.aws_efs.CfnFileSystem",
      function() return point.file_system end)
    local copy = efs.ReplicationConfiguration.existing_file_system(l1)
    refuses("destination_file_system must be an IFileSystem to be read again, got aws_cdk.aws_efs.CfnFileSystem",
      function() return copy.destination_file_system end)
    assert.is_nil(efs.ReplicationConfiguration.regional_file_system().destination_file_system)
  end)
end)
