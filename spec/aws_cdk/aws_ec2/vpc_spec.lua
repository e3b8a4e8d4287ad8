-- VPCs, their subnets and what stands around them. The cases are twins of tools/golden/aws_ec2_vpc.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local lambda = require "aws_cdk.aws_lambda"

local ENV = { account = "111122223333", region = "eu-west-1" }
local PUBLIC, PRIVATE = ec2.SubnetType.PUBLIC, ec2.SubnetType.PRIVATE_WITH_EGRESS
local ISOLATED = ec2.SubnetType.PRIVATE_ISOLATED

local cases = {}

-- Values one after another, with commas between them.
local function join(values)
  local text = ""
  for i, value in ipairs(values) do
    if type(value) == "table" then value = join(value) end
    if type(value) == "boolean" then value = tostring(value) end
    text = text .. (i > 1 and "," or "") .. value
  end
  return text
end

function cases.defaults(app)
  local agnostic = cdk.Stack(app, "Agnostic")
  local vpc = ec2.Vpc(agnostic, "Vpc")
  cdk.CfnOutput(agnostic, "Facts", {
    value = join { vpc.vpc_arn, vpc.vpc_cidr_block, vpc.vpc_default_network_acl, vpc.vpc_default_security_group,
      vpc.internet_gateway_id },
  })
  local known = cdk.Stack(app, "Known", { env = ENV })
  ec2.Vpc(known, "Vpc")
  ec2.Vpc(known, "NoNat", { nat_gateways = 0, vpc_name = "named", restrict_default_security_group = true })
  ec2.Vpc(known, "One", {
    max_azs = 1, nat_gateways = 7, enable_dns_hostnames = false, enable_dns_support = false,
    default_instance_tenancy = ec2.DefaultInstanceTenancy.DEDICATED,
  })
end

function cases.subnets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  ec2.Vpc(stack, "Masks", {
    ip_addresses = ec2.IpAddresses.cidr "10.1.0.0/16", max_azs = 2, reserved_azs = 1, nat_gateways = 1,
    nat_gateway_subnets = { subnet_group_name = "ingress" },
    subnet_configuration = {
      { name = "ingress", subnet_type = PUBLIC, cidr_mask = 24, map_public_ip_on_launch = false },
      { name = "rest", subnet_type = PRIVATE },
      { name = "later", subnet_type = PRIVATE, reserved = true },
      { name = "data", subnet_type = ISOLATED, cidr_mask = 28 },
    },
  })
  ec2.Vpc(stack, "Isolated", {
    availability_zones = { "eu-west-1a" }, subnet_configuration = { { name = "only", subnet_type = ISOLATED } },
  })
  ec2.Vpc(stack, "Empty", { subnet_configuration = {} })
  ec2.Vpc(stack, "NoGateway", { max_azs = 1, create_internet_gateway = false })
  ec2.Vpc(stack, "Pool", {
    ip_addresses = ec2.IpAddresses.aws_ipam_allocation {
      ipv4_ipam_pool_id = "pool", ipv4_netmask_length = 16, default_subnet_ipv4_netmask_length = 24,
    },
    max_azs = 2,
    subnet_configuration = {
      { name = "a", subnet_type = PUBLIC, cidr_mask = 28 }, { name = "b", subnet_type = ISOLATED },
    },
  })
  ec2.Vpc(stack, "Dual", {
    max_azs = 2, ip_protocol = ec2.IpProtocol.DUAL_STACK,
    subnet_configuration = {
      { name = "a", subnet_type = PUBLIC, map_public_ip_on_launch = true },
      { name = "b", subnet_type = PRIVATE, ipv6_assign_address_on_creation = false },
      { name = "c", subnet_type = ISOLATED },
    },
  })
  ec2.Vpc(stack, "DualIsolated", {
    max_azs = 1, ip_protocol = ec2.IpProtocol.DUAL_STACK,
    subnet_configuration = { { name = "c", subnet_type = ISOLATED } },
  })
end

function cases.nat(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local gateways = ec2.NatProvider.gateway {
    eip_allocation_ids = { "eip-1", "eip-2" }, max_drain_duration = cdk.Duration.seconds(60),
  }
  local vpc = ec2.Vpc(stack, "Gateways", { nat_gateway_provider = gateways, nat_gateways = 2 })
  local more = ec2.PrivateSubnet(stack, "More", {
    availability_zone = "eu-west-1z", vpc_id = vpc.vpc_id, cidr_block = "10.0.250.0/24",
  })
  gateways:configure_subnet(more)
  local made = {}
  for i, gateway in ipairs(gateways.configured_gateways) do made[i] = gateway.az .. gateway.gateway_id end
  cdk.CfnOutput(stack, "Made", { value = join(made) })
  local regional = ec2.NatProvider.regional_gateway { allocation_id = "eip-3" }
  ec2.Vpc(stack, "Regional", { nat_gateway_provider = regional, max_azs = 2 })
  cdk.CfnOutput(stack, "One", { value = regional.configured_gateways[1].gateway_id })
  ec2.Vpc(stack, "Zones", {
    nat_gateway_provider = ec2.NatProvider.regional_gateway {
      availability_zone_addresses = { { availability_zone = "dummy1a", allocation_ids = { "eip-4" } } },
      max_drain_duration = cdk.Duration.minutes(1),
    },
    max_azs = 1,
  })
end

function cases.nat_instances(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local arm = ec2.InstanceType "t4g.micro"
  local instances = ec2.NatProvider.instance_v2 { instance_type = arm }
  local vpc = ec2.Vpc(stack, "V2", { nat_gateway_provider = instances, max_azs = 2, nat_gateways = 1 })
  instances.connections:allow_from_any_ipv4(ec2.Port.tcp(22))
  instances:configure_subnet(ec2.PrivateSubnet(stack, "More", {
    availability_zone = "eu-west-1z", vpc_id = vpc.vpc_id, cidr_block = "10.0.250.0/24",
  }))
  local ids = { instances.gateway_instances[1].instance_id, instances.security_group.security_group_id }
  for _, gateway in ipairs(instances.configured_gateways) do ids[#ids + 1] = gateway.gateway_id end
  cdk.CfnOutput(stack, "Ids", { value = join(ids) })
  local user_data = ec2.UserData.for_linux()
  user_data:add_commands "true"
  ec2.Vpc(stack, "Configured", {
    max_azs = 1,
    nat_gateway_provider = ec2.NatProvider.instance_v2 {
      instance_type = ec2.InstanceType "t3.micro",
      machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = "ami-1" },
      default_allowed_traffic = ec2.NatTrafficDirection.OUTBOUND_ONLY, user_data = user_data,
      associate_public_ip_address = true, credit_specification = ec2.CpuCredits.UNLIMITED,
    },
  })
  ec2.Vpc(stack, "Old", {
    max_azs = 1,
    nat_gateway_provider = ec2.NatProvider.instance {
      instance_type = arm, default_allowed_traffic = ec2.NatTrafficDirection.NONE,
    },
  })
end

function cases.functions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local function fn(id, props)
    props.code, props.handler = lambda.Code.from_inline "x", "i.h"
    props.runtime, props.vpc = lambda.Runtime.PYTHON_3_12, props.vpc or vpc
    return lambda.Function(stack, id, props)
  end
  local plain = fn("Plain", {})
  plain.connections:allow_to_any_ipv4(ec2.Port.tcp(443))
  local closed = fn("Closed", {
    allow_all_outbound = false, allow_public_subnet = true, vpc_subnets = { subnet_type = PUBLIC },
  })
  closed.connections:allow_to(plain, ec2.Port.tcp(80))
  fn("Grouped", {
    ipv6_allowed_for_dual_stack = true,
    security_groups = {
      ec2.SecurityGroup(stack, "Group", { vpc = vpc }),
      ec2.SecurityGroup.from_security_group_id(stack, "Known", "sg-1"),
    },
    vpc_subnets = { availability_zones = { "dummy1b" } },
  })
  fn("Six", { allow_all_ipv6_outbound = true })
  fn("InLists", {
    vpc = ec2.Vpc.from_vpc_attributes(stack, "Lists", {
      vpc_id = "v", availability_zones = cdk.Fn.split(",", cdk.Fn.import_value "Zones"),
      private_subnet_ids = cdk.Fn.split(",", cdk.Fn.import_value "Subnets"),
    }),
  })
end

function cases.selections(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", {
    max_azs = 3, nat_gateways = 1,
    subnet_configuration = {
      { name = "front", subnet_type = PUBLIC, cidr_mask = 24 },
      { name = "back", subnet_type = PRIVATE, cidr_mask = 20 },
      { name = "back2", subnet_type = PRIVATE, cidr_mask = 24 },
      { name = "data", subnet_type = ISOLATED, cidr_mask = 26 },
    },
  })
  local function show(id, selection)
    local chosen = vpc:select_subnets(selection)
    cdk.CfnOutput(stack, id, {
      value = join { chosen.subnet_ids, chosen.availability_zones, chosen.has_public, chosen.is_pending_lookup },
    })
  end
  local filter = ec2.SubnetFilter
  show("Usual")
  show("Public", { subnet_type = PUBLIC })
  show("Group", { subnet_group_name = "back2" })
  show("Given", { subnets = { vpc.public_subnets[2], vpc.isolated_subnets[1] } })
  show("Zones", { availability_zones = { "dummy1b" } })
  show("OnePerAz", { one_per_az = true })
  show("Ids", { subnet_filters = { filter.by_ids { vpc.private_subnets[3].subnet_id } } })
  show("Mask", { subnet_filters = { filter.by_cidr_mask(20) } })
  show("Ranges", { subnet_filters = { filter.by_cidr_ranges { "10.0.16.0/20", "10.0.64.0/24" } } })
  show("Addresses", { subnet_filters = { filter.contains_ip_addresses { "10.0.17.1", "10.0.32.0" } } })
  show("Both", {
    subnet_filters = { filter.by_cidr_mask(24) }, availability_zones = { "dummy1a", "dummy1c" }, one_per_az = true,
  })
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context(
    "vpc-provider:account=111122223333:filter.vpc-id=vpc-5:region=eu-west-1:returnAsymmetricSubnets=true", {
      vpcId = "vpc-5", vpcCidrBlock = "10.9.0.0/16", availabilityZones = {}, vpnGatewayId = "vgw-1",
      subnetGroups = { {
        name = "Web", type = "Public",
        subnets = {
          { subnetId = "s-b", cidr = "10.9.1.0/24", availabilityZone = "eu-west-1b", routeTableId = "rtb-1" },
          { subnetId = "s-a", cidr = "10.9.0.0/24", availabilityZone = "eu-west-1a", routeTableId = "rtb-1" },
        },
      } },
    })
  local function show(id, vpc, selection)
    local chosen = vpc:select_subnets(selection)
    cdk.CfnOutput(stack, id, {
      value = join { vpc.vpc_id, vpc.vpc_arn, vpc.availability_zones, chosen.subnet_ids, chosen.availability_zones,
        chosen.is_pending_lookup },
    })
  end
  local imported = ec2.Vpc.from_vpc_attributes(stack, "Imported", {
    vpc_id = "vpc-1", region = "us-east-1", availability_zones = { "a", "b" }, vpc_cidr_block = "10.0.0.0/16",
    public_subnet_ids = { "p1", "p2", "p3", "p4" }, public_subnet_names = { "x", "y" },
    public_subnet_route_table_ids = { "r1", "r2", "r3", "r4" }, private_subnet_ids = { "q1", "q2" },
    isolated_subnet_ids = { "i1", "i2" }, isolated_subnet_ipv4_cidr_blocks = { "10.0.1.0/24", "10.0.2.0/24" },
  })
  show("ImportedPublic", imported, { subnet_group_name = "y" })
  show("ImportedIsolated", imported, {
    subnet_type = ISOLATED, subnet_filters = { ec2.SubnetFilter.by_cidr_ranges { "10.0.2.0/23" } },
  })
  local lists = ec2.Vpc.from_vpc_attributes(stack, "Lists", {
    vpc_id = cdk.Fn.import_value "Vpc",
    availability_zones = cdk.Fn.split(",", cdk.Fn.import_value "Zones"),
    private_subnet_ids = cdk.Fn.split(",", cdk.Fn.import_value "Subnets"),
  })
  cdk.CfnResource(stack, "UsesLists", {
    type = "A::B::C", properties = { SubnetIds = lists:select_subnets().subnet_ids },
  })
  local looked = ec2.Vpc.from_lookup(stack, "Looked", {
    is_default = true, tags = { b = "x", a = "y" }, vpc_name = "n",
  })
  show("LookedPrivate", looked)
  show("LookedIsolated", looked, { subnet_type = ISOLATED })
  ec2.Vpc.from_lookup(stack, "Other", {
    vpc_id = "vpc-9", region = "us-east-1", owner_account_id = "444455556666", return_vpn_gateways = false,
    subnet_group_name_tag = "group",
  })
  local found = ec2.Vpc.from_lookup(stack, "Found", { vpc_id = "vpc-5" })
  show("FoundDefault", found)
  cdk.CfnOutput(stack, "FoundFacts", { value = found.vpc_cidr_block .. " " .. found.vpn_gateway_id })
  local subnet = ec2.Subnet.from_subnet_attributes(stack, "Subnet", {
    subnet_id = "s-1", availability_zone = "a", route_table_id = "rtb-3", ipv4_cidr_block = "10.0.0.0/24",
  })
  cdk.CfnOutput(stack, "SubnetFacts", {
    value = join { subnet.subnet_id, subnet.availability_zone, subnet.ipv4_cidr_block,
      subnet.route_table.route_table_id },
  })
  ec2.Subnet.from_subnet_id(stack, "ById", "s-2")
end

function cases.acls(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  local acl = ec2.NetworkAcl(stack, "Acl", {
    vpc = vpc, network_acl_name = "acl", subnet_selection = { subnet_type = PUBLIC },
  })
  local cidr, traffic, direction = ec2.AclCidr, ec2.AclTraffic, ec2.TrafficDirection
  acl:add_entry("All", { cidr = cidr.any_ipv4(), rule_number = 100, traffic = traffic.all_traffic() })
  acl:add_entry("Web", {
    cidr = cidr.ipv4 "10.0.0.0/8", rule_number = 110, direction = direction.INGRESS, traffic = traffic.tcp_port(443),
    rule_action = ec2.Action.DENY,
  })
  acl:add_entry("Range", {
    cidr = cidr.any_ipv6(), rule_number = 120, direction = direction.EGRESS,
    traffic = traffic.udp_port_range(1000, 2000),
  })
  acl:add_entry("Icmp", {
    cidr = cidr.ipv4 "10.0.0.0/8", rule_number = 130, traffic = traffic.icmp { code = -1, type = 8 },
  })
  acl:add_entry("Icmp6", {
    cidr = cidr.ipv6 "::/8", rule_number = 140, traffic = traffic.icmpv6 { code = 0, type = 1 },
  })
  local imported = ec2.NetworkAcl.from_network_acl_id(stack, "Imported", "acl-1")
  imported:add_entry("Udp", { cidr = cidr.any_ipv4(), rule_number = 1, traffic = traffic.udp_port(53) })
  vpc.private_subnets[1]:associate_network_acl("Assoc", imported)
  cdk.CfnOutput(stack, "Ids", {
    value = join { acl.network_acl_id, vpc.public_subnets[1].subnet_network_acl_association_id,
      vpc.private_subnets[1].subnet_network_acl_association_id },
  })
  local subnet = vpc.public_subnets[1]
  subnet:add_route("Peer", {
    router_id = "pcx-1", router_type = ec2.RouterType.VPC_PEERING_CONNECTION, destination_cidr_block = "10.7.0.0/16",
  })
  subnet:add_ipv6_nat64_route "nat-1"
  cdk.CfnOutput(stack, "SubnetFacts", {
    value = join { subnet.subnet_vpc_id, subnet.subnet_availability_zone, subnet.subnet_outpost_arn },
  })
end

describe("VPCs", function()
  golden.check("aws_ec2_vpc", cases)

  local stack, count

  before_each(function()
    stack, count = cdk.Stack(cdk.App(), "S", { env = ENV }), 0
  end)

  local function another(name)
    count = count + 1
    return name .. count
  end

  local function fails(message, make)
    local ok, said = pcall(make)
    assert.is_false(ok)
    assert.is_truthy(tostring(said):find(message, 1, true), tostring(said))
  end

  local function refuses(message, props)
    fails(message, function() ec2.Vpc(stack, another "Vpc", props) end)
  end

  it("tell which of their properties are mutually exclusive", function()
    refuses("enable_dns_hostnames needs DNS support", { enable_dns_hostnames = true })
    refuses("only one of availability_zones and max_azs", { availability_zones = { "a" }, max_azs = 1 })
    refuses("only one of ip_addresses and cidr",
      { ip_addresses = ec2.IpAddresses.cidr "10.0.0.0/16", cidr = "10.0.0.0/16" })
    refuses("cidr must be a literal", { cidr = cdk.Aws.REGION })
    refuses("ipv6_addresses needs ip_protocol", { ipv6_addresses = ec2.Ipv6Addresses.amazon_provided() })
    refuses("vpn_gateway is false", { vpn_gateway = false, vpn_gateway_asn = 65000 })
    refuses("a VPN gateway needs subnets", { vpn_gateway = true, subnet_configuration = {} })
  end)

  it("divide literal CIDR blocks only, and only as far as they go", function()
    fails("must be a literal", function() ec2.IpAddresses.cidr(cdk.Aws.REGION) end)
    fails("is not an IPv4 CIDR block", function() ec2.IpAddresses.cidr "10.0.0/16" end)
    fails("is not an IPv4 CIDR block", function() ec2.IpAddresses.cidr "10.0.0.0" end)
    refuses("must be between /16 and /28, got /29",
      { subnet_configuration = { { name = "a", subnet_type = PUBLIC, cidr_mask = 29 } } })
    refuses("exceeds what is left of 10.0.0.0/24", {
      ip_addresses = ec2.IpAddresses.cidr "10.0.0.0/24",
      subnet_configuration = { { name = "a", subnet_type = PUBLIC, cidr_mask = 25 } },
    })
    local pool = ec2.IpAddresses.aws_ipam_allocation { ipv4_ipam_pool_id = "p", ipv4_netmask_length = 24 }
    refuses("has no cidr_mask", { ip_addresses = pool })
    refuses("too small for subnets of /25, /25, /25", {
      ip_addresses = pool, subnet_configuration = { { name = "a", subnet_type = PUBLIC, cidr_mask = 25 } },
    })
  end)

  it("need public subnets for NAT gateways, and zones of the stack", function()
    refuses("subnet_configuration has none", { subnet_configuration = { { name = "a", subnet_type = PRIVATE } } })
    refuses("nat_gateways is 0", {
      nat_gateways = 0,
      subnet_configuration = {
        { name = "a", subnet_type = PUBLIC }, { name = "b", subnet_type = ec2.SubnetType.PRIVATE_WITH_NAT },
      },
    })
    refuses("NAT gateways need public subnets", { nat_gateway_subnets = { subnet_type = PRIVATE } })
    local app = cdk.App {
      context = { ["availability-zones:account=111122223333:region=eu-west-1"] = { "eu-west-1a" } },
    }
    stack = cdk.Stack(app, "S", { env = ENV })
    refuses("the availability zone 'eu-west-1z' is not one of the stack's: eu-west-1a",
      { availability_zones = { "eu-west-1z" } })
  end)

  it("tell what subnets they have when a selection has none", function()
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
    fails("no subnets of the type 'Isolated'; it has: Public, Private",
      function() vpc:select_subnets { subnet_type = ISOLATED } end)
    fails("no subnet group named 'x'; it has: 'Public', 'Private'",
      function() vpc:select_subnets { subnet_group_name = "x" } end)
    fails("it has subnet_type and subnet_group_name",
      function() vpc:select_subnets { subnet_type = PUBLIC, subnet_group_name = "x" } end)
  end)

  it("are imported with as many entries as there are subnets", function()
    local function imports(message, more)
      local attrs = { vpc_id = "v", availability_zones = { "a", "b" } }
      for key, value in pairs(more) do attrs[key] = value end
      fails(message, function() ec2.Vpc.from_vpc_attributes(stack, another "Imported", attrs) end)
    end
    imports("availability_zones must have at least one zone", { availability_zones = {} })
    imports("there are 3 for 2 zones", { public_subnet_ids = { "1", "2", "3" } })
    imports("there are 1 of 2", { private_subnet_ids = { "1", "2" }, private_subnet_route_table_ids = { "r" } })
    imports("there are 2 names for 1 groups",
      { isolated_subnet_ids = { "1", "2" }, isolated_subnet_names = { "a", "b" } })
  end)

  it("count zones that are known only at deployment as none", function()
    local number = cdk.CfnParameter(stack, "Number", { type = "Number" }).value_as_number
    assert.equal(0, #ec2.Vpc(stack, "Most", { max_azs = number }).public_subnets)
    assert.equal(2, #ec2.Vpc(stack, "Reserved", { reserved_azs = number, max_azs = 2 }).public_subnets)
  end)

  it("that are imported tell what is not known of them", function()
    local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", { vpc_id = "v", availability_zones = { "a" } })
    fails("give vpc_cidr_block to Vpc.from_vpc_attributes", function() return vpc.vpc_cidr_block end)
    local subnet = ec2.Subnet.from_subnet_id(stack, "Subnet", "s")
    fails("give availability_zone to Subnet.from_subnet_attributes", function() return subnet.availability_zone end)
    fails("give ipv4_cidr_block to Subnet.from_subnet_attributes", function() return subnet.ipv4_cidr_block end)
    fails("must be literals", function() ec2.Vpc.from_lookup(stack, "L", { vpc_id = cdk.Aws.REGION }) end)
  end)

  it("check NAT providers", function()
    local instances = ec2.NatProvider.instance_v2 { instance_type = ec2.InstanceType "t3.micro" }
    fails("exists once the provider has been given to a Vpc", function() return instances.security_group end)
    local regional = ec2.NatProvider.regional_gateway
    fails("between 1 and 4000, got 5000", function()
      ec2.NatProvider.gateway { max_drain_duration = cdk.Duration.seconds(5000) }
    end)
    fails("only one of allocation_id and eip", function()
      regional { allocation_id = "a", eip = ec2.CfnEIP(stack, "Eip") }
    end)
    fails("must not be empty", function() regional { availability_zone_addresses = {} } end)
    fails("allocation_ids of availability_zone_addresses must not be empty", function()
      regional { availability_zone_addresses = { { availability_zone = "a", allocation_ids = {} } } }
    end)
    fails("needs availability_zone or availability_zone_id", function()
      regional { availability_zone_addresses = { { allocation_ids = { "x" } } } }
    end)
    fails("the availability_zone 'a' appears twice", function()
      local address = { availability_zone = "a", allocation_ids = { "x" } }
      regional { availability_zone_addresses = { address, address } }
    end)
    local elsewhere = { availability_zone_addresses = { { availability_zone = "a", allocation_ids = { "x" } } } }
    refuses("is in the zone dummy1a", { nat_gateway_provider = regional(elsewhere) })
    refuses("nat_gateways must be at least 1", { nat_gateway_provider = regional(), nat_gateways = 0 })
    refuses("there are 1 for 3 gateways",
      { nat_gateway_provider = ec2.NatProvider.gateway { eip_allocation_ids = { "a" } } })
  end)
end)
