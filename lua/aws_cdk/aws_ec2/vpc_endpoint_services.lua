-- The services that endpoints lead to: AWS services and the user's own.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local GatewayService = engine.class "aws_cdk.aws_ec2.GatewayVpcEndpointAwsService"
local InterfaceService = engine.class "aws_cdk.aws_ec2.InterfaceVpcEndpointService"
local InterfaceAwsService = engine.class "aws_cdk.aws_ec2.InterfaceVpcEndpointAwsService"

local HTTPS = 443

local function given(text) return text ~= nil and text ~= "" and text or nil end

local function port_of(port) return port and port ~= 0 and port or HTTPS end

--- Arguments: the service's name, and the prefix before the region if it is not "com.amazonaws".
function GatewayService:init(name, prefix)
  self.name = (given(prefix) or "com.amazonaws") .. "." .. cdk.Aws.REGION .. "." .. name
end

--- A service by its full name. Arguments: name, port.
function InterfaceService:init(name, port)
  self.name, self.port, self.private_dns_default = name, port_of(port), false
end

-- The region's part of the service name, from the endpoint's stack.
local function regional(name, list, field, default)
  return engine.lazy(function(ctx)
    local region = ctx.stack.region
    local row = not engine.is_unresolved(region) and require("aws_cdk.aws_ec2.endpoint_regions")[region]
    local services = row and row[list]
    if services and (" " .. services .. " "):find(" " .. name .. " ", 1, true) then return row[field] end
    return default
  end, { kind = "string" })
end

--- Arguments: name, prefix, port, InterfaceVpcEndpointAwsServiceProps. The prefix follows from the region unless it is
--  given; a global service has no region in its name.
function InterfaceAwsService:init(name, prefix, port, props)
  local region = ""
  if not (props and props.global) then
    region = engine.lazy(function(ctx) return ctx.stack.region end, { kind = "string" }) .. "."
  end
  self.name = (given(prefix) or regional(name, "services", "prefix", "com.amazonaws")) .. "." .. region .. name
    .. regional(name, "suffixed", "suffix", "")
  self.short_name, self.port, self.private_dns_default = name, port_of(port), true
end

return {
  GatewayVpcEndpointAwsService = GatewayService, InterfaceVpcEndpointService = InterfaceService,
  InterfaceVpcEndpointAwsService = InterfaceAwsService,
}
