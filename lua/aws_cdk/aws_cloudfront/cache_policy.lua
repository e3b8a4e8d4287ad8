--- What makes two requests the same to a cache, and how long it keeps the answer.
local engine = require "luacdk.engine"
local behaviors = require "aws_cdk.aws_cloudfront.private.behaviors"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_cloudfront.private.managed_policies"

local is_unresolved = engine.is_unresolved

local LONGEST_NAME, LONGEST_COMMENT, LONGEST_ID = 128, 128, 110

local CachePolicy = engine.class("aws_cdk.aws_cloudfront.CachePolicy", cdk.Resource)

managed_policies(CachePolicy, "cache_policy_id", {
  AMPLIFY = "2e54312d-136d-493c-8eb9-b001f22f67d2",
  CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS = "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
  ELEMENTAL_MEDIA_PACKAGE = "08627262-05a9-4f76-9ded-b50ca2e3a84f",
  USE_ORIGIN_CACHE_CONTROL_HEADERS = "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
  USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS = "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
})

local function check_length(self, field, value, longest)
  if value ~= nil and not is_unresolved(value) and l2.length(value) > longest then
    engine.fail(self, "%s can have at most %d characters, got %d", field, longest, l2.length(value))
  end
end

-- The longer of two times in seconds, or the first if either is known only at deployment.
local function at_least(seconds, lowest)
  if is_unresolved(seconds) or is_unresolved(lowest) then return seconds end
  return math.max(seconds, lowest)
end

--- Arguments: scope, id, CachePolicyProps.
function CachePolicy:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.cache_policy_name })
  local name = props.cache_policy_name
    or cdk.Names.unique_id(self):sub(1, LONGEST_ID) .. "-" .. self.stack.region
  behaviors.check_name(self, "cache_policy_name", name)
  check_length(self, "cache_policy_name", name, LONGEST_NAME)
  check_length(self, "comment", props.comment, LONGEST_COMMENT)
  local shortest = props.min_ttl and props.min_ttl:to_seconds() or 0
  local usual = at_least((props.default_ttl or cdk.Duration.days(1)):to_seconds(), shortest)
  local key = behaviors.of(props, cloudfront, "Cache")
  key.enable_accept_encoding_gzip = props.enable_accept_encoding_gzip or false
  key.enable_accept_encoding_brotli = props.enable_accept_encoding_brotli or false
  local resource = cloudfront.CfnCachePolicy(self, "Resource", {
    cache_policy_config = {
      name = name,
      comment = props.comment,
      min_ttl = shortest,
      max_ttl = at_least((props.max_ttl or cdk.Duration.days(365)):to_seconds(), usual),
      default_ttl = usual,
      parameters_in_cache_key_and_forwarded_to_origin = key,
    },
  })
  self.cache_policy_id = resource.ref
end

l2.imported_by(CachePolicy, "cache_policy_id")

return {
  CacheCookieBehavior = behaviors.class("CacheCookieBehavior", "cookies", "all", "none", "allow_list", "deny_list"),
  CacheHeaderBehavior = behaviors.class("CacheHeaderBehavior", "headers", "none", "allow_list"),
  CachePolicy = CachePolicy,
  CacheQueryStringBehavior =
    behaviors.class("CacheQueryStringBehavior", "query_strings", "all", "none", "allow_list", "deny_list"),
}
