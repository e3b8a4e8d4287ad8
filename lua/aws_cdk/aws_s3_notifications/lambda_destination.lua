--- Calls a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local LAMBDA = 0 -- s3.BucketNotificationDestinationType.LAMBDA

local LambdaDestination = engine.class "aws_cdk.aws_s3_notifications.LambdaDestination"

function LambdaDestination:init(fn) self._fn = fn end

function LambdaDestination:bind(scope, bucket)
  local fn = self._fn
  local function_id = cdk.Names.node_unique_id(fn.permissions_node)
  if not engine.is_construct(bucket) then
    engine.fail(scope, "the LambdaDestination of function %s needs a bucket that is a construct", function_id)
  end
  local permission_id = "AllowBucketNotificationsTo" .. function_id
  if not bucket.node:try_find_child(permission_id) then
    fn:add_permission(permission_id, {
      source_account = engine.stack_of(bucket).account,
      principal = iam.ServicePrincipal "s3.amazonaws.com",
      source_arn = bucket.bucket_ref.bucket_arn,
      scope = bucket,
    })
  end
  -- An imported function may not take a permission.
  local permission = bucket.node:try_find_child(permission_id)
  return { type = LAMBDA, arn = fn.function_arn, dependencies = permission and { permission } or nil }
end

return { LambdaDestination = LambdaDestination }
