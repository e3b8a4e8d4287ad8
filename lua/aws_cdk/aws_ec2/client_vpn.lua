-- Client VPN endpoints, their routes and authorization rules.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local util = require "aws_cdk.aws_ec2.network_util"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local ClientVpnEndpoint = engine.class("aws_cdk.aws_ec2.ClientVpnEndpoint", cdk.Resource)
local ImportedEndpoint = engine.class("aws_cdk.aws_ec2.ImportedClientVpnEndpoint", cdk.Resource)
local Route = engine.class("aws_cdk.aws_ec2.ClientVpnRoute", cdk.Resource)
local RouteTarget = engine.class "aws_cdk.aws_ec2.ClientVpnRouteTarget"
local Rule = engine.class("aws_cdk.aws_ec2.ClientVpnAuthorizationRule", cdk.Resource)
local Authentication = engine.class "aws_cdk.aws_ec2.ClientVpnUserBasedAuthentication"

local MAX_BANNER = 1400

--------------------------------------------------------------------------------------------------------------------
-- Authentication of users

function Authentication:init() end

local Directory = engine.class("aws_cdk.aws_ec2.ActiveDirectoryAuthentication", Authentication)
local Federated = engine.class("aws_cdk.aws_ec2.FederatedAuthentication", Authentication)

function Directory:init(directory_id) self._directory_id = directory_id end

function Directory:render()
  return { type = "directory-service-authentication", active_directory = { directory_id = self._directory_id } }
end

function Federated:init(provider, self_service) self._provider, self._self_service = provider, self_service end

function Federated:render()
  local self_service = self._self_service
  return {
    type = "federated-authentication",
    federated_authentication = {
      saml_provider_arn = self._provider.saml_provider_ref.saml_provider_arn,
      self_service_saml_provider_arn = self_service and self_service.saml_provider_ref.saml_provider_arn,
    },
  }
end

--- Users of a Microsoft Active Directory.
function Authentication.active_directory(directory_id) return Directory(directory_id) end

--- Users that a SAML provider knows.
function Authentication.federated(saml_provider, self_service_saml_provider)
  return Federated(saml_provider, self_service_saml_provider)
end

--------------------------------------------------------------------------------------------------------------------
-- Endpoints

local function check(self, props)
  if not is_unresolved(props.vpc.vpc_cidr_block)
    and util.contains(util.parse(props.vpc.vpc_cidr_block, self), util.parse(props.cidr, self)) then
    fail(self, "the addresses of clients, %s, cannot be those of the VPC, %s", display(props.cidr),
      display(props.vpc.vpc_cidr_block))
  end
  if props.dns_servers and #props.dns_servers > 2 then
    fail(self, "a client VPN endpoint has at most 2 DNS servers, got %d", #props.dns_servers)
  end
  if props.logging == false and (props.log_group or props.log_stream) then
    fail(self, "log_group and log_stream need logging, which is false")
  end
  local handler = props.client_connection_handler
  if handler and not is_unresolved(handler.function_name) and not handler.function_name:find "^AWSClientVPN%-" then
    fail(self, "the name of client_connection_handler must begin with \"AWSClientVPN-\", got %s",
      display(handler.function_name))
  end
  local banner = props.client_login_banner
  if banner and not is_unresolved(banner) and #banner > MAX_BANNER then
    fail(self, "client_login_banner has at most %d characters, got %d", MAX_BANNER, #banner)
  end
  local enforcement = props.client_route_enforcement_options
  if enforcement and enforcement.enforced and props.split_tunnel then
    fail(self, "client_route_enforcement_options cannot be enforced together with split_tunnel")
  end
end

local function authentication_options(self, props)
  local options = {}
  local certificate = props.client_certificate_arn
  if certificate and certificate ~= "" then
    options[1] = {
      type = "certificate-authentication",
      mutual_authentication = { client_root_certificate_chain_arn = certificate },
    }
  end
  if props.user_based_authentication then options[#options + 1] = props.user_based_authentication:render() end
  if #options == 0 then
    fail(self, "a client VPN endpoint must authenticate its clients: -> give client_certificate_arn or "
      .. "user_based_authentication")
  end
  return options
end

local function log_options(self, props)
  local logging = props.logging ~= false
  local group
  if logging then group = props.log_group or require("aws_cdk.aws_logs").LogGroup(self, "LogGroup") end
  return {
    enabled = logging,
    cloudwatch_log_group = group and group.log_group_ref.log_group_name,
    cloudwatch_log_stream = props.log_stream and props.log_stream.log_stream_ref.log_stream_name,
  }
end

local function enabled(value)
  if value == nil then return nil end
  return value and "enabled" or "disabled"
end

local function add_resource(self, props, groups)
  local group_ids = {}
  for i, group in ipairs(groups) do group_ids[i] = group.security_group_id end
  local handler, banner = props.client_connection_handler, props.client_login_banner
  return function(connection_log_options)
    return ec2.CfnClientVpnEndpoint(self, "Resource", {
      authentication_options = authentication_options(self, props),
      client_cidr_block = props.cidr,
      client_connect_options = handler and { enabled = true, lambda_function_arn = handler.function_arn },
      connection_log_options = connection_log_options,
      description = props.description,
      dns_servers = props.dns_servers,
      client_route_enforcement_options = props.client_route_enforcement_options,
      security_group_ids = group_ids,
      self_service_portal = enabled(props.self_service_portal),
      server_certificate_arn = props.server_certificate_arn,
      split_tunnel = props.split_tunnel,
      transport_protocol = props.transport_protocol,
      vpc_id = props.vpc.vpc_id,
      vpn_port = props.port,
      session_timeout_hours = props.session_timeout,
      disconnect_on_session_timeout = props.disconnect_on_session_timeout,
      client_login_banner_options = banner and banner ~= "" and { enabled = true, banner_text = banner } or nil,
    })
  end
end

local function associate_subnets(self, props)
  local ids = props.vpc:select_subnets(props.vpc_subnets).subnet_ids
  if is_unresolved(ids) then
    fail(self, "the subnets of this VPC are a list that is known only at deployment: a client VPN endpoint is "
      .. "associated with each of them, so give their ids one by one")
  end
  for i, subnet_id in ipairs(ids) do
    self.target_networks_associated:add(ec2.CfnClientVpnTargetNetworkAssociation(self, "Association" .. i - 1, {
      client_vpn_endpoint_id = self.endpoint_id, subnet_id = subnet_id,
    }))
  end
end

--- Arguments: scope, id, ClientVpnEndpointProps.
function ClientVpnEndpoint:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check(self, props)
  local logs = log_options(self, props)
  local groups = props.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", { vpc = props.vpc }) }
  self.connections = ec2.Connections { security_groups = groups }
  self.endpoint_id = add_resource(self, props, groups)(logs).ref
  self.target_networks_associated = constructs.DependencyGroup()
  if props.user_based_authentication and props.self_service_portal ~= false then
    cdk.CfnOutput(self, "SelfServicePortalUrl", {
      value = "https://self-service.clientvpn.amazonaws.com/endpoints/" .. self.endpoint_id,
    })
  end
  associate_subnets(self, props)
  if props.authorize_all_users_to_vpc_cidr ~= false then
    self:add_authorization_rule("AuthorizeAll", { cidr = props.vpc.vpc_cidr_block })
  end
end

local function reference(self) return { client_vpn_endpoint_id = self.endpoint_id } end

ClientVpnEndpoint.get.client_vpn_endpoint_ref = reference

local function with_endpoint(self, options)
  local all = l2.with({}, options)
  all.client_vpn_endpoint = self
  return all
end

--- Lets clients reach a network.
function ClientVpnEndpoint:add_authorization_rule(id, props) return Rule(self, id, with_endpoint(self, props)) end

--- Adds a route to a network.
function ClientVpnEndpoint:add_route(id, props) return Route(self, id, with_endpoint(self, props)) end

ImportedEndpoint.__interface = rawget(ClientVpnEndpoint, "__schema")
ImportedEndpoint.get.client_vpn_endpoint_ref = reference

function ImportedEndpoint:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.endpoint_id = attrs.endpoint_id
  self.connections = ec2.Connections { security_groups = attrs.security_groups }
  self.target_networks_associated = constructs.DependencyGroup()
end

--- A client VPN endpoint defined elsewhere.
function ClientVpnEndpoint.from_endpoint_attributes(scope, id, attrs) return ImportedEndpoint(scope, id, attrs) end

--------------------------------------------------------------------------------------------------------------------
-- Routes and rules

function RouteTarget:init() end

local Target = engine.class("aws_cdk.aws_ec2.SubnetClientVpnRouteTarget", RouteTarget)

function Target:init(subnet_id) self.subnet_id = subnet_id end

--- A subnet that is associated with the endpoint.
function RouteTarget.subnet(subnet) return Target(subnet.subnet_ref.subnet_id) end

--- The network of the clients.
RouteTarget["local"] = function() return Target "local" end
RouteTarget.local_ = RouteTarget["local"]

local function endpoint_of(scope, props)
  local endpoint = props.client_vpn_endpoint
  if not endpoint then fail(scope, "client_vpn_endpoint is missing") end
  return endpoint
end

--- Arguments: scope, id, ClientVpnRouteProps.
function Route:init(scope, id, props)
  local endpoint = endpoint_of(scope, props)
  cdk.Resource.init(self, scope, id)
  local route = ec2.CfnClientVpnRoute(self, "Resource", {
    client_vpn_endpoint_id = endpoint.endpoint_id,
    description = props.description,
    destination_cidr_block = props.cidr,
    target_vpc_subnet_id = props.target.subnet_id,
  })
  route.node:add_dependency(endpoint.target_networks_associated)
end

--- Arguments: scope, id, ClientVpnAuthorizationRuleProps. All clients are let in unless there is a group.
function Rule:init(scope, id, props)
  local endpoint, group = endpoint_of(scope, props), props.group_id
  cdk.Resource.init(self, scope, id)
  ec2.CfnClientVpnAuthorizationRule(self, "Resource", {
    client_vpn_endpoint_id = endpoint.client_vpn_endpoint_ref.client_vpn_endpoint_id,
    target_network_cidr = props.cidr,
    access_group_id = group,
    authorize_all_groups = not group or group == "",
    description = props.description,
  })
end

return {
  ClientVpnEndpoint = ClientVpnEndpoint, ClientVpnRoute = Route, ClientVpnRouteTarget = RouteTarget,
  ClientVpnAuthorizationRule = Rule, ClientVpnUserBasedAuthentication = Authentication,
}
