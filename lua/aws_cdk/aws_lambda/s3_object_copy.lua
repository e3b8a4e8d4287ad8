--- Copies an asset into another bucket at deployment, by a function shared by copies of the same destination.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local digest = require "aws_cdk.aws_lambda.digest"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"

local RESOURCE_TYPE = "Custom::S3ObjectCopy"
local HANDLER = "aws-s3-deployment/s3-object-copy-handler"
local BASE_UUID = "e2f8cf6b-1b0f-4b3f-9a2c-6f1f5b6d4a71"

local S3ObjectCopy = engine.class("aws_cdk.aws_lambda.S3ObjectCopy", constructs.Construct)

local md5 = digest.md5


local function addresses(list)
  local result = l2.pluck(list, "node.addr")
  table.sort(result)
  return result
end

local function subnet_identity(selection)
  local rest = {}
  for name, value in pairs(selection) do rest[l2.camel(name)] = value end
  if selection.subnets then rest.subnets = addresses(selection.subnets) end
  return md5(engine.json(rest))
end

-- Copies with the same string share a function.
local function uuid_of(props)
  local bucket = props.destination_bucket
  local name = engine.json(engine.resolve(bucket, bucket.bucket_name))
  local parts = { BASE_UUID, "-dest-", md5(name .. "/" .. props.destination_key_pattern) }
  local function add(label, text)
    parts[#parts + 1] = label
    parts[#parts + 1] = text
  end
  if props.role then add("-role-", props.role.node.addr) end
  if props.vpc then
    add("-vpc-", props.vpc.node.addr)
    if props.vpc_subnets then add("-subnets-", subnet_identity(props.vpc_subnets)) end
  end
  if props.security_groups then add("-sg-", table.concat(addresses(props.security_groups), "-")) end
  if props.log_group then add("-lg-", props.log_group.node.addr) end
  return table.concat(parts)
end

--- Eight or more digits that distinguish copies with different functions.
function S3ObjectCopy.function_identity(props) return md5(uuid_of(props)) end

local function shared_log_group(scope, uuid)
  local stack = engine.stack_of(scope)
  local id = "S3ObjectCopyLogGroup" .. uuid:gsub("[^%w]", "")
  return stack.node:try_find_child(id) or logs.LogGroup(stack, id)
end

-- The code of the copying function, an asset that comes with the library.
local HandlerCode = engine.class("aws_cdk.aws_lambda.S3ObjectCopyCode", lambda.Code)

function HandlerCode:bind(scope)
  local asset = self._asset or cdk.CustomResourceProvider.bundled_asset(scope, "Code", HANDLER)
  self._asset = asset
  return { s3_location = { bucket_name = asset.s3_bucket_name, object_key = asset.s3_object_key } }
end

function HandlerCode:bind_to_resource(resource)
  self._asset:add_resource_metadata(resource, "Code")
end

function S3ObjectCopy:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local uuid = uuid_of(props)
  local handler = lambda.SingletonFunction(self, "CustomResourceHandler", {
    uuid = uuid,
    lambda_purpose = RESOURCE_TYPE,
    code = HandlerCode(),
    handler = "index.handler",
    runtime = lambda.Runtime.NODEJS_LATEST,
    timeout = cdk.Duration.minutes(15),
    role = props.role,
    vpc = props.vpc,
    vpc_subnets = props.vpc_subnets,
    security_groups = props.security_groups,
    log_group = props.log_group or shared_log_group(self, uuid),
  })
  handler_marks.mark(handler, true)

  iam.Grant.add_to_principal {
    grantee = handler,
    actions = { "s3:GetObject", "s3:GetObjectVersion" },
    resource_arns = { props.source_bucket:arn_for_objects "*" },
  }
  props.destination_bucket:grant_put(handler, props.destination_key_pattern)
  props.destination_bucket:grant_delete(handler, props.destination_key_pattern)

  local resource = cdk.CustomResource(self, "Resource", {
    service_token = handler.function_arn,
    resource_type = RESOURCE_TYPE,
    properties = engine.ordered(
      "SourceBucketName", props.source_bucket.bucket_name,
      "SourceObjectKey", props.source_key,
      "DestinationBucketName", props.destination_bucket.bucket_name,
      "DestinationKeyPrefix", props.destination_key_prefix,
      "ContentHash", props.content_hash,
      "Configuration", props.configuration),
  })
  self.resource = resource.node.default_child
  self.destination_bucket_name = resource:get_att_string "Bucket"
  self.destination_object_key = resource:get_att_string "Key"
  self.version_id = resource:get_att_string "VersionId"
end

return S3ObjectCopy
