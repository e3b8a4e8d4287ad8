--- What actions in other regions need there: a bucket for artifacts, and its key.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local kms = require "aws_cdk.aws_kms"
local s3 = require "aws_cdk.aws_s3"
local unique_resource_name = require "aws_cdk.private.unique_resource_name"

local ALIAS_PREFIX = "alias/"
local LONGEST_ALIAS = 50

local module = {}

-- Roles name the alias in their policies, which may not become too long.
local ShortAlias = engine.class("aws_cdk.aws_codepipeline.AliasWithShorterGeneratedName", kms.Alias)

function ShortAlias:generate_physical_name()
  local name = kms.Alias.generate_physical_name(self):sub(#ALIAS_PREFIX + 1)
  return ALIAS_PREFIX .. name:sub(-(LONGEST_ALIAS - #ALIAS_PREFIX))
end

local CrossRegionSupportConstruct =
  engine.class("aws_cdk.aws_codepipeline.CrossRegionSupportConstruct", engine.Construct)

--- Arguments: scope, id, options: with_key, enable_key_rotation.
function CrossRegionSupportConstruct:init(scope, id, options)
  engine.Construct.init(self, scope, id)
  local alias
  if options.with_key then
    local key = kms.Key(self, "CrossRegionCodePipelineReplicationBucketEncryptionKey", {
      removal_policy = cdk.RemovalPolicy.DESTROY, enable_key_rotation = options.enable_key_rotation,
    })
    alias = ShortAlias(self, "CrossRegionCodePipelineReplicationBucketEncryptionAlias", {
      target_key = key, alias_name = cdk.PhysicalName.GENERATE_IF_NEEDED, removal_policy = cdk.RemovalPolicy.DESTROY,
    })
  end
  self.replication_bucket = s3.Bucket(self, "CrossRegionCodePipelineReplicationBucket", {
    bucket_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    encryption = alias and s3.BucketEncryption.KMS or s3.BucketEncryption.KMS_MANAGED,
    encryption_key = alias,
    enforce_ssl = true,
    block_public_access = s3.BlockPublicAccess.BLOCK_ALL,
  })
end

local CrossRegionSupportStack = engine.class("aws_cdk.aws_codepipeline.CrossRegionSupportStack", cdk.Stack)

local function stack_name(props)
  if not engine.is_unresolved(props.pipeline_stack_name) then
    return props.pipeline_stack_name .. "-support-" .. props.region
  end
  return unique_resource_name({ "cross-region-support-" .. props.region },
    { max_length = 128, allowed_special_characters = "-" })
end

--- Arguments: scope, id, options: pipeline_stack_name, region, account, synthesizer, and those of the construct.
function CrossRegionSupportStack:init(scope, id, options)
  cdk.Stack.init(self, scope, id, {
    stack_name = stack_name(options), env = { region = options.region, account = options.account },
    synthesizer = options.synthesizer,
  })
  self.replication_bucket = CrossRegionSupportConstruct(self, "Default", options).replication_bucket
end

module.CrossRegionSupportConstruct = CrossRegionSupportConstruct
module.CrossRegionSupportStack = CrossRegionSupportStack
return module
