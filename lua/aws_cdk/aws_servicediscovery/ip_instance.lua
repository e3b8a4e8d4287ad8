--- Addresses.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local fail = engine.fail
local DEFAULT_PORT = 80

local InstanceBase = servicediscovery.InstanceBase
local IpInstance = engine.class("aws_cdk.aws_servicediscovery.IpInstance", InstanceBase)

local function given(value) return value ~= nil and value ~= "" and value ~= 0 end

--- Arguments: scope, id, IpInstanceProps: service (required).
function IpInstance:init(scope, id, props)
  InstanceBase.init(self, scope, id)
  local type, ipv4, ipv6 = props.service.dns_record_type, given(props.ipv4), given(props.ipv6)
  if type == "CNAME" then
    fail(self, "an address needs a service with records of type A, AAAA or SRV, got CNAME")
  end
  if type == "SRV" then
    if not given(props.port) then fail(self, "an address of a service with SRV records needs port") end
    if not ipv4 and not ipv6 then fail(self, "an address of a service with SRV records needs ipv4 or ipv6") end
  end
  if not ipv4 and (type == "A" or type == "A, AAAA") then
    fail(self, "an address of a service with records of type %s needs ipv4", type)
  end
  if not ipv6 and (type == "AAAA" or type == "A, AAAA") then
    fail(self, "an address of a service with records of type %s needs ipv6", type)
  end
  local port = given(props.port) and props.port or DEFAULT_PORT
  self:_register(props, {
    AWS_INSTANCE_IPV4 = props.ipv4, AWS_INSTANCE_IPV6 = props.ipv6,
    AWS_INSTANCE_PORT = cdk.Tokenization.stringify_number(port),
  })
  self.ipv4, self.ipv6, self.port = props.ipv4 or "", props.ipv6 or "", port
end

return { IpInstance = IpInstance }
