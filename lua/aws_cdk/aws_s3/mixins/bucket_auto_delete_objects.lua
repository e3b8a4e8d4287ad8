--- Empties a bucket before it is deleted, through a function shared by the stack.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local perms = require "aws_cdk.aws_s3.private.perms"
local s3 = require "aws_cdk.aws_s3"

local RESOURCE_TYPE = "Custom::S3AutoDeleteObjects"
local TAG = "aws-cdk:auto-delete-objects"
local HANDLER = "aws-s3/auto-delete-objects-handler"

local BucketAutoDeleteObjects = engine.class("aws_cdk.aws_s3.mixins.BucketAutoDeleteObjects", cdk.Mixin)

function BucketAutoDeleteObjects.supports(_, construct) return engine.is_a(construct, s3.CfnBucket) end

-- The L2 a resource belongs to as its default child, or the resource itself.
local function owner(construct)
  local node = construct.node
  return node.scope and (node.id == "Resource" or node.id == "Default") and node.scope or construct
end

local function statement(bucket, role_arn)
  local actions = {}
  for _, list in ipairs { perms.PUT_POLICY, perms.READ_METADATA, perms.DELETE } do
    table.move(list, 1, #list, #actions + 1, actions)
  end
  return iam.PolicyStatement {
    actions = actions,
    resources = { bucket.attr_arn, bucket.attr_arn .. "/*" },
    principals = { iam.ArnPrincipal(role_arn) },
  }
end

function BucketAutoDeleteObjects:apply_to(bucket)
  if not self:supports(bucket) then return end
  bucket.node:add_validation {
    validate = function()
      if bucket.cfn_options.deletion_policy == cdk.CfnDeletionPolicy.DELETE then return {} end
      return { "objects are deleted with a bucket only if its removal policy is DESTROY: apply RemovalPolicy.DESTROY" }
    end,
  }
  local scope = owner(bucket)
  local provider = cdk.CustomResourceProvider.get_or_create_provider(scope, RESOURCE_TYPE, {
    bundled_handler = HANDLER,
    use_cfn_response_wrapper = false,
    description = "Lambda function for auto-deleting objects in " .. bucket.ref .. " S3 bucket.",
  })
  local policy = iam.ResourceWithPolicies.of(bucket)
  local added = policy and policy:add_to_resource_policy(statement(bucket, provider.role_arn))
  local custom_resource = cdk.CustomResource(scope, "AutoDeleteObjectsCustomResource", {
    resource_type = RESOURCE_TYPE,
    service_token = provider.service_token,
    properties = { BucketName = bucket.ref },
  })
  -- The function must be allowed to empty the bucket as long as the custom resource exists.
  if added and added.policy_dependable then custom_resource.node:add_dependency(added.policy_dependable) end
  cdk.Tags.of(bucket):add(TAG, "true")
end

return { BucketAutoDeleteObjects = BucketAutoDeleteObjects }
