-- Endpoints of a VPC: private ways to services.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local VpcBase = require "aws_cdk.aws_ec2.vpc_base"
local l2 = require "aws_cdk.l2"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local VpcEndpoint = engine.class("aws_cdk.aws_ec2.VpcEndpoint", cdk.Resource)
local GatewayVpcEndpoint = engine.class("aws_cdk.aws_ec2.GatewayVpcEndpoint", VpcEndpoint)
local InterfaceVpcEndpoint = engine.class("aws_cdk.aws_ec2.InterfaceVpcEndpoint", VpcEndpoint)
local ImportedGatewayEndpoint = engine.class("aws_cdk.aws_ec2.ImportedGatewayVpcEndpoint", VpcEndpoint)
local ImportedInterfaceEndpoint = engine.class("aws_cdk.aws_ec2.ImportedInterfaceVpcEndpoint", cdk.Resource)

VpcEndpoint.init = cdk.Resource.init

local function reference(self) return { vpc_endpoint_id = self.vpc_endpoint_id } end

VpcEndpoint.get.vpc_endpoint_ref = reference

--- Adds a statement to the endpoint's policy, which allows everything as long as it has none.
function VpcEndpoint:add_to_policy(statement)
  if not statement.has_principal then fail(self, "a statement of an endpoint's policy needs a principal") end
  local document = self._policy_document
  if not document then
    document = require("aws_cdk.aws_iam").PolicyDocument()
    self._policy_document = document
  end
  document:add_statements(statement)
end

local function policy_of(self)
  return engine.lazy(function() return self._policy_document end, { kind = "any" })
end

local function with_attributes(class)
  for field, attribute in pairs {
    vpc_endpoint_creation_timestamp = "attr_creation_timestamp", vpc_endpoint_dns_entries = "attr_dns_entries",
    vpc_endpoint_network_interface_ids = "attr_network_interface_ids",
  } do
    class.get[field] = function(self) return self._resource[attribute] end
  end
end

with_attributes(GatewayVpcEndpoint)
with_attributes(InterfaceVpcEndpoint)

--------------------------------------------------------------------------------------------------------------------
-- Gateway endpoints

local function all_subnets(vpc)
  local subnets = {}
  for _, field in ipairs { "private_subnets", "public_subnets", "isolated_subnets" } do
    for _, subnet in ipairs(vpc[field]) do subnets[#subnets + 1] = subnet end
  end
  return subnets
end

--- Arguments: scope, id, GatewayVpcEndpointProps. The route tables of all subnets lead to it unless some are selected.
function GatewayVpcEndpoint:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local vpc = props.vpc
  local subnets = props.subnets and VpcBase._subnets_of(vpc, props.subnets) or all_subnets(vpc)
  local route_table_ids = VpcBase._route_table_ids(subnets)
  if #route_table_ids == 0 then
    fail(self, "a gateway endpoint needs route tables, and none are known for the subnets of this VPC: -> give the "
      .. "route table ids when importing it, or select other subnets")
  end
  self._resource = ec2.CfnVPCEndpoint(self, "Resource", {
    policy_document = policy_of(self),
    route_table_ids = route_table_ids,
    service_name = props.service.name,
    vpc_endpoint_type = "Gateway",
    vpc_id = vpc.vpc_id,
    ip_address_type = props.ip_address_type,
    dns_options = props.dns_record_ip_type and { dns_record_ip_type = props.dns_record_ip_type },
  })
  self.vpc_endpoint_id = self._resource.ref
end

ImportedGatewayEndpoint.__interface = rawget(GatewayVpcEndpoint, "__schema")

function ImportedGatewayEndpoint:init(scope, id, vpc_endpoint_id)
  cdk.Resource.init(self, scope, id)
  self.vpc_endpoint_id = vpc_endpoint_id
end

--- A gateway endpoint defined elsewhere.
function GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(scope, id, gateway_vpc_endpoint_id)
  return ImportedGatewayEndpoint(scope, id, gateway_vpc_endpoint_id)
end

--------------------------------------------------------------------------------------------------------------------
-- Interface endpoints

-- What must be known before the CLI can look up the zones of a service.
local function check_lookup(self, subnets, service_name)
  if is_unresolved(self.env.account) or is_unresolved(self.env.region) then
    fail(self, "lookup_supported_azs needs to know account and region: -> give the stack env = { account = …, "
      .. "region = … }")
  end
  if type(service_name) ~= "string" or is_unresolved(service_name) then
    fail(self, "lookup_supported_azs needs to know the name of the service, and it contains a token")
  end
  for _, subnet in ipairs(subnets) do
    if is_unresolved(subnet.availability_zone) then
      fail(self, "lookup_supported_azs needs to know the zones of the subnets; that of %s is a token", subnet.node.path)
    end
  end
end

local function supported_ids(self, props, subnets)
  local name = props.service.name
  if is_unresolved(name) and engine.is_a(props.service, ec2.InterfaceVpcEndpointAwsService) then
    name = engine.resolve(self, name)
  end
  check_lookup(self, subnets, name)
  local zones = cdk.ContextProvider._get_value(self, {
    provider = "endpoint-service-availability-zones", dummy_value = self.stack.availability_zones,
    props = { serviceName = name },
  }).value
  if type(zones) ~= "table" then
    fail(self, "the context value of the zones of %s must be a list, got %s", name, display(zones))
  end
  local supported, ids, own = l2.set_of(zones), {}, {}
  for i, subnet in ipairs(subnets) do
    own[i] = subnet.availability_zone
    if supported[own[i]] then ids[#ids + 1] = subnet.subnet_id end
  end
  if #ids == 0 then
    fail(self, "%s is offered in the zones %s, and the subnets are in %s", name, table.concat(zones, ", "),
      table.concat(own, ", "))
  end
  return ids
end

local function subnet_ids(self, props)
  local selection = { one_per_az = true }
  for key, value in pairs(props.subnets or {}) do
    if key ~= "one_per_az" then selection[key] = value end
  end
  local selected = props.vpc:select_subnets(selection)
  if not selected.is_pending_lookup and #selected.subnets == 0 then
    fail(self, "an interface endpoint needs subnets, and none is selected")
  end
  if not props.lookup_supported_azs then return selected.subnet_ids end
  return supported_ids(self, props, selected.subnets)
end

--- Arguments: scope, id, InterfaceVpcEndpointProps. The whole VPC can use it unless `open` is false.
function InterfaceVpcEndpoint:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local vpc, service = props.vpc, props.service
  local groups = props.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", { vpc = vpc }) }
  if #groups == 0 then fail(self, "security_groups must not be empty: -> leave it out to have one made") end
  self.connections = ec2.Connections { default_port = ec2.Port.tcp(service.port), security_groups = groups }
  if props.open ~= false then self.connections:allow_default_port_from(ec2.Peer.ipv4(vpc.vpc_cidr_block)) end
  local ids = subnet_ids(self, props)
  local dns = {
    dns_record_ip_type = props.dns_record_ip_type,
    private_dns_only_for_inbound_resolver_endpoint = props.private_dns_only_for_inbound_resolver_endpoint,
  }
  local private_dns = props.private_dns_enabled
  if private_dns == nil then private_dns = service.private_dns_default end
  self._resource = ec2.CfnVPCEndpoint(self, "Resource", {
    private_dns_enabled = private_dns == nil or private_dns,
    policy_document = policy_of(self),
    security_group_ids = l2.pluck(groups, "security_group_id"),
    service_name = service.name,
    vpc_endpoint_type = "Interface",
    subnet_ids = ids,
    vpc_id = vpc.vpc_id,
    ip_address_type = props.ip_address_type,
    dns_options = l2.unless_empty(dns),
    service_region = props.service_region ~= "" and props.service_region or nil,
  })
  self.vpc_endpoint_id = self._resource.ref
end

ImportedInterfaceEndpoint.__interface = rawget(InterfaceVpcEndpoint, "__schema")
ImportedInterfaceEndpoint.get.vpc_endpoint_ref = reference

function ImportedInterfaceEndpoint:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.vpc_endpoint_id = attrs.vpc_endpoint_id
  self.connections = ec2.Connections {
    default_port = ec2.Port.tcp(attrs.port), security_groups = attrs.security_groups,
  }
end

--- An interface endpoint defined elsewhere.
function InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(scope, id, attrs)
  return ImportedInterfaceEndpoint(scope, id, attrs)
end

return {
  VpcEndpoint = VpcEndpoint, GatewayVpcEndpoint = GatewayVpcEndpoint, InterfaceVpcEndpoint = InterfaceVpcEndpoint,
}
