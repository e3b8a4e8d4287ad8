-- Functions in a VPC, and what they mount. The cases are twins of tools/golden/aws_lambda_network.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local efs = require "aws_cdk.aws_efs"
local golden = require "spec.support.golden"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local s3files = require "aws_cdk.aws_s3files"
local refuses = require "spec.support.refuses"

-- The properties of both tables.
local function with(properties, more)
  for key, value in pairs(more or {}) do properties[key] = value end
  return properties
end

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.functions_in_a_vpc(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function fn(id, props)
    return lambda.Function(stack, id, with({
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
      vpc = vpc,
    }, props))
  end
  local plain = fn "Plain"
  local database = ec2.SecurityGroup(stack, "Database", { vpc = vpc })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc, allow_all_outbound = false })
  fn("Public", {
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, allow_public_subnet = true,
  })
  fn("Closed", { allow_all_outbound = false })
  fn("Open6", { allow_all_ipv6_outbound = true, ipv6_allowed_for_dual_stack = true })
  fn("Grouped", { security_groups = { group } })
  plain.connections:allow_to(database, ec2.Port.tcp(5432), "To the database")
  local permissions = lambda.Function(stack, "Outside", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
  local imported = lambda.Function.from_function_attributes(stack, "Imported", {
    function_arn = "arn:aws:lambda:eu-west-1:111122223333:function:f", security_group = group,
  })
  imported.connections:allow_to(database, ec2.Port.tcp(5433))
  cdk.CfnOutput(stack, "IsBound", { value = tostring(plain.is_bound_to_vpc) })
  cdk.CfnOutput(stack, "IsNotBound", { value = tostring(permissions.is_bound_to_vpc) })
end

function cases.image_function_with_efs(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 0 })
  local file_system = efs.FileSystem(stack, "Files", {
    vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PRIVATE_ISOLATED },
  })
  local point = file_system:add_access_point("Models", {
    path = "/models", posix_user = { uid = "1000", gid = "1000" },
    create_acl = { owner_uid = "1000", owner_gid = "1000", permissions = "755" },
  })
  local repository = ecr.Repository.from_repository_name(stack, "Repository", "models")
  local fn = lambda.DockerImageFunction(stack, "Predict", {
    code = lambda.DockerImageCode.from_ecr(repository, { tag_or_digest = "v1" }), vpc = vpc,
    vpc_subnets = { subnet_type = ec2.SubnetType.PRIVATE_ISOLATED },
    architecture = lambda.Architecture.ARM_64,
    filesystem = lambda.FileSystem.from_efs_access_point(point, "/mnt/models"), memory_size = 3008,
  })
  file_system:grant_read_write(fn)
  cdk.CfnOutput(stack, "Version", { value = fn.current_version.version })
end

function cases.filesystem_of_another_stack(app)
  local base = cdk.Stack(app, "Base", { env = ENV })
  local vpc = ec2.Vpc(base, "Vpc", { max_azs = 2 })
  local point = efs.FileSystem(base, "Files", { vpc = vpc }):add_access_point "Point"
  local stack = cdk.Stack(app, "S", { env = ENV })
  lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
    vpc = vpc, filesystem = lambda.FileSystem.from_efs_access_point(point, "/mnt/files"),
  })
end

function cases.s3_files(app)
  local DirectS3Read, FileSystem = lambda.DirectS3Read, lambda.FileSystem
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local bucket = s3.Bucket(stack, "Bucket")
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local files = s3files.CfnFileSystem(stack, "Files", {
    bucket = bucket.bucket_arn, role_arn = "arn:aws:iam::111122223333:role/files",
  })
  local function target(id, subnet)
    return s3files.CfnMountTarget(stack, id, {
      file_system_id = files.attr_file_system_id, subnet_id = subnet.subnet_id,
      security_groups = { group.security_group_id },
    })
  end
  target("Target1", vpc.private_subnets[1])
  target("Target2", vpc.private_subnets[2])
  local function point(id)
    return s3files.CfnAccessPoint(stack, id, { file_system_id = files.attr_file_system_id })
  end
  local function fn(id, filesystem)
    return lambda.Function(stack, id, {
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
      vpc = vpc, filesystem = filesystem,
    })
  end
  fn("Plain", FileSystem.from_s3_files_access_point(point "PointOfPlain", "/mnt/plain"))
  fn("Direct", FileSystem.from_s3_files_access_point(point "PointOfDirect", "/mnt/direct", {
    direct_s3_read = DirectS3Read.enabled(bucket),
  }))
  fn("Trusted", FileSystem.from_s3_files_access_point(point "PointOfTrusted", "/mnt/trusted", {
    direct_s3_read = DirectS3Read.enabled_without_grant(),
  }))
  fn("Auto", FileSystem.from_s3_files_access_point(point "PointOfAuto", "/mnt/auto", {
    direct_s3_read = DirectS3Read.auto(),
  }))
  fn("Disabled", FileSystem.from_s3_files_access_point(point "PointOfDisabled", "/mnt/off", {
    direct_s3_read = DirectS3Read.disabled(),
  }))
end

function cases.function_of_a_nested_stack(app)
  local stack = cdk.Stack(app, "S")
  local nested, vpc = cdk.NestedStack(stack, "Nested"), ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  lambda.Function(nested, "Function", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12, vpc = vpc,
    security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
  })
end

describe("aws_lambda in a VPC", function()
  golden.check("aws_lambda_network", cases)

  it("mounts nothing outside a VPC, and nothing elsewhere than below /mnt", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local vpc = ec2.Vpc(stack, "Vpc")
    local point = efs.FileSystem(stack, "Files", { vpc = vpc }):add_access_point "Point"
    local function fn(id, props)
      return lambda.Function(stack, id, with({
        code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
      }, props))
    end
    refuses("filesystem needs a VPC", fn, "Outside",
      { filesystem = lambda.FileSystem.from_efs_access_point(point, "/mnt/a") })
    refuses("the mount path '/data' of the filesystem must be /mnt/ followed by", fn, "Elsewhere",
      { vpc = vpc, filesystem = lambda.FileSystem.from_efs_access_point(point, "/data") })
  end)
end)
