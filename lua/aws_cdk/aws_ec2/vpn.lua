-- VPN gateways and connections.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local util = require "aws_cdk.aws_ec2.network_util"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local VpnGateway = engine.class("aws_cdk.aws_ec2.VpnGateway", cdk.Resource)
local VpnConnectionBase = engine.class("aws_cdk.aws_ec2.VpnConnectionBase", cdk.Resource)
local VpnConnection = engine.class("aws_cdk.aws_ec2.VpnConnection", VpnConnectionBase)
local ImportedVpnConnection = engine.class("aws_cdk.aws_ec2.ImportedVpnConnection", VpnConnectionBase)

local DEFAULT_ASN = 65000

-- Blocks that AWS keeps for itself.
local RESERVED_CIDRS = {
  ["169.254.0.0/30"] = true, ["169.254.1.0/30"] = true, ["169.254.2.0/30"] = true, ["169.254.3.0/30"] = true,
  ["169.254.4.0/30"] = true, ["169.254.5.0/30"] = true, ["169.254.169.252/30"] = true,
}

--- Arguments: scope, id, VpnGatewayProps.
function VpnGateway:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._resource = ec2.CfnVPNGateway(self, "Default", { type = props.type, amazon_side_asn = props.amazon_side_asn })
  self.gateway_id = self._resource.ref
end

VpnGateway.get.vpn_gateway_ref = function(self) return self._resource.vpn_gateway_ref end

--------------------------------------------------------------------------------------------------------------------

VpnConnectionBase.init = cdk.Resource.init

VpnConnectionBase.get.vpn_connection_ref = function(self) return { vpn_connection_id = self.customer_gateway_id } end

local function check_tunnel(self, tunnel, number)
  local key, cidr = tunnel.pre_shared_key, tunnel.tunnel_inside_cidr
  if key and tunnel.pre_shared_key_secret then
    fail(self, "tunnel %d: give only one of pre_shared_key and pre_shared_key_secret", number)
  end
  if key and not is_unresolved(key) and (#key < 8 or #key > 64 or not key:find "^[%w._]+$" or key:find "^0") then
    fail(self, "tunnel %d: pre_shared_key must be 8 to 64 letters, digits, dots and underscores, and not begin with 0",
      number)
  end
  if not cidr or cidr == "" then return end
  if RESERVED_CIDRS[cidr] then
    fail(self, "tunnel %d: the block %s is reserved; -> give another tunnel_inside_cidr", number, cidr)
  end
  local third, fourth = cidr:match "^169%.254%.(%d+)%.(%d+)/30$"
  if not third or #third > 3 or #fourth > 3 then
    fail(self, "tunnel %d: tunnel_inside_cidr must be a /30 block of 169.254.0.0/16, got %s", number, display(cidr))
  end
end

local function tunnel_options(self, tunnels)
  if not tunnels then return nil end
  if #tunnels > 2 then fail(self, "a VPN connection has two tunnels; tunnel_options has %d", #tunnels) end
  if #tunnels == 2 and tunnels[1].tunnel_inside_cidr
    and tunnels[1].tunnel_inside_cidr == tunnels[2].tunnel_inside_cidr then
    fail(self, "the two tunnels cannot have the same tunnel_inside_cidr %s", tunnels[1].tunnel_inside_cidr)
  end
  local list = {}
  for i, tunnel in ipairs(tunnels) do
    check_tunnel(self, tunnel, i)
    local secret = tunnel.pre_shared_key_secret
    list[i] = {
      pre_shared_key = secret and secret:unsafe_unwrap() or tunnel.pre_shared_key,
      tunnel_inside_cidr = tunnel.tunnel_inside_cidr,
    }
  end
  return list
end

--- Arguments: scope, id, VpnConnectionProps. The VPC gets a VPN gateway unless it has one.
function VpnConnection:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local vpc = props.vpc
  if not vpc.vpn_gateway_id then
    vpc:enable_vpn_gateway { type = ec2.VpnConnectionType.IPSEC_1, amazon_side_asn = props.asn }
  end
  if not is_unresolved(props.ip) and not util.is_ipv4(props.ip) then
    fail(self, "ip must be an IPv4 address, got %s", display(props.ip))
  end
  local asn = props.asn and props.asn ~= 0 and props.asn or DEFAULT_ASN
  local gateway = ec2.CfnCustomerGateway(self, "CustomerGateway", {
    bgp_asn = asn, ip_address = props.ip, type = ec2.VpnConnectionType.IPSEC_1,
  })
  self.customer_gateway_id, self.customer_gateway_asn, self.customer_gateway_ip = gateway.ref, asn, props.ip
  local connection = ec2.CfnVPNConnection(self, "Resource", {
    type = ec2.VpnConnectionType.IPSEC_1,
    customer_gateway_id = gateway.ref,
    static_routes_only = props.static_routes ~= nil,
    vpn_gateway_id = vpc.vpn_gateway_id,
    vpn_tunnel_options_specifications = tunnel_options(self, props.tunnel_options),
  })
  self.vpn_id = connection.ref
  for _, route in ipairs(props.static_routes or {}) do
    ec2.CfnVPNConnectionRoute(self, "Route" .. tostring(route):gsub("%D", ""), {
      destination_cidr_block = route, vpn_connection_id = self.vpn_id,
    })
  end
end

ImportedVpnConnection.__interface = rawget(VpnConnection, "__schema")

function ImportedVpnConnection:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.vpn_id = attrs.vpn_id
  self.customer_gateway_id, self.customer_gateway_ip = attrs.customer_gateway_id, attrs.customer_gateway_ip
  self.customer_gateway_asn = attrs.customer_gateway_asn
end

--- A VPN connection defined elsewhere.
function VpnConnection.from_vpn_connection_attributes(scope, id, attrs)
  return ImportedVpnConnection(scope, id, attrs)
end

--------------------------------------------------------------------------------------------------------------------
-- Metrics of all connections

--- A metric of all VPN connections of the account.
function VpnConnection.metric_all(metric_name, props)
  local all = l2.with({ namespace = "AWS/VPN", metric_name = metric_name }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all)
end

local function metric_of_all(name, statistic)
  return function(props)
    local all = l2.with({ statistic = statistic }, props)
    return VpnConnection.metric_all(name, all)
  end
end

--- Whether the tunnels are up.
VpnConnection.metric_all_tunnel_state = metric_of_all("TunnelState", "avg")

--- Bytes that came in.
VpnConnection.metric_all_tunnel_data_in = metric_of_all("TunnelDataIn", "sum")

--- Bytes that went out.
VpnConnection.metric_all_tunnel_data_out = metric_of_all("TunnelDataOut", "sum")

return { VpnGateway = VpnGateway, VpnConnection = VpnConnection, VpnConnectionBase = VpnConnectionBase }
