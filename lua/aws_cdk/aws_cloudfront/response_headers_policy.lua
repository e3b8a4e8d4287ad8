--- Headers that CloudFront adds to its answers, or takes out of them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_cloudfront.private.managed_policies"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local METHODS = { "GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ALL" }
local READ_ONLY = { "content-encoding", "content-length", "transfer-encoding", "warning", "via" }
local RATE = "aws_cloudfront.CfnResponseHeadersPolicy.ServerTimingHeadersConfigProperty.sampling_rate"
local MAX_DECIMALS = 4

local ResponseHeadersPolicy = engine.class("aws_cdk.aws_cloudfront.ResponseHeadersPolicy", cdk.Resource)

managed_policies(ResponseHeadersPolicy, "response_headers_policy_id", {
  CORS_ALLOW_ALL_ORIGINS = "60669652-455b-4ae9-85a4-c4c02393f86c",
  CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS = "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT = "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
  CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT_AND_SECURITY_HEADERS = "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
  SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03",
})

local function check_cors(self, behavior)
  local methods, headers = behavior.access_control_allow_methods, behavior.access_control_allow_headers
  for _, method in ipairs(is_unresolved(methods) and {} or methods) do
    if not is_unresolved(method) and not l2.includes(METHODS, method) then
      fail(self, "access_control_allow_methods can have %s, got %s", table.concat(METHODS, ", "), display(method))
    end
  end
  if not is_unresolved(methods) and l2.includes(methods, "ALL") and #methods > 1 then
    fail(self, "ALL in access_control_allow_methods cannot be combined with other methods")
  end
  if not behavior.access_control_allow_credentials then return end
  for _, header in ipairs(is_unresolved(headers) and {} or headers) do
    if not is_unresolved(header) and header:find("*", 1, true) then
      fail(self, "access_control_allow_headers cannot have '*' with access_control_allow_credentials, got %s",
        display(header))
    end
  end
end

local function items(list) return list and { items = list } or nil end

local function cors(self, behavior)
  if not behavior then return nil end
  check_cors(self, behavior)
  local age = behavior.access_control_max_age
  return {
    access_control_allow_credentials = behavior.access_control_allow_credentials,
    access_control_allow_headers = items(behavior.access_control_allow_headers),
    access_control_allow_methods = items(behavior.access_control_allow_methods),
    access_control_allow_origins = items(behavior.access_control_allow_origins),
    access_control_expose_headers = items(behavior.access_control_expose_headers),
    access_control_max_age_sec = age and age:to_seconds(),
    origin_override = behavior.origin_override,
  }
end

local function security(behavior)
  if not behavior then return nil end
  local all = l2.with({}, behavior)
  local transport = behavior.strict_transport_security
  if transport then
    all.strict_transport_security = l2.with({}, transport)
    all.strict_transport_security.access_control_max_age_sec = transport.access_control_max_age:to_seconds()
    all.strict_transport_security.access_control_max_age = nil
  end
  return all
end

local function removed(self, headers)
  if not headers then return nil end
  local all = {}
  for i, header in ipairs(headers) do
    if not is_unresolved(header) and l2.includes(READ_ONLY, header:lower()) then
      fail(self, "remove_headers cannot have the read-only header %s", display(header))
    end
    all[i] = { header = header }
  end
  return { items = all }
end

local function server_timing(self, rate)
  if rate == nil or rate == 0 then return nil end
  l2.within(self, RATE, rate, "server_timing_sampling_rate")
  if not is_unresolved(rate) and #(engine.json(rate):match "%.(.*)" or "") > MAX_DECIMALS then
    fail(self, "server_timing_sampling_rate can have at most %d decimals, got %s", MAX_DECIMALS, display(rate))
  end
  return { enabled = true, sampling_rate = rate }
end

--- Arguments: scope, id, ResponseHeadersPolicyProps.
function ResponseHeadersPolicy:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.response_headers_policy_name })
  local custom = props.custom_headers_behavior
  local resource = cloudfront.CfnResponseHeadersPolicy(self, "Resource", {
    response_headers_policy_config = {
      name = props.response_headers_policy_name or cdk.Names.unique_resource_name(self, { max_length = 128 }),
      comment = props.comment,
      cors_config = cors(self, props.cors_behavior),
      custom_headers_config = items(custom and custom.custom_headers),
      security_headers_config = security(props.security_headers_behavior),
      remove_headers_config = removed(self, props.remove_headers),
      server_timing_headers_config = server_timing(self, props.server_timing_sampling_rate),
    },
  })
  self.response_headers_policy_id = resource.ref
end

l2.imported_by(ResponseHeadersPolicy, "response_headers_policy_id")

return { ResponseHeadersPolicy = ResponseHeadersPolicy }
