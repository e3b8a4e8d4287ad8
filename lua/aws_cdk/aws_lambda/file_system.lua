--- Filesystems that a function mounts.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local reflection = require "aws_cdk.aws_lambda.s3_files_reflection"

local DirectS3Read = engine.class("aws_cdk.aws_lambda.DirectS3Read")

local function direct_read(mode, bucket)
  local value = DirectS3Read()
  value._mode = mode
  value._bucket = bucket
  return value
end

--- Reads objects straight from this bucket; the function may get them.
function DirectS3Read.enabled(bucket) return direct_read("ENABLED", bucket) end

--- Reads objects straight from the bucket, which the function has been allowed otherwise.
function DirectS3Read.enabled_without_grant() return direct_read "ENABLED" end

function DirectS3Read.auto() return direct_read "AUTO" end

function DirectS3Read.disabled() return direct_read "DISABLED" end

local FileSystem = engine.class("aws_cdk.aws_lambda.FileSystem")

function FileSystem:init(config) self.config = config end

--- An access point of Elastic File System.
function FileSystem.from_efs_access_point(ap, mount_path)
  local filesystem = ap.file_system
  return FileSystem {
    local_mount_path = mount_path,
    arn = ap.access_point_arn,
    dependency = { filesystem.mount_targets_available },
    connections = filesystem.connections,
    policies = {
      iam.PolicyStatement {
        actions = { "elasticfilesystem:ClientMount" },
        resources = { "*" },
        conditions = { StringEquals = { ["elasticfilesystem:AccessPointArn"] = ap.access_point_arn } },
      },
      iam.PolicyStatement {
        actions = { "elasticfilesystem:ClientWrite" },
        resources = {
          engine.stack_of(ap):format_arn {
            service = "elasticfilesystem",
            resource = "file-system",
            resource_name = filesystem.file_system_id,
          },
        },
      },
    },
  }
end

--- An access point of S3 Files.
function FileSystem.from_s3_files_access_point(ap, mount_path, options)
  options = options or {}
  local ec2 = require "aws_cdk.aws_ec2"
  local filesystem, mount_targets, mount_groups = reflection.of(ap)
  local arn = ap.access_point_ref.access_point_arn
  local policies = {
    iam.PolicyStatement { actions = { "s3files:ClientMount" }, resources = { arn } },
    iam.PolicyStatement {
      actions = { "s3files:ClientMount", "s3files:ClientWrite" },
      resources = { filesystem.file_system_ref.file_system_arn },
    },
  }
  local direct = options.direct_s3_read
  if direct and direct._mode == "ENABLED" and direct._bucket then
    policies[3] = iam.PolicyStatement {
      actions = { "s3:GetObject", "s3:GetObjectVersion" },
      resources = { direct._bucket:arn_for_objects "*" },
    }
  end
  local groups = {}
  for i, group in ipairs(mount_groups) do
    groups[i] = ec2.SecurityGroup.from_security_group_id(ap, ("MountTargetSG%d"):format(i - 1), group.attr_group_id)
  end
  local made = FileSystem {
    local_mount_path = mount_path,
    arn = arn,
    dependency = mount_targets,
    connections = ec2.Connections { security_groups = groups, default_port = ec2.Port.tcp(2049) },
    policies = policies,
  }
  made._direct_s3_read = direct and direct._mode
  return made
end

return { FileSystem = FileSystem, DirectS3Read = DirectS3Read }
