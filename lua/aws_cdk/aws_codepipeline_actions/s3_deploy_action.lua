--- Puts an artifact into a bucket.
local engine = require "luacdk.engine"
local cache_control = require "aws_cdk.private.cache_control"
local l2 = require "aws_cdk.l2"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local S3DeployAction = engine.class("aws_cdk.aws_codepipeline_actions.S3DeployAction", actions.Action)

--- Arguments: S3DeployActionProps: action_name, bucket, input (all required), object_key, extract (true),
-- access_control, cache_control, encryption_key.
function S3DeployAction:init(props)
  actions.Action.init(self, common.deploy(props, "S3", props.input, props.bucket))
  self._props = props
end

function S3DeployAction:_bound(_, _, options)
  local props, role = self._props, options.role
  local key, access = props.encryption_key, props.access_control
  props.bucket:grant_write(role)
  if access ~= nil then props.bucket:grant_put_acl(role) end
  options.bucket:grant_read(role)
  if key then key:grant_encrypt(role) end
  return {
    configuration = engine.ordered(
      "BucketName", props.bucket.bucket_name,
      "Extract", props.extract == false and "false" or "true",
      "ObjectKey", props.object_key,
      "CannedACL", access and l2.kebab(access),
      "CacheControl", cache_control.header(props.cache_control),
      "KMSEncryptionKeyARN", key and key.key_arn),
  }
end

return { S3DeployAction = S3DeployAction }
