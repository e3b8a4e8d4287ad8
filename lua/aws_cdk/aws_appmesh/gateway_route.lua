--- Routes from a gateway to services.
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local l2 = require "aws_cdk.l2"

local function path_of(gateway, kind)
  return "mesh/" .. gateway.mesh.mesh_name .. "/" .. kind .. "/" .. in_mesh.name_of(gateway, "virtual_gateway_name")
    .. "/gatewayRoute"
end

-- In other accounts and regions, the library's ARN has this for a gateway.
local GatewayRoute = in_mesh.class("GatewayRoute", cdk.Resource, function(self)
  return path_of(self.virtual_gateway, "virtualRouter")
end)

-- A gateway with several listeners needs ports in its routes, which the library does not look at.
local function problems(gateway)
  local resource = cdk.Resource.is_owned_resource(gateway) and gateway.node.default_child
  local spec = resource and resource.spec
  local listeners = type(spec) == "table" and spec.listeners
  if type(listeners) == "table" and #listeners > 1 then
    return { ("the gateway %s has %d listeners, so its routes would need the port of one: that is not possible yet; "
      .. "give the gateway one listener"):format(gateway.node.path, #listeners) }
  end
  return {}
end

--- Arguments: scope, id, GatewayRouteProps: virtual_gateway, route_spec (required), gateway_route_name.
function GatewayRoute:init(scope, id, props)
  in_mesh.begin(self, cdk.Resource, scope, id, props.gateway_route_name)
  local gateway = props.virtual_gateway
  self.virtual_gateway = gateway
  local spec = props.route_spec:bind(self)
  self._resource = appmesh.CfnGatewayRoute(self, "Resource", {
    gateway_route_name = self.physical_name,
    mesh_name = gateway.mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, gateway.mesh),
    spec = {
      http_route = spec.http_spec_config,
      http2_route = spec.http2_spec_config,
      grpc_route = spec.grpc_spec_config,
      priority = spec.priority,
    },
    virtual_gateway_name = gateway.virtual_gateway_name,
  })
  self.node:add_validation { validate = function() return problems(gateway) end }
end

local Imported = l2.imported(GatewayRoute, cdk.Resource)
l2.held(Imported, "gateway_route_name")

--- A route made elsewhere.
function GatewayRoute.from_gateway_route_arn(scope, id, gateway_route_arn)
  local made = Imported(scope, id)
  made.gateway_route_arn = gateway_route_arn
  local _, name = in_mesh.parts(scope, "gateway_route", gateway_route_arn,
    "virtualGateway/<gateway>/gatewayRoute/<name>")
  made._gateway_route_name = name
  made.virtual_gateway = appmesh.VirtualGateway.from_virtual_gateway_arn(made, "virtualGateway", gateway_route_arn)
  return made
end

--- A route made elsewhere, by GatewayRouteAttributes: gateway_route_name, virtual_gateway (required).
function GatewayRoute.from_gateway_route_attributes(scope, id, attrs)
  local made, gateway = Imported(scope, id), attrs.virtual_gateway
  made._gateway_route_name, made.virtual_gateway = attrs.gateway_route_name, gateway
  made.gateway_route_arn = in_mesh.arn(scope, path_of(gateway, "virtualGateway"), attrs.gateway_route_name)
  return made
end

return { GatewayRoute = GatewayRoute }
