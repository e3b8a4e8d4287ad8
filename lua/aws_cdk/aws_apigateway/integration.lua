--- Where a method passes requests.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local VPC_LINK, INTERNET, MOCK, STREAM = "VPC_LINK", "INTERNET", "MOCK", "STREAM"
local CAN_STREAM = { AWS_PROXY = true, HTTP_PROXY = true }
local MIN_TIMEOUT = 50 -- milliseconds

local Integration = engine.class "aws_cdk.aws_apigateway.Integration"

local function check(props, options)
  local timeout = options.timeout
  if options.credentials_passthrough ~= nil and options.credentials_role ~= nil then
    fail(nil, "credentials_passthrough and credentials_role are mutually exclusive")
  end
  if options.connection_type == VPC_LINK and not options.vpc_link then
    fail(nil, "an integration with the connection_type VPC_LINK needs vpc_link")
  end
  if options.connection_type == INTERNET and options.vpc_link then
    fail(nil, "vpc_link needs the connection_type VPC_LINK, got INTERNET")
  end
  if timeout and not timeout:is_unresolved() and timeout:to_milliseconds() < MIN_TIMEOUT then
    fail(nil, "the timeout of an integration must be at least %d milliseconds, got %s", MIN_TIMEOUT,
      display(timeout:to_milliseconds()))
  end
  if props.type ~= MOCK and (props.integration_http_method or "") == "" then
    fail(nil, "an integration of the type %s needs integration_http_method", props.type)
  end
  if options.response_transfer_mode == STREAM and not CAN_STREAM[props.type] then
    fail(nil, "response_transfer_mode STREAM is for integrations of the types AWS_PROXY and HTTP_PROXY, got %s",
      props.type)
  end
end

--- Arguments: IntegrationProps: type (required), integration_http_method unless it is MOCK.
function Integration:init(props)
  check(props, props.options or {})
  self._props = props
end

-- The load balancer behind the link, if there is exactly one.
local function address_behind(method, vpc_link)
  return engine.lazy(function()
    if not engine.is_a(vpc_link, apigateway.VpcLink) or not engine.has(vpc_link, "_target_dns_names") then
      fail(method, "an integration by an imported VPC link needs uri")
    end
    local names = vpc_link:_target_dns_names()
    if #names > 1 then fail(method, "the VPC link has %d load balancers: the integration needs uri", #names) end
    return "http://" .. names[1]
  end, { kind = "string" })
end

--- The configuration for the method.
function Integration:bind(method)
  local props = self._props
  local uri, options = props.uri, l2.with({}, props.options)
  if options.connection_type == VPC_LINK and uri == nil then uri = address_behind(method, options.vpc_link) end
  if options.vpc_link then options.connection_type = VPC_LINK end
  return { options = options, type = props.type, uri = uri, integration_http_method = props.integration_http_method }
end

return { Integration = Integration }
