--- Origins that are REST APIs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local timeouts = require "aws_cdk.aws_cloudfront_origins.private.timeouts"

local OriginBase = cloudfront.OriginBase

local RestApiOrigin = engine.class("aws_cdk.aws_cloudfront_origins.RestApiOrigin", OriginBase)

--- Arguments: rest_api, RestApiOriginProps. The path is that of the API's stage.
function RestApiOrigin:init(rest_api, props)
  props = props or {}
  local parts = cdk.Fn.split("/", rest_api.url)
  OriginBase.init(self, cdk.Fn.select(2, parts), l2.with({ origin_path = "/" .. cdk.Fn.select(3, parts) }, props))
  timeouts.keep(self, props)
  self:_validate_response_completion_timeout_with_read_timeout(props.response_completion_timeout, props.read_timeout)
end

RestApiOrigin._render_custom_origin_config = timeouts.https_only

return { RestApiOrigin = RestApiOrigin }
