-- What an entry of a network ACL is about: addresses and traffic.
local engine = require "luacdk.engine"

local AclCidr = engine.class "aws_cdk.aws_ec2.AclCidr"
local AclTraffic = engine.class "aws_cdk.aws_ec2.AclTraffic"
local Cidr = engine.class("aws_cdk.aws_ec2.AclCidrConfigured", AclCidr)
local Traffic = engine.class("aws_cdk.aws_ec2.AclTrafficConfigured", AclTraffic)

local ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58

function AclCidr:init() end
function AclTraffic:init() end

function Cidr:init(config) self._config = config end
function Cidr:to_cidr_config() return self._config end

function Traffic:init(config) self._config = config end
function Traffic:to_traffic_config() return self._config end

--- Addresses of an IPv4 CIDR block.
function AclCidr.ipv4(ipv4_cidr) return Cidr { cidr_block = ipv4_cidr } end

--- All IPv4 addresses.
function AclCidr.any_ipv4() return AclCidr.ipv4 "0.0.0.0/0" end

--- Addresses of an IPv6 CIDR block.
function AclCidr.ipv6(ipv6_cidr) return Cidr { ipv6_cidr_block = ipv6_cidr } end

--- All IPv6 addresses.
function AclCidr.any_ipv6() return AclCidr.ipv6 "::/0" end

local function ports(protocol, first, last)
  return Traffic { protocol = protocol, port_range = { from = first, to = last } }
end

--- All traffic.
function AclTraffic.all_traffic() return Traffic { protocol = -1 } end

--- ICMP of a type and code.
function AclTraffic.icmp(props) return Traffic { protocol = ICMP, icmp = props } end

--- ICMPv6 of a type and code. It needs an IPv6 CIDR block.
function AclTraffic.icmpv6(props) return Traffic { protocol = ICMPV6, icmp = props } end

--- TCP on one port.
function AclTraffic.tcp_port(port) return ports(TCP, port, port) end

--- TCP on a range of ports.
function AclTraffic.tcp_port_range(start_port, end_port) return ports(TCP, start_port, end_port) end

--- UDP on one port.
function AclTraffic.udp_port(port) return ports(UDP, port, port) end

--- UDP on a range of ports.
function AclTraffic.udp_port_range(start_port, end_port) return ports(UDP, start_port, end_port) end

return { AclCidr = AclCidr, AclTraffic = AclTraffic }
