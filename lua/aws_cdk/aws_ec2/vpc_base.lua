-- What VPCs of the app, imported ones and looked-up ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local VpcBase = engine.class("aws_cdk.aws_ec2.VpcBase", cdk.Resource)

--------------------------------------------------------------------------------------------------------------------
-- Selections

-- The fields with the subnets of each type, and the order in which errors name the types.
local FIELDS = {
  Isolated = "isolated_subnets", Deprecated_Isolated = "isolated_subnets", Deprecated_Private_NAT = "private_subnets",
  Private = "private_subnets", Deprecated_Private = "private_subnets", Public = "public_subnets",
}
local TYPES = { "Public", "Private", "Isolated" }

-- The name of the group that a subnet belongs to.
local function group_of(subnet) return (subnet.node.id:gsub("Subnet%d+$", "")) end

local function append(list, more)
  for _, value in ipairs(more) do list[#list + 1] = value end
  return list
end

local function by_name(self, name)
  local chosen, names, seen = {}, {}, {}
  for _, field in ipairs { "public_subnets", "private_subnets", "isolated_subnets" } do
    for _, subnet in ipairs(self[field]) do
      local group = group_of(subnet)
      if group == name then chosen[#chosen + 1] = subnet end
      if not seen[group] then
        seen[group] = true
        names[#names + 1] = display(group)
      end
    end
  end
  if #chosen == 0 and not self._incomplete_subnet_definition then
    fail(self, "this VPC has no subnet group named %s; -> it has: %s", display(name), table.concat(names, ", "))
  end
  return chosen
end

local function by_type(self, subnet_type)
  local chosen = self[FIELDS[subnet_type]]
  if #chosen == 0 and not self._incomplete_subnet_definition then
    local there = {}
    for _, name in ipairs(TYPES) do
      if #self[FIELDS[name]] > 0 then there[#there + 1] = name end
    end
    fail(self, "this VPC has no subnets of the type %s; -> it has: %s", display(subnet_type),
      #there > 0 and table.concat(there, ", ") or "none")
  end
  return chosen
end

local function default_type(self)
  if #self.private_subnets > 0 then return "Private" end
  return #self.isolated_subnets > 0 and "Isolated" or "Public"
end

-- The filters of a selection, in the order in which they apply.
local function filters_of(selection)
  local filters = append({}, selection.subnet_filters or {})
  if selection.availability_zones then
    filters[#filters + 1] = ec2.SubnetFilter.availability_zones(selection.availability_zones)
  end
  if selection.one_per_az then filters[#filters + 1] = ec2.SubnetFilter.one_per_az() end
  return filters
end

--- The subnets of a selection.
function VpcBase:_select_subnet_objects(selection)
  selection = selection or {}
  local given = {}
  for _, key in ipairs { "subnets", "subnet_type", "subnet_group_name" } do
    if selection[key] ~= nil then given[#given + 1] = key end
  end
  if #given > 1 then
    fail(self, "a selection of subnets can only have one of subnets, subnet_type and subnet_group_name; it has %s",
      table.concat(given, " and "))
  end
  if selection.subnets then return selection.subnets end
  local chosen
  if selection.subnet_group_name ~= nil then
    chosen = by_name(self, selection.subnet_group_name)
  else
    chosen = by_type(self, selection.subnet_type or default_type(self))
  end
  for _, filter in ipairs(filters_of(selection)) do chosen = filter:select_subnets(chosen) end
  return chosen
end

-- Availability zones are looked at when somebody asks: imported subnets may not have one.
local Selected = {
  __index = function(self, key)
    if key ~= "availability_zones" then return nil end
    local zones = {}
    for i, subnet in ipairs(self.subnets) do zones[i] = subnet.availability_zone end
    rawset(self, key, zones)
    return zones
  end,
}

--- The result of a SubnetSelection: subnet_ids, subnets, availability_zones, has_public, is_pending_lookup,
-- internet_connectivity_established.
function VpcBase:select_subnets(selection)
  local subnets = self:_select_subnet_objects(selection)
  local ids, public, has_public = engine.list {}, l2.set_of(self.public_subnets), false
  local connected = constructs.DependencyGroup()
  for i, subnet in ipairs(subnets) do
    ids[i] = subnet.subnet_id
    has_public = has_public or public[subnet] or false
    connected:add(subnet.internet_connectivity_established)
  end
  -- The ids of an imported list that is a token are that token.
  if #ids == 1 and engine.token_type(ids[1]) == "list" then ids = ids[1] end
  return setmetatable({
    subnet_ids = ids, subnets = subnets, internet_connectivity_established = connected, has_public = has_public,
    is_pending_lookup = self._incomplete_subnet_definition or false,
  }, Selected)
end

--- The ids of the route tables of subnets, each once.
function VpcBase._route_table_ids(subnets)
  local ids, seen = {}, {}
  for _, subnet in ipairs(subnets) do
    local id = subnet.route_table and subnet.route_table.route_table_id
    if id and id ~= "" and not seen[tostring(id)] then
      seen[tostring(id)] = true
      ids[#ids + 1] = id
    end
  end
  return ids
end

--- The subnets of several selections, one after another.
function VpcBase._subnets_of(vpc, selections)
  local subnets = {}
  for _, selection in ipairs(selections) do append(subnets, vpc:select_subnets(selection).subnets) end
  return subnets
end

--------------------------------------------------------------------------------------------------------------------
-- What can be added to a VPC

VpcBase.get.vpn_gateway_id = function(self) return self._vpn_gateway_id end

--- Adds a VPN gateway, whose routes are propagated to the route tables of the selected subnets.
function VpcBase:enable_vpn_gateway(options)
  if self._vpn_gateway_id then fail(self, "this VPC already has a VPN gateway") end
  local gateway = ec2.VpnGateway(self, "VpnGateway", {
    amazon_side_asn = options.amazon_side_asn, type = ec2.VpnConnectionType.IPSEC_1,
  })
  self._vpn_gateway_id = gateway.gateway_id
  local attachment = ec2.CfnVPCGatewayAttachment(self, "VPCVPNGW", {
    vpc_id = self.vpc_id, vpn_gateway_id = gateway.gateway_id,
  })
  local ids = VpcBase._route_table_ids(VpcBase._subnets_of(self, options.vpn_route_propagation or { {} }))
  if #ids == 0 then
    cdk.Annotations.of(self):_add_trackable_error("VpnGatewayNoMatchingSubnets",
      "vpn_route_propagation of the VPN gateway selects no subnet with a route table: select other subnets")
  end
  local propagation = ec2.CfnVPNGatewayRoutePropagation(self, "RoutePropagation", {
    route_table_ids = ids, vpn_gateway_id = gateway.gateway_id,
  })
  propagation.node:add_dependency(attachment)
end

--- Adds a VPN connection.
function VpcBase:add_vpn_connection(id, options)
  return ec2.VpnConnection(self, id, l2.with({ vpc = self }, options))
end

--- Adds a client VPN endpoint.
function VpcBase:add_client_vpn_endpoint(id, options)
  local props = l2.with({}, options)
  props.vpc = self
  return ec2.ClientVpnEndpoint(self, id, props)
end

--- Adds an interface endpoint.
function VpcBase:add_interface_endpoint(id, options)
  return ec2.InterfaceVpcEndpoint(self, id, l2.with({ vpc = self }, options))
end

--- Adds a gateway endpoint.
function VpcBase:add_gateway_endpoint(id, options)
  return ec2.GatewayVpcEndpoint(self, id, l2.with({ vpc = self }, options))
end

--- Adds a flow log.
function VpcBase:add_flow_log(id, options)
  return ec2.FlowLog(self, id, l2.with({ resource_type = ec2.FlowLogResourceType.from_vpc(self) }, options))
end

return VpcBase
