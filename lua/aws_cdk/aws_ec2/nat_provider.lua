-- How private subnets reach the internet.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local NatProvider = engine.class "aws_cdk.aws_ec2.NatProvider"
local NatGatewayProvider = engine.class("aws_cdk.aws_ec2.NatGatewayProvider", NatProvider)
local RegionalProvider = engine.class("aws_cdk.aws_ec2.RegionalNatGatewayProvider", NatProvider)

function NatProvider:init() end

--- NAT gateways, one a zone.
function NatProvider.gateway(props) return NatGatewayProvider(props) end

--- NAT instances of an old image. Deprecated: use instance_v2.
function NatProvider.instance(props) return ec2.NatInstanceProvider(props) end

--- NAT instances.
function NatProvider.instance_v2(props) return ec2.NatInstanceProviderV2(props) end

--- One NAT gateway that serves all zones of the region.
function NatProvider.regional_gateway(props) return RegionalProvider(props) end

--------------------------------------------------------------------------------------------------------------------
-- Gateways by zone: a subnet gets the one of its own zone, or else the next in turn.

local Zones = {}
Zones.__index = Zones

function NatProvider._zones() return setmetatable({ of = {}, list = {}, turn = 0 }, Zones) end

function Zones:add(zone, gateway)
  self.of[tostring(zone)] = gateway
  table.insert(self.list, { zone, gateway })
end

function Zones:pick(zone)
  if #self.list == 0 then fail(nil, "there is no NAT gateway to route to") end
  local own = self.of[tostring(zone)]
  if own ~= nil then return own end
  local entry = self.list[self.turn % #self.list + 1]
  self.turn = self.turn + 1
  return entry[2]
end

local function check_drain(duration)
  if not duration then return end
  local seconds = duration:to_seconds { integral = false }
  if is_unresolved(seconds) then return end
  if seconds < 1 or seconds > 4000 or seconds ~= math.floor(seconds) then
    fail(nil, "max_drain_duration must be a whole number of seconds between 1 and 4000, got %s", display(seconds))
  end
end

--------------------------------------------------------------------------------------------------------------------

--- Arguments: NatGatewayProps.
function NatGatewayProvider:init(props)
  self._props = props or {}
  self._gateways = NatProvider._zones()
  check_drain(self._props.max_drain_duration)
end

--- Makes the gateways and the routes to them.
function NatGatewayProvider:configure_nat(options)
  local props = self._props
  local ids = props.eip_allocation_ids
  local is_token = engine.is_token(ids)
  if ids and not is_token and #ids < #options.nat_subnets then
    fail(options.vpc, "eip_allocation_ids must have an id for each NAT gateway: there are %d for %d gateways", #ids,
      #options.nat_subnets)
  end
  for i, subnet in ipairs(options.nat_subnets) do
    local id
    if ids then id = is_token and cdk.Fn.select(i - 1, ids) or ids[i] end
    local gateway = subnet:add_nat_gateway(id, { max_drain_duration = props.max_drain_duration })
    self._gateways:add(subnet.availability_zone, gateway.ref)
  end
  for _, subnet in ipairs(options.private_subnets) do self:configure_subnet(subnet) end
end

--- The route of one more private subnet.
function NatGatewayProvider:configure_subnet(subnet)
  subnet:add_route("DefaultRoute", {
    router_type = "NatGateway", router_id = self._gateways:pick(subnet.availability_zone),
    enables_internet_connectivity = true,
  })
end

NatGatewayProvider.get.configured_gateways = function(self)
  local list = {}
  for i, entry in ipairs(self._gateways.list) do list[i] = { az = entry[1], gateway_id = entry[2] } end
  return list
end

--------------------------------------------------------------------------------------------------------------------

local function check_unique(addresses, field)
  local seen = {}
  for _, address in ipairs(addresses) do
    local value = address[field]
    if value ~= nil and not is_unresolved(value) then
      if seen[value] then
        fail(nil, "availability_zone_addresses can name a zone only once; the %s %s appears twice", field,
          display(value))
      end
      seen[value] = true
    end
  end
end

local function check_addresses(addresses)
  if #addresses == 0 then
    fail(nil, "availability_zone_addresses must not be empty: -> leave it out to cover all zones")
  end
  local function given(value) return value ~= nil and value ~= "" end
  for _, address in ipairs(addresses) do
    if not given(address.availability_zone) and not given(address.availability_zone_id) then
      fail(nil, "an entry of availability_zone_addresses needs availability_zone or availability_zone_id")
    end
  end
  for _, address in ipairs(addresses) do
    if not engine.is_token(address.allocation_ids) and #address.allocation_ids == 0 then
      fail(nil, "allocation_ids of availability_zone_addresses must not be empty")
    end
  end
  check_unique(addresses, "availability_zone")
  check_unique(addresses, "availability_zone_id")
end

--- Arguments: RegionalNatGatewayProviderProps.
function RegionalProvider:init(props)
  props = props or {}
  self._props = props
  if props.allocation_id and props.eip then fail(nil, "give only one of allocation_id and eip") end
  if props.availability_zone_addresses then check_addresses(props.availability_zone_addresses) end
  check_drain(props.max_drain_duration)
end

--- Makes the gateway and the routes to it.
function RegionalProvider:configure_nat(options)
  local props, vpc = self._props, options.vpc
  local addresses = props.availability_zone_addresses
  if #options.nat_subnets > 0 then
    cdk.Annotations.of(vpc):add_warning_v2("@aws-cdk/aws-ec2:regionalNatGatewayNatSubnetsIgnored",
      "nat_subnets has no effect: a regional NAT gateway needs no public subnet")
  end
  if addresses and (props.allocation_id or props.eip) then
    cdk.Annotations.of(vpc):add_warning_v2("@aws-cdk/aws-ec2:regionalNatGatewayAllocationIdIgnored",
      "allocation_id and eip have no effect beside availability_zone_addresses")
  end
  local drain = props.max_drain_duration
  local allocation
  if not addresses then allocation = props.allocation_id or props.eip end
  self._gateway = ec2.CfnNatGateway(vpc, "RegionalNatGateway", {
    vpc_id = vpc.vpc_id,
    availability_mode = "regional",
    connectivity_type = "public",
    allocation_id = allocation,
    availability_zone_addresses = addresses,
    max_drain_duration_seconds = drain and drain:to_seconds(),
  })
  self._gateway.node:add_dependency(vpc.internet_connectivity_established)
  for _, subnet in ipairs(options.private_subnets) do self:configure_subnet(subnet) end
end

-- A gateway with addresses by zone serves these zones alone.
local function check_zone(self, subnet)
  local addresses, zone = self._props.availability_zone_addresses, subnet.availability_zone
  if not addresses or is_unresolved(zone) then return end
  local zones = {}
  for i, address in ipairs(addresses) do
    if address.availability_zone == nil or is_unresolved(address.availability_zone) then return end
    if address.availability_zone == zone then return end
    zones[i] = address.availability_zone
  end
  fail(subnet, "the subnet is in the zone %s, which the regional NAT gateway does not serve: its "
    .. "availability_zone_addresses name %s", zone, table.concat(zones, ", "))
end

--- The route of one more private subnet.
function RegionalProvider:configure_subnet(subnet)
  if not self._gateway then fail(subnet, "there is no NAT gateway yet: -> give the provider to a Vpc first") end
  check_zone(self, subnet)
  subnet:add_route("DefaultRoute", {
    router_type = "NatGateway", router_id = self._gateway.attr_nat_gateway_id, enables_internet_connectivity = true,
  })
end

RegionalProvider.get.configured_gateways = function(self)
  return self._gateway and { { az = "regional", gateway_id = self._gateway.attr_nat_gateway_id } } or {}
end

return {
  NatProvider = NatProvider, NatGatewayProvider = NatGatewayProvider, RegionalNatGatewayProvider = RegionalProvider,
}
