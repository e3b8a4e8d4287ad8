--- What a distribution does with the requests of a path.
local engine = require "luacdk.engine"
local cloudfront = require "aws_cdk.aws_cloudfront"
local distributions = require "aws_cdk.aws_cloudfront.private.distributions"
local l2 = require "aws_cdk.l2"

local cache_behavior = {}

local function check_grpc(self, options)
  if options.allowed_methods ~= cloudfront.AllowedMethods.ALLOW_ALL then
    engine.fail(self, "enable_grpc needs allowed_methods = cloudfront.AllowedMethods.ALLOW_ALL")
  end
  if options.edge_lambdas and #options.edge_lambdas > 0 then
    engine.fail(self, "edge_lambdas cannot be given with enable_grpc")
  end
end

local function trust(associations)
  for _, one in ipairs(associations or {}) do
    local role = one.function_version.role
    if role then distributions.trust_edge(role) end
  end
end

--- The behaviour as L1 distributions have it. The roles of its functions trust Lambda@Edge from now on.
function cache_behavior.of(self, path_pattern, origin_id, options, viewer_protocol_policy)
  if options.enable_grpc then check_grpc(self, options) end
  distributions.check_edge_lambdas(self, options.edge_lambdas)
  trust(options.edge_lambdas)
  local policy = options.cache_policy and options.cache_policy.cache_policy_ref
    or cloudfront.CachePolicy.CACHING_OPTIMIZED
  local forwarded, headers = options.origin_request_policy, options.response_headers_policy
  return {
    path_pattern = path_pattern,
    target_origin_id = origin_id,
    allowed_methods = options.allowed_methods and options.allowed_methods.methods,
    cached_methods = options.cached_methods and options.cached_methods.methods,
    cache_policy_id = policy.cache_policy_id,
    compress = options.compress ~= false,
    origin_request_policy_id = forwarded and forwarded.origin_request_policy_ref.origin_request_policy_id,
    realtime_log_config_arn = options.realtime_log_config
      and options.realtime_log_config.realtime_log_config_ref.realtime_log_config_arn,
    response_headers_policy_id = headers and headers.response_headers_policy_ref.response_headers_policy_id,
    smooth_streaming = options.smooth_streaming,
    viewer_protocol_policy = viewer_protocol_policy,
    function_associations = distributions.functions(options.function_associations),
    lambda_function_associations = distributions.edge_lambdas(options.edge_lambdas, "function_version"),
    trusted_key_groups = l2.pluck(options.trusted_key_groups, "key_group_ref.key_group_id"),
    grpc_config = options.enable_grpc ~= nil and { enabled = options.enable_grpc } or nil,
  }
end

return cache_behavior
