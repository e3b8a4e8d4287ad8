-- Subnets of a VPC.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"

local fail = engine.fail

local Subnet = engine.class("aws_cdk.aws_ec2.Subnet", cdk.Resource)
local PublicSubnet = engine.class("aws_cdk.aws_ec2.PublicSubnet", Subnet)
local PrivateSubnet = engine.class("aws_cdk.aws_ec2.PrivateSubnet", Subnet)
local ImportedSubnet = engine.class("aws_cdk.aws_ec2.ImportedSubnet", cdk.Resource)

-- The property of AWS::EC2::Route for each kind of router.
local ROUTERS = {
  CarrierGateway = "carrier_gateway_id",
  EgressOnlyInternetGateway = "egress_only_internet_gateway_id",
  Gateway = "gateway_id",
  Instance = "instance_id",
  LocalGateway = "local_gateway_id",
  NatGateway = "nat_gateway_id",
  NetworkInterface = "network_interface_id",
  TransitGateway = "transit_gateway_id",
  VpcPeeringConnection = "vpc_peering_connection_id",
  VpcEndpoint = "vpc_endpoint_id",
  CoreNetwork = "core_network_arn",
}

--- Arguments: scope, id, SubnetProps.
function Subnet:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  cdk.Tags.of(self):add("Name", self.node.path)
  self.availability_zone = props.availability_zone
  self.ipv4_cidr_block = props.cidr_block
  local subnet = ec2.CfnSubnet(self, "Subnet", {
    vpc_id = props.vpc_id,
    cidr_block = props.cidr_block,
    availability_zone = props.availability_zone,
    map_public_ip_on_launch = props.map_public_ip_on_launch,
    ipv6_cidr_block = props.ipv6_cidr_block,
    assign_ipv6_address_on_creation = props.assign_ipv6_address_on_creation,
  })
  self._resource = subnet
  self.subnet_id = subnet.ref
  self.dependency_elements = {}
  self._network_acl = ec2.NetworkAcl.from_network_acl_id(self, "Acl", subnet.attr_network_acl_association_id)
  self.node.default_child = subnet
  local route_table = ec2.CfnRouteTable(self, "RouteTable", { vpc_id = props.vpc_id })
  self.route_table = { route_table_id = route_table.ref }
  local association = ec2.CfnSubnetRouteTableAssociation(self, "RouteTableAssociation", {
    subnet_id = self.subnet_id, route_table_id = route_table.ref,
  })
  self.internet_connectivity_established = constructs.DependencyGroup(association)
end

for field, attribute in pairs {
  subnet_vpc_id = "attr_vpc_id", subnet_availability_zone = "attr_availability_zone",
  subnet_ipv6_cidr_blocks = "attr_ipv6_cidr_blocks", subnet_outpost_arn = "attr_outpost_arn",
} do
  Subnet.get[field] = function(self) return self._resource[attribute] end
end

--- The network ACL that the subnet is associated with.
Subnet.get.network_acl = function(self) return self._network_acl end

--- The id of the association with the network ACL, the last one there is.
Subnet.get.subnet_network_acl_association_id = function(self)
  return engine.lazy(function() return self._network_acl.network_acl_ref.network_acl_id end, { kind = "string" })
end

--- The route to an internet gateway.
function Subnet:add_default_internet_route(gateway_id, gateway_attachment)
  local route = ec2.CfnRoute(self, "DefaultRoute", {
    route_table_id = self.route_table.route_table_id, destination_cidr_block = "0.0.0.0/0", gateway_id = gateway_id,
  })
  route.node:add_dependency(gateway_attachment)
  self.internet_connectivity_established:add(route)
end

--- The same for IPv6.
function Subnet:add_ipv6_default_internet_route(gateway_id, gateway_attachment)
  local route = ec2.CfnRoute(self, "DefaultRoute6", {
    route_table_id = self.route_table.route_table_id, destination_ipv6_cidr_block = "::/0", gateway_id = gateway_id,
  })
  if gateway_attachment then route.node:add_dependency(gateway_attachment) end
  self.internet_connectivity_established:add(route)
end

--- The route of IPv6 traffic to an egress-only internet gateway.
function Subnet:add_ipv6_default_egress_only_internet_route(gateway_id)
  self:add_route("DefaultRoute6", {
    router_type = "EgressOnlyInternetGateway", router_id = gateway_id, destination_ipv6_cidr_block = "::/0",
    enables_internet_connectivity = true,
  })
end

--- The route to a NAT gateway.
function Subnet:add_default_nat_route(nat_gateway_id)
  self:add_route("DefaultRoute", {
    router_type = "NatGateway", router_id = nat_gateway_id, enables_internet_connectivity = true,
  })
end

--- The route to a NAT gateway that translates IPv6 to IPv4.
function Subnet:add_ipv6_nat64_route(nat_gateway_id)
  self:add_route("Nat64", {
    router_type = "NatGateway", router_id = nat_gateway_id, enables_internet_connectivity = true,
    destination_ipv6_cidr_block = "64:ff9b::/96",
  })
end

--- A route of any kind.
function Subnet:add_route(id, options)
  local ipv4, ipv6 = options.destination_cidr_block, options.destination_ipv6_cidr_block
  if ipv4 and ipv6 then
    fail(self, "give only one of destination_cidr_block and destination_ipv6_cidr_block")
  end
  local route = ec2.CfnRoute(self, id, {
    route_table_id = self.route_table.route_table_id,
    destination_cidr_block = ipv4 or (ipv6 == nil and "0.0.0.0/0" or nil),
    destination_ipv6_cidr_block = ipv6,
    [ROUTERS[options.router_type]] = options.router_id,
  })
  if options.enables_internet_connectivity then self.internet_connectivity_established:add(route) end
end

-- The association is a child of the ACL, or of the subnet when the ACL is not a construct.
local function associate(self, id, network_acl)
  local scope, other = self, network_acl
  if engine.is_construct(network_acl) then scope, other = network_acl, self end
  ec2.SubnetNetworkAclAssociation(scope, id .. cdk.Names.node_unique_id(other.node), {
    network_acl = network_acl, subnet = self,
  })
end

--- Puts the subnet under a network ACL.
function Subnet:associate_network_acl(id, network_acl)
  self._network_acl = network_acl
  associate(self, id, network_acl)
end

--- Whether a value is a subnet of this app.
function Subnet.is_vpc_subnet(x) return engine.is_a(x, Subnet) end

--------------------------------------------------------------------------------------------------------------------
-- Imports

ImportedSubnet.__interface = rawget(Subnet, "__schema")

function ImportedSubnet:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  local route_table_id = attrs.route_table_id
  if not route_table_id or route_table_id == "" then
    local subnet = attrs.subnet_id
    local name = engine.is_unresolved(subnet) and ("at '%s/%s'"):format(scope.node.path, id)
      or ("'%s'"):format(tostring(subnet))
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ec2:noSubnetRouteTableId",
      ("the subnet %s is imported without route_table_id, so its route_table.route_table_id is nil"):format(name))
  end
  self._attrs = attrs
  self.subnet_id = attrs.subnet_id
  self.route_table = { route_table_id = route_table_id }
  self.internet_connectivity_established = constructs.DependencyGroup()
end

local function imported_field(field, attribute, what)
  ImportedSubnet.get[field] = function(self)
    local value = self._attrs[attribute]
    if not value or value == "" then
      fail(self, "the %s of this imported subnet is not known: -> give %s to Subnet.from_subnet_attributes", what,
        attribute)
    end
    return value
  end
end

imported_field("availability_zone", "availability_zone", "availability zone")
imported_field("ipv4_cidr_block", "ipv4_cidr_block", "IPv4 CIDR block")

--- Puts the subnet under a network ACL.
ImportedSubnet.associate_network_acl = associate

--- A subnet defined elsewhere, described by its attributes.
function Subnet.from_subnet_attributes(scope, id, attrs) return ImportedSubnet(scope, id, attrs) end

--- A subnet defined elsewhere, by its id.
function Subnet.from_subnet_id(scope, id, subnet_id) return ImportedSubnet(scope, id, { subnet_id = subnet_id }) end

--- A public subnet defined elsewhere.
function PublicSubnet.from_public_subnet_attributes(scope, id, attrs) return ImportedSubnet(scope, id, attrs) end

--- A private subnet defined elsewhere.
function PrivateSubnet.from_private_subnet_attributes(scope, id, attrs) return ImportedSubnet(scope, id, attrs) end

--------------------------------------------------------------------------------------------------------------------

--- Adds a NAT gateway, with a new address unless one is given. Returns the gateway.
function PublicSubnet:add_nat_gateway(eip_allocation_id, options)
  local drain = options and options.max_drain_duration
  local gateway = ec2.CfnNatGateway(self, "NATGateway", {
    subnet_id = self.subnet_id,
    allocation_id = eip_allocation_id or ec2.CfnEIP(self, "EIP", { domain = "vpc" }).attr_allocation_id,
    max_drain_duration_seconds = drain and drain:to_seconds(),
  })
  gateway.node:add_dependency(self.internet_connectivity_established)
  return gateway
end

return { Subnet = Subnet, PublicSubnet = PublicSubnet, PrivateSubnet = PrivateSubnet }
