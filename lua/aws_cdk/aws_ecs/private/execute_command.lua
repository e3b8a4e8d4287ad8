--- What a service's tasks need for `aws ecs execute-command`.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"

local REDUCED = "@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions"

local function allow(self, actions, resource)
  self.task_definition:add_to_task_role_policy(iam.PolicyStatement { actions = actions, resources = { resource } })
end

local function log_to_cloud_watch(self, group)
  local place = "arn:" .. engine.stack_of(self).partition .. ":logs:" .. self.env.region .. ":" .. self.env.account
  allow(self, { "logs:DescribeLogGroups" }, "*")
  allow(self, { "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents" },
    group and place .. ":log-group:" .. group.log_group_ref.log_group_name .. ":*" or "*")
end

local function log_to_bucket(self, bucket, encrypted)
  local arn = "arn:" .. engine.stack_of(self).partition .. ":s3:::" .. bucket.bucket_ref.bucket_name
  allow(self, { "s3:GetBucketLocation" }, "*")
  allow(self, { "s3:PutObject" }, arn .. "/*")
  if encrypted then allow(self, { "s3:GetEncryptionConfiguration" }, arn) end
end

local function log(self, logging)
  local group = logging and logging.cloud_watch_log_group
  if group or not cdk.FeatureFlags.of(self):is_enabled(REDUCED) then log_to_cloud_watch(self, group) end
  if logging and logging.s3_bucket then log_to_bucket(self, logging.s3_bucket, logging.s3_encryption_enabled) end
end

-- Lets the account administer the key, and CloudWatch Logs use it.
local function encrypt(self, key, for_logs)
  local partition, env = engine.stack_of(self).partition, self.env
  allow(self, { "kms:Decrypt", "kms:GenerateDataKey" }, key.key_arn)
  key:add_to_resource_policy(iam.PolicyStatement {
    actions = { "kms:*" }, resources = { "*" },
    principals = { iam.ArnPrincipal("arn:" .. partition .. ":iam::" .. env.account .. ":root") },
  })
  if not for_logs then return end
  key:add_to_resource_policy(iam.PolicyStatement {
    actions = { "kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*" },
    resources = { "*" },
    principals = { iam.ServicePrincipal("logs." .. env.region .. ".amazonaws.com") },
    conditions = { ArnLike = {
      ["kms:EncryptionContext:aws:logs:arn"] =
        "arn:" .. partition .. ":logs:" .. env.region .. ":" .. env.account .. ":*",
    } },
  })
end

--- Gives the tasks of a service what they need.
return function(self)
  allow(self, {
    "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  }, "*")
  local config = self.cluster.execute_command_configuration or {}
  local logging = config.logging or ecs.ExecuteCommandLogging.DEFAULT
  if config.kms_key then
    local given = config.log_configuration
    encrypt(self, config.kms_key, logging == ecs.ExecuteCommandLogging.DEFAULT
      or given and given.cloud_watch_encryption_enabled)
  end
  if logging ~= ecs.ExecuteCommandLogging.NONE then log(self, config.log_configuration) end
end
