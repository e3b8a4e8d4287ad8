local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local s3 = require "aws_cdk.aws_s3"
local s3_deployment = require "aws_cdk.aws_s3_deployment"

local DEPLOYMENT <const> = "ProductAssetsDeployment"

--- Adds a product stack's template to the assets of its parent, and copies its assets into the bucket that those who
--- launch the product can read.
local ProductStackSynthesizer =
  engine.class("aws_cdk.aws_servicecatalog.ProductStackSynthesizer", cdk.StackSynthesizer)

--- Arguments: the stack around, ProductStackProps.
function ProductStackSynthesizer:init(parent, props)
  cdk.StackSynthesizer.init(self)
  self._parent, self._bucket, self._memory_limit = parent, props.asset_bucket, props.memory_limit
  self._encryption, self._key_id = props.server_side_encryption, props.server_side_encryption_aws_kms_key_id
  if self._bucket and not cdk.Resource.is_owned_resource(self._bucket) then
    cdk.Annotations.of(parent):add_warning_v2("@aws-cdk/aws-servicecatalog:assetsManuallyAddBucketPermissions",
      "nothing can be added to the policy of the imported bucket; make sure that those who launch the product can read "
        .. "it")
  end
end

local function check_encryption(self, stack)
  local by_key = self._encryption == s3_deployment.ServerSideEncryption.AWS_KMS
  local key_id = self._key_id ~= "" and self._key_id or nil
  if by_key and not key_id then
    engine.fail(stack, "server_side_encryption AWS_KMS needs server_side_encryption_aws_kms_key_id")
  elseif key_id and not by_key then
    engine.fail(stack, "server_side_encryption_aws_kms_key_id needs server_side_encryption = "
      .. "s3_deployment.ServerSideEncryption.AWS_KMS")
  end
end

-- The bucket's name, as others must know it.
local function literal_name(bucket)
  local name = bucket.bucket_name
  if cdk.Resource.is_owned_resource(bucket) then name = bucket.node.default_child.bucket_name end
  name = engine.stack_of(bucket):resolve(name)
  if name == nil then engine.fail(bucket, "the asset_bucket of a product stack must have a bucket_name") end
  if type(name) ~= "string" then
    engine.fail(bucket, "the bucket_name of a product stack's asset_bucket must be a literal string")
  end
  return name
end

--- Where the asset is in the product's bucket.
function ProductStackSynthesizer:add_file_asset(asset)
  local stack, bucket = self.bound_stack, self._bucket
  if not bucket then engine.fail(stack, "a product stack with assets needs asset_bucket") end
  local location = self._parent.synthesizer:add_file_asset(asset)
  self._parent_bucket = self._parent_bucket
    or s3.Bucket.from_bucket_name(stack, "ParentAssetBucket", location.bucket_name)
  local source = s3_deployment.Source.bucket(self._parent_bucket, location.object_key)
  check_encryption(self, stack)
  local deployment = bucket.node:try_find_child(DEPLOYMENT) or s3_deployment.BucketDeployment(bucket, DEPLOYMENT, {
    sources = { source }, destination_bucket = bucket, extract = false, prune = false, retain_on_delete = true,
    server_side_encryption = self._encryption, server_side_encryption_aws_kms_key_id = self._key_id,
    memory_limit = self._memory_limit, output_object_keys = false,
  })
  deployment:add_source(source)
  local name = literal_name(bucket)
  if not asset.file_name then engine.fail(stack, "an asset of a product stack must be a file") end
  local url = ("https://s3.%s/%s"):format(name, location.object_key)
  return {
    bucket_name = name, object_key = location.object_key, http_url = url, s3_url = url,
    s3_object_url = ("s3://%s/%s"):format(name, location.object_key),
  }
end

--- Images cannot be copied.
function ProductStackSynthesizer:add_docker_image_asset(_)
  engine.fail(self.bound_stack, "a product stack cannot have images as assets; -> use an image in a repository")
end

--- Writes the template; the stack has no artifact of its own.
function ProductStackSynthesizer:synthesize(session) self:synthesize_template(session) end

return ProductStackSynthesizer
