--- Origins: where CloudFront gets what it does not have.
local engine = require "luacdk.engine"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

-- Headers that CloudFront does not let a distribution add, in lower case.
local PROHIBITED = {}
for name in ([[cache-control connection content-length cookie host if-match if-modified-since if-none-match if-range
  if-unmodified-since max-forwards pragma proxy-authorization proxy-connection range request-range te trailer
  transfer-encoding upgrade via x-real-ip]]):gmatch "%S+" do
  PROHIBITED[name] = true
end
local PROHIBITED_PREFIXES = { "^x%-amz%-", "^x%-edge%-" }

-- Tokens are refused as well: the bounds are checked here.
local function check_integer(name, value, lowest, highest, unit)
  if value == nil then return end
  if is_unresolved(value) or value % 1 ~= 0 or value < lowest or value > highest then
    fail(nil, "%s must be a whole number%s between %d and %d, got %s", name, unit or "", lowest, highest,
      display(value))
  end
end

local function check_headers(headers)
  for _, name in ipairs(engine.keys(headers)) do
    local lower = name:lower()
    local prohibited = PROHIBITED[lower]
    for _, prefix in ipairs(PROHIBITED_PREFIXES) do prohibited = prohibited or lower:find(prefix) end
    if prohibited then fail(nil, "custom_headers cannot have the header %s", name) end
  end
end

-- A path that starts with a slash and does not end with one.
local function normalized(path)
  if path == nil or is_unresolved(path) then return path end
  if path:sub(1, 1) ~= "/" then path = "/" .. path end
  return (path:gsub("/$", ""))
end

--- Base of origins: classes of one's own define _render_s3_origin_config, _render_custom_origin_config or
--- _render_vpc_origin_config.
local OriginBase = engine.class "aws_cdk.aws_cloudfront.OriginBase"

--- Arguments: domain_name, OriginProps.
function OriginBase:init(domain_name, props)
  props = props or {}
  self._connection_timeout = props.connection_timeout and props.connection_timeout:to_seconds()
  self._completion_timeout = props.response_completion_timeout and props.response_completion_timeout:to_seconds()
  check_integer("connection_timeout", self._connection_timeout, 1, 10, " of seconds")
  check_integer("connection_attempts", props.connection_attempts, 1, 3)
  check_integer("response_completion_timeout", self._completion_timeout, 1, 3600, " of seconds")
  check_headers(props.custom_headers)
  self._domain_name, self._origin_props, self._origin_path = domain_name, props, normalized(props.origin_path)
end

--- Fails if an answer may be awaited for longer than the whole response.
function OriginBase:_validate_response_completion_timeout_with_read_timeout(completion, read)
  if not completion or not read then return end
  local all, first = completion:to_seconds(), read:to_seconds()
  if not is_unresolved(all) and not is_unresolved(first) and all < first then
    fail(nil, "response_completion_timeout must be at least read_timeout (%s seconds), got %s seconds", display(first),
      display(all))
  end
end

local function custom_headers(headers)
  local names = engine.keys(headers)
  if #names == 0 then return nil end
  local list = {}
  for i, name in ipairs(names) do list[i] = { header_name = name, header_value = headers[name] } end
  return list
end

local function origin_shield(props)
  if props.origin_shield_enabled == false then return { enabled = false } end
  local region = props.origin_shield_region
  if region == nil or region == "" then return nil end
  return { enabled = true, origin_shield_region = region }
end

-- What a class, which may be the user's, says of its kind of origin; nil if it is not of that kind.
local function config_of(self, kind, struct)
  local method = "_render_" .. kind .. "_origin_config"
  local config = self[method](self)
  if config == nil then return nil end
  return engine.check_struct("aws_cdk.aws_cloudfront.CfnDistribution." .. struct, config,
    ("what %s returns"):format(method))
end

--- The origin as L1 distributions have it.
function OriginBase:bind(scope, options)
  local props = self._origin_props
  local of_bucket = config_of(self, "s3", "S3OriginConfigProperty")
  local custom = config_of(self, "custom", "CustomOriginConfigProperty")
  local of_vpc = config_of(self, "vpc", "VpcOriginConfigProperty")
  if not of_bucket and not custom and not of_vpc then
    fail(scope, "a subclass of OriginBase must define _render_s3_origin_config, _render_custom_origin_config or "
      .. "_render_vpc_origin_config")
  end
  return {
    origin_property = {
      domain_name = self._domain_name,
      id = props.origin_id or options.origin_id,
      origin_path = self._origin_path,
      connection_attempts = props.connection_attempts,
      connection_timeout = self._connection_timeout,
      origin_custom_headers = custom_headers(props.custom_headers),
      s3_origin_config = of_bucket,
      custom_origin_config = custom,
      vpc_origin_config = of_vpc,
      origin_shield = origin_shield(props),
      origin_access_control_id = props.origin_access_control_id,
      response_completion_timeout = self._completion_timeout,
    },
  }
end

--- The settings of a bucket; none unless a subclass has some.
function OriginBase:_render_s3_origin_config() end

--- The settings of a web server; none unless a subclass has some.
function OriginBase:_render_custom_origin_config() end

--- The settings of an origin in a VPC; none unless a subclass has some.
function OriginBase:_render_vpc_origin_config() end

return { OriginBase = OriginBase }
