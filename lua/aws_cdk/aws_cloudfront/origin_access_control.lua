--- How CloudFront signs its requests, so that an origin can refuse those of others.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"

local LONGEST_NAME = 64

local function class_for(name, origin_type)
  local class = engine.class("aws_cdk.aws_cloudfront." .. name, cdk.Resource)

  --- Arguments: scope, id, OriginAccessControlBaseProps.
  function class:init(scope, id, props)
    props = props or {}
    cdk.Resource.init(self, scope, id)
    local signing = props.signing or cloudfront.Signing.SIGV4_ALWAYS
    self._config = {
      description = props.description,
      name = props.origin_access_control_name or cdk.Names.unique_resource_name(self, { max_length = LONGEST_NAME }),
      signing_behavior = signing.behavior,
      signing_protocol = signing.protocol,
      origin_access_control_origin_type = origin_type,
    }
    local resource = cloudfront.CfnOriginAccessControl(self, "Resource", {
      origin_access_control_config = self._config,
    })
    self.origin_access_control_id = resource.attr_id
  end

  l2.imported_by(class, "origin_access_control_id")
  return class
end

local Type = cloudfront.OriginAccessControlOriginType

return {
  FunctionUrlOriginAccessControl = class_for("FunctionUrlOriginAccessControl", Type.LAMBDA),
  MediaPackageV2OriginAccessControl = class_for("MediaPackageV2OriginAccessControl", Type.MEDIAPACKAGEV2),
  S3OriginAccessControl = class_for("S3OriginAccessControl", Type.S3),
}
