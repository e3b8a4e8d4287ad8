--- What of a viewer's request goes to the origin beside the cache key.
local engine = require "luacdk.engine"
local behaviors = require "aws_cdk.aws_cloudfront.private.behaviors"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_cloudfront.private.managed_policies"

local fail, display = engine.fail, engine.display

local OriginRequestPolicy = engine.class("aws_cdk.aws_cloudfront.OriginRequestPolicy", cdk.Resource)

managed_policies(OriginRequestPolicy, "origin_request_policy_id", {
  ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3",
  ALL_VIEWER_AND_CLOUDFRONT_2022 = "33f36d7e-f396-46d9-90e0-52428a34d9dc",
  ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  CORS_CUSTOM_ORIGIN = "59781a5b-3903-41f3-afcb-af62929ccde1",
  CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  ELEMENTAL_MEDIA_TAILOR = "775133bc-15f2-49f9-abea-afb2e0bf67d2",
  HOST_HEADER_ONLY = "bf0718e1-ba1e-49d1-88b1-f726733018ae",
  USER_AGENT_REFERER_HEADERS = "acba4595-bd28-49b8-b9fe-13317c0390fa",
})

--- Arguments: scope, id, OriginRequestPolicyProps.
function OriginRequestPolicy:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.origin_request_policy_name })
  local config = behaviors.of(props, cloudfront, "OriginRequest")
  config.name = props.origin_request_policy_name or cdk.Names.unique_id(self)
  config.comment = props.comment
  behaviors.check_name(self, "origin_request_policy_name", config.name)
  local resource = cloudfront.CfnOriginRequestPolicy(self, "Resource", { origin_request_policy_config = config })
  self.origin_request_policy_id = resource.ref
end

l2.imported_by(OriginRequestPolicy, "origin_request_policy_id")

local HeaderBehavior =
  behaviors.class("OriginRequestHeaderBehavior", "headers", "none", "allow_list", "deny_list")

--- All headers of the viewer, and the given ones of CloudFront's own.
function HeaderBehavior.all(...)
  if select("#", ...) == 0 then return HeaderBehavior "allViewer" end
  for _, header in ipairs { ... } do
    if tostring(header):sub(1, 11) ~= "CloudFront-" then
      fail(nil, "the headers added by OriginRequestHeaderBehavior.all must start with CloudFront-, got %s",
        display(header))
    end
  end
  return HeaderBehavior("allViewerAndWhitelistCloudFront", { ... })
end

local allow_list = HeaderBehavior.allow_list
local OF_CACHE_POLICIES = { authorization = true, ["accept-encoding"] = true }

--- These headers alone.
function HeaderBehavior.allow_list(...)
  for _, header in ipairs { ... } do
    if OF_CACHE_POLICIES[tostring(header):lower()] then
      fail(nil, "the header %s cannot be in an origin request policy; -> forward it by a CachePolicy", display(header))
    end
  end
  return allow_list(...)
end

return {
  OriginRequestCookieBehavior =
    behaviors.class("OriginRequestCookieBehavior", "cookies", "all", "none", "allow_list", "deny_list"),
  OriginRequestHeaderBehavior = HeaderBehavior,
  OriginRequestPolicy = OriginRequestPolicy,
  OriginRequestQueryStringBehavior =
    behaviors.class("OriginRequestQueryStringBehavior", "query_strings", "all", "none", "allow_list", "deny_list"),
}
