--- The code of web functions: an object of a bucket, or files that are copied into one.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local s3_assets = require "aws_cdk.aws_s3_assets"

local fail = engine.fail
local is_unresolved = engine.is_unresolved

local CODE_PREFIX = "web-function/"

-- ---- buckets that hold code -----------------------------------------------------------------------------------------

local function check_versioned(bucket, factory)
  local resource = bucket.node.default_child
  if not resource or not engine.is_a(resource, s3.CfnBucket) then return end
  local versioning = resource.versioning_configuration
  if versioning ~= nil and is_unresolved(versioning) then return end
  local status = versioning and versioning.status
  if status ~= nil and is_unresolved(status) or status == "Enabled" then return end
  return ("the bucket %s of WebFunctionCode.%s must keep versions: give it versioned = true"):format(bucket.node.path,
    factory)
end

-- Whether a key's id is that of the key that AWS manages for S3.
local function is_managed_key(bucket, id)
  if is_unresolved(id) then
    local join = engine.resolve(bucket, id)
    local parts = type(join) == "table" and join["Fn::Join"] and join["Fn::Join"][2]
    id = type(parts) == "table" and parts[#parts] or nil
  end
  return type(id) == "string" and id:find "alias/aws/s3$" ~= nil
end

local function known_table(value) return type(value) == "table" and not is_unresolved(value) end

local function check_encryption(bucket, factory)
  local resource = bucket.node.default_child
  if not resource or not engine.is_a(resource, s3.CfnBucket) then return end
  local encryption = resource.bucket_encryption
  local rules = known_table(encryption) and encryption.server_side_encryption_configuration
  for _, rule in ipairs(known_table(rules) and rules or {}) do
    local applied = known_table(rule) and rule.server_side_encryption_by_default
    local algorithm = known_table(applied) and applied.sse_algorithm
    if type(algorithm) == "string" and algorithm:sub(1, 7) == "aws:kms" then
      local key = applied.kms_master_key_id
      if key == nil or is_managed_key(bucket, key) then
        return ("the bucket %s of WebFunctionCode.%s is encrypted by a key that AWS manages, whose policy cannot let "
          .. "Lambda read the code: use BucketEncryption.S3_MANAGED or a key of your own"):format(bucket.node.path,
          factory)
      end
    end
  end
end

local function add_bucket_validation(scope, bucket, factory)
  scope.node:add_validation {
    validate = function()
      local messages = {}
      for _, check in ipairs { check_versioned, check_encryption } do
        messages[#messages + 1] = check(bucket, factory)
      end
      return messages
    end,
  }
end

-- Lets Lambda read the code for web functions.
local function grant_service_read(bucket, key, scope, options)
  local annotations = cdk.Annotations.of(scope)
  local result = bucket:add_to_resource_policy(iam.PolicyStatement {
    principals = { iam.ServicePrincipal "lambda.amazonaws.com" },
    actions = { "s3:GetObject", "s3:GetObjectVersion" },
    resources = { bucket:arn_for_objects(key) },
    conditions = engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = engine.stack_of(scope).account },
      "ArnLike", { ["aws:SourceArn"] = options.web_function_arn .. "/revision/*" }),
  })
  if result.policy_dependable then scope.node:add_dependency(result.policy_dependable) end
  if not result.statement_added then
    annotations:add_warning_v2("@aws-cdk/aws-lambda:webFunctionImportedCodeBucketPolicy",
      ("the imported bucket %s can be neither inspected nor changed. Make sure that it keeps versions, is not "
        .. "encrypted by a "
        .. "key that AWS manages, and lets lambda.amazonaws.com get the code object and its versions"):format(
        bucket.node.path))
  end
  local key_ = bucket.encryption_key
  if key_ then
    local conditions = require("aws_cdk.aws_lambda.web_function").source_conditions(scope)
    key_:grant_decrypt(iam.ServicePrincipal("lambda.amazonaws.com", { conditions = conditions }))
    if not cdk.Resource.is_owned_resource(key_) then
      annotations:add_warning_v2("@aws-cdk/aws-lambda:webFunctionImportedCodeBucketKmsKey",
        "statements cannot be added to the policy of the code bucket's imported key: allow lambda.amazonaws.com "
          .. "kms:Decrypt "
        .. "in it")
    end
  end
end

-- ---- code in S3 stays as long as a revision needs it: removal policies follow those of the revisions ----------------

local rendered = require("aws_cdk.aws_lambda.function_hash").rendered

local DELETE, RETAIN_EXCEPT_ON_CREATE, RETAIN = 0, 1, 2
local POLICY_NAMES = { [DELETE] = "Delete", [RETAIN_EXCEPT_ON_CREATE] = "RetainExceptOnCreate", [RETAIN] = "Retain" }

local function level_of(policy)
  return policy == "Retain" and RETAIN or policy == "RetainExceptOnCreate" and RETAIN_EXCEPT_ON_CREATE or DELETE
end

local function deletion_name(level) return POLICY_NAMES[level] end

local function replace_name(level) return level > DELETE and "Retain" or "Delete" end

-- How long a revision outlives its replacement, and its removal in any way.
local function retention_of(revision)
  local entry = rendered(revision)
  local on_replace = level_of(entry.UpdateReplacePolicy)
  local for_replace = on_replace > DELETE and RETAIN_EXCEPT_ON_CREATE or DELETE
  return on_replace, math.max(for_replace, level_of(entry.DeletionPolicy))
end

-- Gives a resource the strongest retention of the revisions, if that is stronger than its own.
local function retain_with_revisions(resource, revisions)
  local function policy(own, name)
    local strongest = DELETE
    for _, revision in ipairs(revisions) do
      local _, any = retention_of(revision)
      strongest = math.max(strongest, any)
    end
    if strongest == DELETE then return own end
    return name(math.max(strongest, level_of(own)))
  end
  resource:add_override("DeletionPolicy", engine.lazy(function()
    return policy(resource.cfn_options.deletion_policy, deletion_name)
  end, { kind = "any" }))
  resource:add_override("UpdateReplacePolicy", engine.lazy(function()
    return policy(resource.cfn_options.update_replace_policy, replace_name)
  end, { kind = "any" }))
end

-- Revisions by the resource that is kept for them.
local kept_for = setmetatable({}, { __mode = "k" })

local function keep_for(resource, revision)
  local revisions = kept_for[resource]
  if not revisions then
    revisions = {}
    kept_for[resource] = revisions
    retain_with_revisions(resource, revisions)
  end
  revisions[#revisions + 1] = revision
end

-- ---- the bucket that is made for code once in a stack ---------------------------------------------------------------

local ASSET_BUCKET_ID = "AWSCDKWebFunctionAssetBucket"
local asset_buckets = setmetatable({}, { __mode = "k" })

local function asset_bucket(scope)
  local stack = engine.stack_of(scope)
  local existing = stack.node:try_find_child(ASSET_BUCKET_ID)
  if existing then
    if not asset_buckets[existing] then
      fail(scope, "the id %s in the stack is for the bucket of WebFunctionCode.from_asset_to_managed_bucket: -> rename "
        .. "the other construct, or use from_asset_to_provided_bucket", ASSET_BUCKET_ID)
    end
    return existing
  end
  local bucket = s3.Bucket(stack, ASSET_BUCKET_ID, {
    versioned = true,
    encryption = s3.BucketEncryption.S3_MANAGED,
    block_public_access = s3.BlockPublicAccess.BLOCK_ALL,
    enforce_ssl = true,
    removal_policy = cdk.RemovalPolicy.DESTROY,
    auto_delete_objects = true,
  })
  asset_buckets[bucket] = true
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:GetObject", "s3:GetObjectVersion" },
    principals = { iam.ServicePrincipal "lambda.amazonaws.com" },
    resources = { bucket:arn_for_objects(CODE_PREFIX .. "*") },
    conditions = engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = cdk.Aws.ACCOUNT_ID },
      "ArnLike", {
        ["aws:SourceArn"] = stack:format_arn {
          service = "lambda",
          resource = "web-function",
          resource_name = "*/revision/*",
          arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
        },
      }),
  })
  return bucket
end

local function keep_managed_bucket(bucket, revision)
  local auto_delete = bucket.node:try_find_child "AutoDeleteObjectsCustomResource"
  for _, resource in pairs {
    bucket.node.default_child,
    auto_delete and auto_delete.node.default_child,
    bucket.policy and bucket.policy.node.default_child,
  } do
    keep_for(resource, revision)
  end
  revision.node:add_validation {
    validate = function()
      local _, any = retention_of(revision)
      if any > DELETE then
        cdk.Annotations.of(revision):add_warning_v2("@aws-cdk/aws-lambda:webFunctionManagedBucketRetained",
          ("this revision is retained, and with it the bucket %s, its policy and the code of every retained revision. "
            .. "They stay when the stack is deleted and are yours to remove. To manage them, keep the code in a bucket "
            .. "of your own by WebFunctionCode.from_asset_to_provided_bucket"):format(bucket.node.path))
      end
      return {}
    end,
  }
end

-- ---- code -----------------------------------------------------------------------------------------------------------

local WebFunctionCode = engine.class("aws_cdk.aws_lambda.WebFunctionCode")

--- Called with the revision the code is for.
function WebFunctionCode.bind_to_resource()
end

local BucketCode = engine.class("aws_cdk.aws_lambda.WebFunctionBucketCode", WebFunctionCode)

local function widens(text)
  return text:sub(1, 1) == "/" or text:find "[*?]" or text:find("${", 1, true)
end

function BucketCode:bind(scope, options)
  local bucket, key = self._bucket, self._key
  add_bucket_validation(scope, bucket, "from_bucket")
  if not is_unresolved(key) and widens(key) then
    fail(scope, "the key %s of the code must not start with '/' or contain '*', '?' or '${': it limits what Lambda may "
      .. "read", engine.display(key))
  end
  grant_service_read(bucket, key, scope, options)
  return {
    s3_location = { bucket_name = bucket.bucket_name, object_key = key, object_version = self._object_version },
  }
end

--- An object of a bucket.
function WebFunctionCode.from_bucket(bucket, key, object_version)
  local code = BucketCode()
  code._bucket, code._key, code._object_version = bucket, key, object_version
  return code
end

-- Without dynamic references, which CloudFormation would put in the values of.
local function inert(value)
  if type(value) == "string" then
    return (value:gsub("{{resolve:", "{{resolve-ref:"))
  elseif type(value) == "table" then
    local copy = engine.ordered()
    if #value > 0 then copy = {} end
    for key, item in pairs(value) do copy[key] = inert(item) end
    return copy
  end
  return value
end

-- What the copy depends on besides the code: another configuration is another revision, which needs its own object.
local function revision_configuration(revision)
  if not engine.is_a(revision, lambda.CfnWebFunctionRevision) then return nil end
  local properties = engine.ordered()
  for name, value in pairs(rendered(revision).Properties or {}) do
    if name == "BuildConfig" then
      local build = engine.ordered()
      for key, item in pairs(value) do
        if key ~= "CodeConfig" then build[key] = item end
      end
      value = build
    end
    properties[name] = value
  end
  return inert(properties)
end

local StagedCode = engine.class("aws_cdk.aws_lambda.WebFunctionStagedCode", WebFunctionCode)

local function copy_table(source)
  local copy = l2.with({}, source)
  return copy
end

function StagedCode:bind(scope, options)
  local asset_props = copy_table(self._options)
  asset_props.copy_options, asset_props.key_prefix = nil, nil
  asset_props.path = self._path
  local asset = s3_assets.Asset(scope, "Code", asset_props)
  if not asset.is_zip_archive then
    fail(scope, "the code must be a directory or a .zip file; %s is neither", engine.display(self._path))
  end
  local destination = self:_destination_bucket(scope)
  local prefix = (self._options.key_prefix or "") .. CODE_PREFIX
  local function_prefix = prefix .. cdk.Names.unique_id(scope) .. "/"
  self:_grant_read(destination, function_prefix .. "*", scope, options)

  local holder = {}
  local props = copy_table(self._options.copy_options)
  props.destination_bucket = destination
  props.destination_key_pattern = prefix .. "*"
  local S3ObjectCopy = require "aws_cdk.aws_lambda.s3_object_copy"
  local id = "CodeCopy" .. S3ObjectCopy.function_identity(props):sub(1, 8)
  props.source_bucket = asset.bucket
  props.source_key = asset.s3_object_key
  props.destination_key_prefix = function_prefix
  props.content_hash = asset.asset_hash
  props.configuration = engine.lazy(function()
    return holder.revision and revision_configuration(holder.revision)
  end, { kind = "any" })
  local copy = S3ObjectCopy(scope, id, props)
  self._pending_copy, self._pending_holder = copy, holder
  return {
    s3_location = {
      bucket_name = copy.destination_bucket_name,
      object_key = copy.destination_object_key,
      object_version = copy.version_id,
    },
  }
end

function StagedCode:bind_to_resource(resource)
  local copy = self._pending_copy
  if not copy then return end
  self._pending_holder.revision = resource
  self._pending_copy, self._pending_holder = nil, nil
  copy.resource:add_override("UpdateReplacePolicy", engine.lazy(function()
    return replace_name((retention_of(resource)))
  end))
  copy.resource:add_override("DeletionPolicy", engine.lazy(function()
    local _, any = retention_of(resource)
    return deletion_name(any)
  end))
  self:_keep_for(resource)
end

local ManagedBucketCode = engine.class("aws_cdk.aws_lambda.WebFunctionManagedBucketCode", StagedCode)

function ManagedBucketCode._destination_bucket(_, scope) return asset_bucket(scope) end

function ManagedBucketCode._grant_read(_, bucket, _, scope)
  if bucket.policy then scope.node:add_dependency(bucket.policy) end
end

function ManagedBucketCode._keep_for(_, revision)
  keep_managed_bucket(asset_bucket(revision), revision)
end

--- Files that are copied into a bucket made for the code of the stack's web functions.
function WebFunctionCode.from_asset_to_managed_bucket(path, options)
  local code = ManagedBucketCode()
  code._path = path
  code._options = options or {}
  return code
end

local ProvidedBucketCode = engine.class("aws_cdk.aws_lambda.WebFunctionProvidedBucketCode", StagedCode)

function ProvidedBucketCode:_destination_bucket(scope)
  local prefix = self._options.key_prefix
  if prefix ~= nil then
    if is_unresolved(prefix) then
      fail(scope, "key_prefix must be a literal string: it limits what the copying function may write")
    elseif widens(prefix) then
      fail(scope, "key_prefix %s must not start with '/' or contain '*', '?' or '${': it limits what the "
        .. "copying function "
        .. "may write", engine.display(prefix))
    end
  end
  add_bucket_validation(scope, self._bucket, "from_asset_to_provided_bucket")
  return self._bucket
end

function ProvidedBucketCode._grant_read(_, bucket, key_pattern, scope, options)
  grant_service_read(bucket, key_pattern, scope, options)
end

function ProvidedBucketCode:_keep_for(revision)
  local policy = self._bucket.policy and self._bucket.policy.node.default_child
  if policy and engine.is_a(policy, cdk.CfnResource) then keep_for(policy, revision) end
end

--- Files that are copied to the user's bucket.
function WebFunctionCode.from_asset_to_provided_bucket(bucket, path, options)
  local code = ProvidedBucketCode()
  code._bucket = bucket
  code._path = path
  code._options = options or {}
  return code
end

return { WebFunctionCode = WebFunctionCode }
