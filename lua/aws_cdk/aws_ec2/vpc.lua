-- VPCs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local VpcBase = require "aws_cdk.aws_ec2.vpc_base"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local Vpc = engine.class("aws_cdk.aws_ec2.Vpc", VpcBase)

-- Stands for a zone whose addresses are kept free.
local RESERVED_ZONE = "fake-az"

-- Subnet type → the class, the list that the subnet is in, the value of its tag.
local PUBLIC = { "PublicSubnet", "public_subnets", "Public" }
local PRIVATE = { "PrivateSubnet", "private_subnets", "Private" }
local ISOLATED = { "PrivateSubnet", "isolated_subnets", "Isolated" }
local TYPES = {
  Public = PUBLIC, Private = PRIVATE, Deprecated_Private = PRIVATE, Deprecated_Private_NAT = PRIVATE,
  Isolated = ISOLATED, Deprecated_Isolated = ISOLATED,
}

local SUBNET_ONLY = { include_resource_types = { "AWS::EC2::Subnet" } }

for field, attribute in pairs {
  vpc_cidr_block = "attr_cidr_block", vpc_cidr_block_associations = "attr_cidr_block_associations",
  vpc_default_network_acl = "attr_default_network_acl", vpc_default_security_group = "attr_default_security_group",
  vpc_ipv6_cidr_blocks = "attr_ipv6_cidr_blocks",
} do
  Vpc.get[field] = function(self) return self._resource[attribute] end
end

--------------------------------------------------------------------------------------------------------------------
-- Checks

local function check(self, props)
  if props.enable_dns_hostnames and not props.enable_dns_support then
    fail(self, "enable_dns_hostnames needs DNS support: -> set enable_dns_support = true too")
  end
  if props.availability_zones and props.max_azs and props.max_azs ~= 0 then
    fail(self, "give only one of availability_zones and max_azs")
  end
  if is_unresolved(props.cidr) then
    fail(self, "cidr must be a literal such as \"10.0.0.0/16\", since it is divided into subnets; it is a token")
  end
  if props.ip_addresses and props.cidr and props.cidr ~= "" then
    fail(self, "give only one of ip_addresses and cidr")
  end
  if not self._use_ipv6 and props.ipv6_addresses ~= nil then
    fail(self, "ipv6_addresses needs ip_protocol = ec2.IpProtocol.DUAL_STACK")
  end
end

-- Zones that are given must be among those of the stack, as far as these are known.
local function check_zones(self, zones, stack)
  local known, count = {}, 0
  for _, zone in ipairs(stack.availability_zones) do
    if not is_unresolved(zone) and not zone:find "^dummy1[abc]$" then
      known[zone] = true
      count = count + 1
    end
  end
  if count == 0 then return end
  for _, zone in ipairs(zones) do
    if not is_unresolved(zone) and not known[zone] then
      fail(self, "the availability zone %s is not one of the stack's: %s", display(zone),
        table.concat(engine.keys(known), ", "))
    end
  end
end

-- A number of zones; a token counts as 0, as in the library.
local function zone_count(self, props, name)
  local count = props[name]
  if not is_unresolved(count) then return count end
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ec2:azsToken",
    name .. " is a token, which counts as 0: give a number")
  return 0
end

local function zones_of(self, props, stack)
  local given, zones = props.availability_zones, {}
  if given then
    check_zones(self, given, stack)
    for i, zone in ipairs(given) do zones[i] = zone end
    if #zones == 0 and not (props.subnet_configuration and #props.subnet_configuration == 0) then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ec2:emptyAvailabilityZonesInVpc",
        "availability_zones is empty, so the VPC gets no subnets; name a zone, or leave it out for those of the stack")
    end
  else
    local all = stack.availability_zones
    local count = zone_count(self, props, "max_azs") or 3
    for i = 1, count < 0 and #all + count or math.min(count, #all) do zones[i] = all[i] end
  end
  for _ = 1, zone_count(self, props, "reserved_azs") or 0 do zones[#zones + 1] = RESERVED_ZONE end
  return zones
end

local function is_private(subnet_type) return TYPES[subnet_type] == PRIVATE end

-- How many NAT gateways there are going to be.
local function nat_gateway_count(self, props)
  if engine.is_a(props.nat_gateway_provider, ec2.RegionalNatGatewayProvider) then return 1 end
  local requested = props.nat_gateways
  if is_unresolved(requested) then return 0 end
  local private, public, custom
  for _, subnet in ipairs(self._subnet_configuration) do
    if not subnet.reserved then
      private = private or is_private(subnet.subnet_type)
      public = public or TYPES[subnet.subnet_type] == PUBLIC
    end
    custom = custom or subnet.subnet_type == "Private"
  end
  local zones = #self.availability_zones
  local count = requested and math.min(requested, zones) or private and zones or 0
  if count == 0 and private and not custom then
    fail(self, "PRIVATE_WITH_NAT subnets need a NAT gateway, and nat_gateways is 0: -> make the subnets PUBLIC or "
      .. "PRIVATE_ISOLATED")
  end
  if count > 0 and not public then
    fail(self, "NAT gateways need public subnets, and subnet_configuration has none: -> add one of type PUBLIC")
  end
  return count
end

local function check_regional_nat(self, props)
  local count = props.nat_gateways
  local annotations = cdk.Annotations.of(self)
  if is_unresolved(count) then
    fail(self, "nat_gateways must be known when the provider is a regional NAT gateway; it is a token")
  end
  if count and count < 1 then
    fail(self, "nat_gateways must be at least 1 when the provider is a regional NAT gateway, got %s; -> leave out "
      .. "nat_gateway_provider if there should be none", display(count))
  end
  if count and count > 1 then
    annotations:add_warning_v2("@aws-cdk/aws-ec2:regionalNatGatewayCount",
      "nat_gateways has no effect: one regional NAT gateway serves all availability zones")
  end
  if props.nat_gateway_subnets then
    annotations:add_warning_v2("@aws-cdk/aws-ec2:regionalNatGatewaySubnets",
      "nat_gateway_subnets has no effect: a regional NAT gateway belongs to the VPC and needs no public subnet")
  end
end

--------------------------------------------------------------------------------------------------------------------
-- Subnets

local function map_public_ip(self, subnet)
  if subnet.subnet_type == "Public" then
    if subnet.map_public_ip_on_launch ~= nil then return subnet.map_public_ip_on_launch end
    return not self._use_ipv6
  end
  if subnet.map_public_ip_on_launch ~= nil then
    fail(self, "map_public_ip_on_launch is for public subnets; the subnet %s is of the type %s", display(subnet.name),
      display(subnet.subnet_type))
  end
  return false
end

local function add_subnet(self, request, allocated)
  local configuration = request.configuration
  if configuration.reserved or request.availability_zone == RESERVED_ZONE then return end
  local assign = configuration.ipv6_assign_address_on_creation
  if self._use_ipv6 then
    assign = assign == nil or assign
  elseif assign ~= nil then
    fail(self, "ipv6_assign_address_on_creation needs ip_protocol = ec2.IpProtocol.DUAL_STACK")
  end
  local row = TYPES[configuration.subnet_type]
  local subnet = ec2[row[1]](self, request.subnet_construct_id, {
    availability_zone = request.availability_zone,
    vpc_id = self.vpc_id,
    cidr_block = allocated.cidr,
    map_public_ip_on_launch = map_public_ip(self, configuration),
    ipv6_cidr_block = allocated.ipv6_cidr,
    assign_ipv6_address_on_creation = assign,
  })
  table.insert(self[row[2]], subnet)
  local tags = cdk.Tags.of(subnet)
  tags:add("aws-cdk:subnet-name", configuration.name, SUBNET_ONLY)
  tags:add("aws-cdk:subnet-type", row[3], SUBNET_ONLY)
end

local function add_subnets(self, addresses, ipv6_addresses)
  local requested = {}
  for _, configuration in ipairs(self._subnet_configuration) do
    for i, zone in ipairs(self.availability_zones) do
      requested[#requested + 1] = {
        availability_zone = zone, subnet_construct_id = configuration.name .. "Subnet" .. i,
        configuration = configuration,
      }
    end
  end
  local allocated = addresses:allocate_subnets_cidr {
    vpc_cidr = self.vpc_cidr_block, requested_subnets = requested,
  }.allocated_subnets
  if #allocated ~= #requested then
    fail(self, "ip_addresses must allocate a CIDR block for each of the %d subnets; it allocated %d", #requested,
      #allocated)
  end
  if self._use_ipv6 then
    local cidrs = ipv6_addresses:create_ipv6_cidr_blocks {
      ipv6_selected_cidr = cdk.Fn.select(0, self.vpc_ipv6_cidr_blocks), subnet_count = #allocated,
    }
    allocated = ipv6_addresses:allocate_subnets_ipv6_cidr {
      allocated_subnets = allocated, ipv6_cidrs = cidrs,
    }.allocated_subnets
  end
  for i, one in ipairs(allocated) do add_subnet(self, requested[i], one) end
  if not self._ipv6_cidr_block then return end
  for _, field in ipairs { "public_subnets", "private_subnets", "isolated_subnets" } do
    for _, subnet in ipairs(self[field]) do subnet.node:add_dependency(self._ipv6_cidr_block) end
  end
end

--------------------------------------------------------------------------------------------------------------------
-- Ways out

local function add_nat_gateways(self, props, count)
  local provider = props.nat_gateway_provider or ec2.NatProvider.gateway()
  local subnets = {}
  if not engine.is_a(provider, ec2.RegionalNatGatewayProvider) then
    local public = {}
    for _, subnet in ipairs(self.public_subnets) do public[subnet] = true end
    for i, subnet in ipairs(self:_select_subnet_objects(props.nat_gateway_subnets or { subnet_type = "Public" })) do
      if not public[subnet] then
        fail(self, "NAT gateways need public subnets, but nat_gateway_subnets selects %s",
          subnet.node.path)
      end
      if i <= count then subnets[i] = subnet end
    end
  end
  provider:configure_nat { vpc = self, nat_subnets = subnets, private_subnets = self.private_subnets }
end

local function add_internet_gateway(self, props, nat_count)
  local wanted = false
  for _, subnet in ipairs(self._subnet_configuration) do
    wanted = wanted or (TYPES[subnet.subnet_type] ~= ISOLATED and not subnet.reserved)
  end
  if not wanted or props.create_internet_gateway == false then return end
  local gateway = ec2.CfnInternetGateway(self, "IGW", {})
  self.internet_gateway_id = gateway.ref
  self.internet_connectivity_established:add(gateway)
  local attachment = ec2.CfnVPCGatewayAttachment(self, "VPCGW", {
    internet_gateway_id = gateway.ref, vpc_id = self.vpc_id,
  })
  for _, subnet in ipairs(self.public_subnets) do
    subnet:add_default_internet_route(gateway.ref, attachment)
    if self._use_ipv6 then subnet:add_ipv6_default_internet_route(gateway.ref, attachment) end
  end
  if nat_count > 0 then add_nat_gateways(self, props, nat_count) end
end

local NEEDS_PRIVATE_SUBNETS = cx_api.EC2_REQUIRE_PRIVATE_SUBNETS_FOR_EGRESSONLYINTERNETGATEWAY

local function add_egress_only_gateway(self)
  if not self._use_ipv6 then return end
  if #self.private_subnets == 0 and cdk.FeatureFlags._is_enabled(self, NEEDS_PRIVATE_SUBNETS) then return end
  local gateway = ec2.CfnEgressOnlyInternetGateway(self, "EIGW6", { vpc_id = self.vpc_id })
  for _, subnet in ipairs(self.private_subnets) do
    subnet:add_ipv6_default_egress_only_internet_route(gateway.ref)
  end
end

local function add_vpn(self, props)
  local asn = props.vpn_gateway_asn
  asn = asn ~= 0 and asn or nil
  if props.vpn_gateway and #self.public_subnets + #self.private_subnets + #self.isolated_subnets == 0 then
    fail(self, "a VPN gateway needs subnets, and this VPC has none")
  end
  if (props.vpn_connections or asn) and props.vpn_gateway == false then
    fail(self, "vpn_connections and vpn_gateway_asn need a VPN gateway, and vpn_gateway is false")
  end
  if not (props.vpn_gateway or props.vpn_connections or asn) then return end
  self:enable_vpn_gateway {
    amazon_side_asn = props.vpn_gateway_asn, type = ec2.VpnConnectionType.IPSEC_1,
    vpn_route_propagation = props.vpn_route_propagation,
  }
end

-- Calls the method with each entry of a map.
local function add_each(self, method, map)
  if not map then return end
  for _, id in ipairs(engine.keys(map)) do self[method](self, id, map[id]) end
end

local RESTRICT = "Custom::VpcRestrictDefaultSG"

local function restrict_default_security_group(self)
  local stack = engine.stack_of(self)
  local provider = cdk.CustomResourceProvider.bundled(self, RESTRICT, {
    name = "aws-ec2/restrict-default-security-group-handler",
    description = "Lambda function for removing all inbound/outbound rules from the VPC default security group",
  })
  provider:add_to_role_policy(engine.ordered(
    "Effect", "Allow",
    "Action", {
      "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupEgress",
    },
    "Resource", {
      stack:format_arn {
        resource = "security-group", service = "ec2", resource_name = self.vpc_default_security_group,
      },
    }))
  cdk.CustomResource(self, "RestrictDefaultSecurityGroupCustomResource", {
    resource_type = RESTRICT,
    service_token = provider.service_token,
    properties = engine.ordered("DefaultSecurityGroupId", self.vpc_default_security_group, "Account", stack.account),
  })
end

--------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, VpcProps. Without any there are public and private subnets in up to three zones.
function Vpc:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  props = props or {}
  local stack = engine.stack_of(self)
  self._use_ipv6 = props.ip_protocol == "Dual_Stack"
  check(self, props)
  local addresses = props.ip_addresses or ec2.IpAddresses.cidr(props.cidr or Vpc.DEFAULT_CIDR_RANGE)
  self.dns_hostnames_enabled = props.enable_dns_hostnames ~= false
  self.dns_support_enabled = props.enable_dns_support ~= false
  self.public_subnets, self.private_subnets, self.isolated_subnets = {}, {}, {}
  self.internet_connectivity_established = constructs.DependencyGroup()

  local block = addresses:allocate_vpc_cidr()
  self._resource = ec2.CfnVPC(self, "Resource", {
    cidr_block = block.cidr_block,
    ipv4_ipam_pool_id = block.ipv4_ipam_pool_id,
    ipv4_netmask_length = block.ipv4_netmask_length,
    enable_dns_hostnames = self.dns_hostnames_enabled,
    enable_dns_support = self.dns_support_enabled,
    instance_tenancy = props.default_instance_tenancy or "default",
  })
  local name = props.vpc_name
  cdk.Tags.of(self):add("Name", name and name ~= "" and name or self.node.path)
  self.availability_zones = zones_of(self, props, stack)
  self.vpc_id = self._resource.ref
  self.vpc_arn = cdk.Arn.format({ service = "ec2", resource = "vpc", resource_name = self.vpc_id }, stack)
  self._subnet_configuration = props.subnet_configuration
    or (props.nat_gateways == 0 and Vpc.DEFAULT_SUBNETS_NO_NAT or Vpc.DEFAULT_SUBNETS)
  if engine.is_a(props.nat_gateway_provider, ec2.RegionalNatGatewayProvider) then check_regional_nat(self, props) end
  if is_unresolved(props.nat_gateways) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ec2:natGatewaysToken",
      "nat_gateways is a token, which counts as 0: no NAT gateway is made; give a number")
  end
  local nat_count = nat_gateway_count(self, props)
  local ipv6_addresses
  if self._use_ipv6 then
    ipv6_addresses = props.ipv6_addresses or ec2.Ipv6Addresses.amazon_provided()
    self._ipv6_cidr_block = ipv6_addresses:allocate_vpc_ipv6_cidr { scope = self, vpc_id = self.vpc_id }
  end
  add_subnets(self, addresses, ipv6_addresses)
  add_internet_gateway(self, props, nat_count)
  add_egress_only_gateway(self)
  add_vpn(self, props)
  add_each(self, "add_vpn_connection", props.vpn_connections)
  add_each(self, "add_gateway_endpoint", props.gateway_endpoints)
  add_each(self, "add_flow_log", props.flow_logs)
  local restrict = props.restrict_default_security_group
  if restrict or (restrict == nil
    and cdk.FeatureFlags._is_enabled(self, cx_api.EC2_RESTRICT_DEFAULT_SECURITY_GROUP)) then
    restrict_default_security_group(self)
  end
end

--------------------------------------------------------------------------------------------------------------------
-- VPCs defined elsewhere

--- A VPC defined elsewhere, described by its attributes.
function Vpc.from_vpc_attributes(scope, id, attrs)
  return require("aws_cdk.aws_ec2.imported_vpc").imported(scope, id, attrs)
end

--- A VPC that exists already: the CLI looks it up when the app is synthesised, and its context keeps what was found.
function Vpc.from_lookup(scope, id, options)
  return require("aws_cdk.aws_ec2.imported_vpc").looked_up(scope, id, options)
end

return { Vpc = Vpc }
