--- Origins that are web servers.
local engine = require "luacdk.engine"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local timeouts = require "aws_cdk.aws_cloudfront_origins.private.timeouts"

local OriginBase = cloudfront.OriginBase

local HttpOrigin = engine.class("aws_cdk.aws_cloudfront_origins.HttpOrigin", OriginBase)

local function check_port(name, port)
  if port == nil or engine.is_unresolved(port) then return end
  if port % 1 ~= 0 or port ~= 80 and port ~= 443 and (port < 1024 or port > 65535) then
    engine.fail(nil, "%s must be 80, 443 or a whole number between 1024 and 65535, got %s", name,
      engine.display(port))
  end
end

--- Arguments: domain_name, HttpOriginProps.
function HttpOrigin:init(domain_name, props)
  props = props or {}
  OriginBase.init(self, domain_name, props)
  self._props = props
  timeouts.keep(self, props)
  self:_validate_response_completion_timeout_with_read_timeout(props.response_completion_timeout, props.read_timeout)
  check_port("http_port", props.http_port)
  check_port("https_port", props.https_port)
end

function HttpOrigin:_render_custom_origin_config()
  local props = self._props
  return timeouts.of(self, {
    origin_ssl_protocols = props.origin_ssl_protocols or { cloudfront.OriginSslPolicy.TLS_V1_2 },
    origin_protocol_policy = props.protocol_policy or cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    http_port = props.http_port,
    https_port = props.https_port,
    ip_address_type = props.ip_address_type,
  })
end

local LoadBalancerV2Origin = engine.class("aws_cdk.aws_cloudfront_origins.LoadBalancerV2Origin", HttpOrigin)

--- Arguments: load_balancer, LoadBalancerV2OriginProps.
function LoadBalancerV2Origin:init(load_balancer, props)
  HttpOrigin.init(self, load_balancer.load_balancer_dns_name, props)
end

local S3StaticWebsiteOrigin = engine.class("aws_cdk.aws_cloudfront_origins.S3StaticWebsiteOrigin", HttpOrigin)

--- Arguments: bucket, S3StaticWebsiteOriginProps.
function S3StaticWebsiteOrigin:init(bucket, props)
  HttpOrigin.init(self, bucket.bucket_website_domain_name,
    l2.with({ protocol_policy = cloudfront.OriginProtocolPolicy.HTTP_ONLY }, props))
end

return {
  HttpOrigin = HttpOrigin, LoadBalancerV2Origin = LoadBalancerV2Origin, S3StaticWebsiteOrigin = S3StaticWebsiteOrigin,
}
