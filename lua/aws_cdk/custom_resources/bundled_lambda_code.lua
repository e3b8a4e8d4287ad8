local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

--- The code of a function that comes with the library.
local BundledCode = engine.class("aws_cdk.custom_resources.BundledCode", lambda.Code)

function BundledCode:init(name) self._name = name end

function BundledCode:bind(scope)
  local asset = self._asset or cdk.CustomResourceProvider.bundled_asset(scope, "Code", self._name)
  self._asset = asset
  return { s3_location = { bucket_name = asset.s3_bucket_name, object_key = asset.s3_object_key } }
end

function BundledCode:bind_to_resource(resource) self._asset:add_resource_metadata(resource, "Code") end

return BundledCode
