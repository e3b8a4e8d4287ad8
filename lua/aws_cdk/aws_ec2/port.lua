--- The ports that a security group's rule opens.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local is_unresolved, print_json = engine.is_unresolved, assembly.print_json

-- CloudFormation's name of the one protocol whose member is spelt differently.
local SPELLING = { ["84_"] = "84" }

local Port = engine.class("aws_cdk.aws_ec2.Port")

--- Arguments: PortProps. Rules with ports that are not known yet become separate resources.
function Port:init(props)
  self._props = props
  self.can_inline_rule = not is_unresolved(props.from_port) and not is_unresolved(props.to_port)
end

--- The fields of a rule that name the ports.
function Port:to_rule_json()
  local props = self._props
  return {
    ip_protocol = SPELLING[props.protocol] or props.protocol, from_port = props.from_port, to_port = props.to_port,
  }
end

--- The ports as rule ids and descriptions write them.
function Port:to_string() return self._props.string_representation end

local function text_of(port)
  return is_unresolved(port) and "{IndirectPort}" or print_json(port)
end

local function port_of(protocol, from_port, to_port, text)
  return Port { protocol = protocol, from_port = from_port, to_port = to_port, string_representation = text }
end

local function range_of(from_port, to_port) return text_of(from_port) .. "-" .. text_of(to_port) end

--- One TCP port.
function Port.tcp(port) return port_of("tcp", port, port, text_of(port)) end

--- A range of TCP ports.
function Port.tcp_range(start_port, end_port)
  return port_of("tcp", start_port, end_port, range_of(start_port, end_port))
end

--- One UDP port.
function Port.udp(port) return port_of("udp", port, port, "UDP " .. text_of(port)) end

--- A range of UDP ports.
function Port.udp_range(start_port, end_port)
  return port_of("udp", start_port, end_port, "UDP " .. range_of(start_port, end_port))
end

--- ICMP messages of a type and code.
function Port.icmp_type_and_code(type, code)
  return port_of("icmp", type, code, ("ICMP Type %s Code %s"):format(print_json(type),
    print_json(code)))
end

--- ICMP messages of a type.
function Port.icmp_type(type) return port_of("icmp", type, -1, "ICMP Type " .. print_json(type)) end

--- Echo requests.
function Port.icmp_ping() return Port.icmp_type(8) end

-- Ports without arguments: protocol, from, to, text.
for name, row in pairs {
  all_tcp = { "tcp", 0, 65535, "ALL PORTS" },
  all_udp = { "udp", 0, 65535, "UDP ALL PORTS" },
  all_icmp = { "icmp", -1, -1, "ALL ICMP" },
  all_icmp_v6 = { "icmpv6", -1, -1, "ALL ICMPv6" },
  all_traffic = { "-1", nil, nil, "ALL TRAFFIC" },
  esp = { "50", 50, 50, "ESP 50" },
  ah = { "51", 51, 51, "AH 51" },
} do
  Port[name] = function() return port_of(row[1], row[2], row[3], row[4]) end
end

return { Port = Port }
