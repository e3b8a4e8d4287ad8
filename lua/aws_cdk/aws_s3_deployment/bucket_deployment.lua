--- Puts files into a bucket when a stack is deployed.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local cdk = require "aws_cdk"
local cache_control = require "aws_cdk.private.cache_control"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local AwsCliLayer = require("aws_cdk.lambda_layer_awscli").AwsCliLayer

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local HANDLER_UUID = "8693BB64-9689-44B6-9AAF-B0CC9EB8756C"
local RESOURCE_TYPE = "Custom::CDKBucketDeployment"
local ACCESS_POINT_PATH = "/lambda"
local MOUNT_PATH = "/mnt" .. ACCESS_POINT_PATH
local OWNER_TAG = "aws-cdk:cr-owned"
local MAX_TAG_KEY = 128

local BucketDeployment = engine.class("aws_cdk.aws_s3_deployment.BucketDeployment", constructs.Construct)

local function check(self, props)
  local paths = props.distribution_paths
  if paths then
    if not props.distribution then fail(self, "distribution_paths needs distribution") end
    for i, path in ipairs(is_unresolved(paths) and {} or paths) do
      if not is_unresolved(path) and path:sub(1, 1) ~= "/" then
        fail(self, 'distribution_paths[%d] must start with "/", got %s', i, display(path))
      end
    end
  end
  if props.use_efs and not props.vpc then fail(self, "use_efs needs a vpc, in which the file system is made") end
end

-- What distinguishes the handlers of a stack.
local function identity(self, props, security_groups)
  local text, memory, storage, vpc = "", props.memory_limit, props.ephemeral_storage_size, props.vpc
  if memory and memory ~= 0 then
    if is_unresolved(memory) then
      fail(self, "memory_limit must be known at synthesis: deployments with the same limit share a function")
    end
    text = text .. "-" .. engine.json(memory) .. "MiB"
  end
  if storage then
    if storage:is_unresolved() then
      fail(self, "ephemeral_storage_size must be known at synthesis: deployments with the same size share a function")
    end
    text = text .. "-" .. engine.json(storage:to_mebibytes()) .. "MiB"
  end
  if vpc then text = text .. "-" .. vpc.node.addr end
  if security_groups and #security_groups > 0 then
    local addresses = {}
    for i, group in ipairs(security_groups) do addresses[i] = group.node.addr end
    table.sort(addresses)
    text = text .. "-" .. table.concat(addresses, "-")
  end
  return text
end

-- The file system that deployments in this VPC share, by an access point of this one.
local function add_access_point(scope, vpc)
  local efs = require "aws_cdk.aws_efs"
  local id = "BucketDeploymentEFS-VPC-" .. vpc.node.addr
  local file_system = engine.stack_of(scope).node:try_find_child(id)
    or efs.FileSystem(scope, id, { vpc = vpc, removal_policy = cdk.RemovalPolicy.DESTROY })
  local point = file_system:add_access_point("AccessPoint", {
    path = ACCESS_POINT_PATH,
    create_acl = { owner_uid = "1001", owner_gid = "1001", permissions = "0777" },
    posix_user = { uid = "1001", gid = "1001" },
  })
  point.node:add_dependency(file_system.mount_targets_available)
  return point
end

local function add_handler(self, scope, props)
  local vpc, groups = props.vpc, props.security_groups
  local point = props.use_efs and add_access_point(scope, vpc) or nil
  if vpc then self.node:add_dependency(vpc) end
  local layer = AwsCliLayer(self, "AwsCliLayer")
  local handler = lambda.SingletonFunction(self, "CustomResourceHandler", {
    uuid = HANDLER_UUID .. identity(self, props, groups),
    lambda_purpose = RESOURCE_TYPE,
    code = BundledCode "aws-s3-deployment/bucket-deployment-handler",
    handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_13,
    architecture = lambda.Architecture.ARM_64,
    layers = { layer },
    environment = engine.ordered(
      "MOUNT_PATH", props.use_efs and MOUNT_PATH or nil,
      "AWS_CA_BUNDLE", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
    timeout = cdk.Duration.minutes(15),
    role = props.role,
    memory_size = props.memory_limit or 1024,
    ephemeral_storage_size = props.ephemeral_storage_size,
    vpc = vpc,
    vpc_subnets = props.vpc_subnets,
    security_groups = groups and #groups > 0 and groups or nil,
    filesystem = point and lambda.FileSystem.from_efs_access_point(point, MOUNT_PATH),
    log_retention = props.log_retention,
    log_group = props.log_group,
  })
  handler_marks.mark(handler, props.log_group, props.log_retention)
  return handler
end

-- ---- properties of the custom resource ------------------------------------------------------------------------------

local function user_metadata(metadata)
  if not metadata then return nil end
  local lower = engine.map()
  for name, value in pairs(metadata) do lower[name:lower()] = value end
  return lower
end

local function given(text)
  if text == "" then return nil end
  return text
end

local function system_metadata(props)
  local expires, access = props.expires, props.access_control
  local all = engine.ordered(
    "cache-control", cache_control.header(props.cache_control),
    "expires", expires and os.date("!%a, %d %b %Y %H:%M:%S GMT", math.floor(expires._seconds)),
    "content-disposition", given(props.content_disposition),
    "content-encoding", given(props.content_encoding),
    "content-language", given(props.content_language),
    "content-type", given(props.content_type),
    "sse", props.server_side_encryption,
    "storage-class", props.storage_class,
    "website-redirect", given(props.website_redirect_location),
    "sse-kms-key-id", given(props.server_side_encryption_aws_kms_key_id),
    "sse-c-copy-source", given(props.server_side_encryption_customer_algorithm),
    "acl", access and l2.kebab(access))
  return l2.unless_empty(all)
end

-- A list of what `of` gives for each source.
local function of_sources(self, of)
  return engine.lazy(function()
    local all = {}
    for i, source in ipairs(self._sources) do all[i] = of(source) end
    return engine.list(all)
  end, { kind = "any" })
end

-- The same of maps; the empty ones at the end say nothing.
local function of_sources_with_any(self, of)
  return engine.lazy(function()
    local all = {}
    for i, source in ipairs(self._sources) do all[i] = of(source) end
    while #all > 0 and next(all[#all]) == nil do all[#all] = nil end
    return #all > 0 and all or nil
  end, { kind = "any" })
end

local function markers_of(source) return source.markers or engine.map() end

local function marker_settings_of(source)
  local config = source.markers_config or {}
  local all = engine.ordered(
    "jsonEscape", config.json_escape or nil,
    "markerEncodings", l2.unless_empty(config.marker_encodings))
  return l2.unless_empty(all) or engine.map()
end

local function add_resource(self, handler, props)
  local bucket, distribution = props.destination_bucket, props.distribution
  return cdk.CustomResource(self, "CustomResource" .. identity(self, props), {
    service_token = handler.function_arn,
    resource_type = RESOURCE_TYPE,
    properties = engine.ordered(
      "SourceBucketNames", of_sources(self, function(source) return source.bucket.bucket_name end),
      "SourceObjectKeys", of_sources(self, function(source) return source.zip_object_key end),
      "SourceMarkers", of_sources_with_any(self, markers_of),
      "SourceMarkersConfig", of_sources_with_any(self, marker_settings_of),
      "DestinationBucketName", bucket.bucket_name,
      "DestinationBucketKeyPrefix", props.destination_key_prefix,
      "WaitForDistributionInvalidation", props.wait_for_distribution_invalidation ~= false,
      "RetainOnDelete", props.retain_on_delete,
      "Extract", props.extract,
      "Prune", props.prune ~= false,
      "Exclude", props.exclude,
      "Include", props.include,
      "UserMetadata", user_metadata(props.metadata),
      "SystemMetadata", system_metadata(props),
      "DistributionId", distribution and distribution.distribution_ref.distribution_id,
      "DistributionPaths", props.distribution_paths,
      "SignContent", props.sign_content,
      "OutputObjectKeys", self._output_object_keys,
      "DestinationBucketArn", engine.lazy(function() return self._wants_arn and bucket.bucket_arn or nil end,
        { kind = "any" }),
      "OutputObjectVersionIds", engine.lazy(function() return self._wants_versions or nil end, { kind = "any" })),
  })
end

-- Deployments that own a part of a bucket mark it, so that deleting one does not delete what another has put there.
local function mark_bucket(self, props)
  local prefix = given(props.destination_key_prefix)
  local key = OWNER_TAG .. (prefix and ":" .. prefix or "") .. ":" .. self._resource.node.addr:sub(-8)
  if not is_unresolved(key) and #key > MAX_TAG_KEY then
    local longest = MAX_TAG_KEY - (#key - #prefix)
    fail(self, "destination_key_prefix must have at most %d characters, got %d", longest, #prefix)
  end
  cdk.Tags.of(props.destination_bucket):add(key, "true")
end

--- Arguments: scope, id, BucketDeploymentProps: destination_bucket, sources (required).
function BucketDeployment:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  check(self, props)
  self._destination_bucket = props.destination_bucket
  self._extract = props.extract ~= false
  self._output_object_keys = props.output_object_keys ~= false
  local handler = add_handler(self, scope, props)
  self.handler_role = handler.role
  self._sources = {}
  for i, source in ipairs(props.sources) do
    self._sources[i] = source:bind(self, { handler_role = self.handler_role })
  end
  props.destination_bucket:grant_read_write(handler)
  if props.access_control then props.destination_bucket:grant_put_acl(handler) end
  if props.distribution then
    handler:add_to_role_policy(iam.PolicyStatement {
      effect = iam.Effect.ALLOW, actions = { "cloudfront:GetInvalidation", "cloudfront:CreateInvalidation" },
      resources = { "*" },
    })
  end
  self.node:add_validation {
    validate = function()
      if self._extract then return {} end
      for _, source in ipairs(self._sources) do
        if source.markers then
          return { "a source with values known only at deployment must be extracted: leave out extract = false" }
        end
      end
      return {}
    end,
  }
  self._resource = add_resource(self, handler, props)
  mark_bucket(self, props)
end

--- The destination; what uses it waits for the deployment.
BucketDeployment.get.deployed_bucket = function(self)
  self._wants_arn = true
  local bucket, destination = self._deployed_bucket, self._destination_bucket
  if not bucket then
    bucket = s3.Bucket.from_bucket_attributes(self, "DestinationBucket", {
      bucket_arn = self._resource:get_att_string "DestinationBucketArn",
      region = destination.env.region, account = destination.env.account, is_website = destination.is_website,
    })
    self._deployed_bucket = bucket
  end
  return bucket
end

--- The keys of the sources' objects.
BucketDeployment.get.object_keys = function(self)
  return cdk.Token.as_list(self._resource:get_att "SourceObjectKeys")
end

--- The versions of the objects, where sources are not extracted.
BucketDeployment.get.object_version_ids = function(self)
  if self._extract then fail(self, "object_version_ids need extract = false: extracted files have no version ids of "
    .. "their own") end
  if not self._output_object_keys then
    fail(self, "object_version_ids follow object_keys: -> leave out output_object_keys = false")
  end
  self._wants_versions = true
  return cdk.Token.as_list(self._resource:get_att "SourceObjectVersionIds")
end

--- Deploys another source, unless it is among them already.
function BucketDeployment:add_source(source)
  local config = source:bind(self, { handler_role = self.handler_role })
  local stack = engine.stack_of(self)
  local function name_of(one) return engine.json(stack:resolve(one.bucket.bucket_name)) end
  for _, present in ipairs(self._sources) do
    if not present.markers and not config.markers and present.zip_object_key == config.zip_object_key
      and name_of(present) == name_of(config) then
      return
    end
  end
  table.insert(self._sources, config)
end

return { BucketDeployment = BucketDeployment }
