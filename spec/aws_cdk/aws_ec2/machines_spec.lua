-- Machines and what guards them. The cases are twins of tools/golden/aws_ec2_machines.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"

local Peer, Port, SecurityGroup = ec2.Peer, ec2.Port, ec2.SecurityGroup

local cases = {}

local function network(scope)
  return scope.node:try_find_child "Network" or ec2.Vpc.from_vpc_attributes(scope, "Network", {
    vpc_id = "vpc-1", availability_zones = { "us-east-1a" }, private_subnet_ids = { "subnet-1" },
    public_subnet_ids = { "subnet-2" },
  })
end

local function group(scope, id, props)
  props = props or {}
  props.vpc = network(scope)
  return SecurityGroup(scope, id, props)
end

function cases.security_group_properties(app)
  local stack = cdk.Stack(app, "S")
  group(stack, "Plain")
  group(stack, "Closed", { allow_all_outbound = false, description = "closed", security_group_name = "c" })
  group(stack, "Six", { allow_all_ipv6_outbound = true })
  local apart = group(stack, "Apart", { allow_all_ipv6_outbound = true, disable_inline_rules = true })
  apart:add_ingress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
  local shut = group(stack, "Shut", { allow_all_outbound = false, disable_inline_rules = true })
  local opened = group(stack, "Opened", { allow_all_outbound = false, disable_inline_rules = true })
  opened:add_egress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
  cdk.CfnOutput(stack, "Id", { value = shut.security_group_id })
  cdk.CfnOutput(stack, "Vpc", { value = shut.security_group_vpc_id })
end

function cases.security_group_rules(app)
  local stack = cdk.Stack(app, "S")
  local one = group(stack, "Group", { allow_all_outbound = false })
  local parameter = cdk.CfnParameter(stack, "Cidr")
  local port = cdk.Token.as_number(cdk.Fn.import_value "port")
  local peers = {
    Peer.any_ipv4(), Peer.any_ipv6(), Peer.ipv4 "10.0.0.0/8", Peer.ipv6 "2001:db8::/32", Peer.prefix_list "pl-123",
    Peer.security_group_id "sg-12345678", Peer.security_group_id("sg-12345678", "123456789012"),
    Peer.ipv4(parameter.value_as_string), Peer.prefix_list(cdk.Fn.import_value "list"),
    Peer.prefix_list(cdk.Fn.import_value "other"),
  }
  local ports = {
    Port.tcp(80), Port.tcp_range(80, 90), Port.all_tcp(), Port.udp(53), Port.udp_range(1, 2), Port.all_udp(),
    Port.icmp_type_and_code(3, 4), Port.icmp_type(8), Port.icmp_ping(), Port.all_icmp(), Port.all_icmp_v6(), Port.esp(),
    Port.ah(), Port.HTTPS, Port.DNS_UDP, Port.POP3_S, Port.tcp(port), Port.udp(port), Port.tcp_range(port, 100),
    Port { protocol = ec2.Protocol.IPTM, string_representation = "iptm" },
  }
  for _, peer in ipairs(peers) do
    for _, opened in ipairs(ports) do
      one:add_ingress_rule(peer, opened)
      one:add_egress_rule(peer, opened, "out")
      one:add_ingress_rule(peer, opened, "again")
    end
  end
  one:add_ingress_rule(Peer.any_ipv4(), Port.all_traffic())
end

function cases.connections(app)
  local stack = cdk.Stack(app, "S")
  local a = group(stack, "A", { allow_all_outbound = false })
  local b = group(stack, "B", { allow_all_outbound = false })
  local c = group(stack, "C")
  local server = ec2.Connections { security_groups = { a }, default_port = Port.tcp(3306) }
  local client = ec2.Connections { security_groups = { b } }
  client:allow_to(server, Port.tcp(80), "web")
  client:allow_to_default_port(server)
  server:allow_default_port_from(client, "database")
  server:allow_default_port_internally()
  server:allow_default_port_from_any_ipv4 "open"
  server:allow_default_port_to(c)
  server:allow_from(Peer.ipv4 "10.1.0.0/16", Port.tcp_range(1, 5))
  client:allow_internally(Port.all_traffic())
  client:allow_to_any_ipv4(Port.HTTPS)
  client:allow_from_any_ipv4(Port.SSH)
  client:allow_to(client, Port.tcp(7))
  server:add_security_group(group(stack, "Late", { allow_all_outbound = false }))
  client:add_security_group(c)
end

function cases.connections_across_stacks(app)
  local one, two = cdk.Stack(app, "One"), cdk.Stack(app, "Two")
  local a = group(one, "A", { allow_all_outbound = false })
  local b = group(two, "B", { allow_all_outbound = false })
  a.connections:allow_from(b, Port.tcp(100))
  a.connections:allow_to(b, Port.tcp(200), "there")
end

function cases.security_group_imports(app)
  local stack = cdk.Stack(app, "S", { env = { account = "123456789012", region = "us-east-1" } })
  local options = { Closed = { allow_all_outbound = false }, Fixed = { mutable = false, allow_all_outbound = false } }
  for _, id in ipairs { "Plain", "Closed", "Fixed" } do
    local imported = SecurityGroup.from_security_group_id(stack, id, "sg-" .. id, options[id])
    imported:add_ingress_rule(Peer.any_ipv4(), Port.tcp(80))
    imported:add_egress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
    imported.connections:allow_from(Peer.prefix_list "pl-1", Port.HTTPS, "list")
  end
  cdk.CfnOutput(stack, "Found", { value = SecurityGroup.from_lookup_by_id(stack, "ById", "sg-1").security_group_id })
  cdk.CfnOutput(stack, "Named", {
    value = SecurityGroup.from_lookup_by_name(stack, "ByName", "name", network(stack)).security_group_id,
  })
end

local function refuses(message, build)
  local ok, problem = pcall(build, cdk.Stack(cdk.App(), "S"))
  assert.is_false(ok)
  assert.is_truthy(tostring(problem):find(message, 1, true), tostring(problem))
end

describe("machines", function()
  golden.check("aws_ec2_machines", cases)

  it("takes only addresses with a mask as peers", function()
    for cidr, message in pairs {
      ["10.0.0.0"] = 'write "10.0.0.0/32"', ["10.0.0/16"] = "is not an IPv4 CIDR",
      ["1000.0.0.0/8"] = "is not an IPv4 CIDR", ["10.0.0.0/"] = "is not an IPv4 CIDR",
    } do
      refuses(message, function() Peer.ipv4(cidr) end)
    end
    for cidr, message in pairs {
      ["::1"] = 'write "::1/128"', ["2001:DB8::/32"] = "is not an IPv6 CIDR", [":1/3"] = "is not an IPv6 CIDR",
      ["1:2:3:4:5:6:7:8:9/1"] = "is not an IPv6 CIDR",
    } do
      refuses(message, function() Peer.ipv6(cidr) end)
    end
    assert.equal("2001:db8:1:2:3:4:5:6/1", Peer.ipv6("2001:db8:1:2:3:4:5:6/1").unique_id)
  end)

  it("takes only ids of security groups and accounts as peers", function()
    refuses("is not the id of a security group", function() Peer.security_group_id "sg-1" end)
    refuses("12 digits", function() Peer.security_group_id("sg-12345678", "123") end)
  end)

  it("opens everything by the properties of the group, not by a rule", function()
    refuses("allow_all_outbound = true", function(stack)
      group(stack, "G", { allow_all_outbound = false }):add_egress_rule(Peer.any_ipv4(), Port.all_traffic())
    end)
    refuses("allow_all_ipv6_outbound = true", function(stack)
      group(stack, "G"):add_egress_rule(Peer.any_ipv6(), Port.all_traffic())
    end)
  end)

  it("needs a default port where a method takes it", function()
    for _, method in ipairs {
      "allow_default_port_from", "allow_default_port_to", "allow_to_default_port", "allow_default_port_internally",
      "allow_default_port_from_any_ipv4",
    } do
      refuses("has no default port", function(stack)
        local connections = ec2.Connections { security_groups = { group(stack, "G") } }
        local other = (method:find "_from$" or method:find "to") and Peer.any_ipv4() or nil
        connections[method](connections, other)
      end)
    end
  end)

  it("looks up security groups by literal ids and names", function()
    refuses("cannot be looked up by a token", function(stack)
      SecurityGroup.from_lookup_by_id(stack, "G", cdk.Fn.import_value "id")
    end)
  end)

  it("knows security groups, made here and imported", function()
    local stack = cdk.Stack(cdk.App(), "S")
    assert.is_true(SecurityGroup.is_security_group(group(stack, "G")))
    assert.is_true(SecurityGroup.is_security_group(SecurityGroup.from_security_group_id(stack, "I", "sg-1")))
    assert.is_false(SecurityGroup.is_security_group(stack))
  end)

  it("adds a rule again after one that failed", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local one = group(stack, "G", { allow_all_outbound = false })
    assert.is_false(pcall(one.connections.allow_to, one.connections, Peer.any_ipv4(), Port.all_traffic()))
    one.connections:allow_to(Peer.any_ipv4(), Port.tcp(1))
    assert.equal(1, #one._egress)
  end)
end)
