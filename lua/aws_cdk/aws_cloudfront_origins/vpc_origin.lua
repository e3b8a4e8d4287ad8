--- Origins inside a VPC.
local engine = require "luacdk.engine"
local cloudfront = require "aws_cdk.aws_cloudfront"
local timeouts = require "aws_cdk.aws_cloudfront_origins.private.timeouts"

local OriginBase, Endpoint = cloudfront.OriginBase, cloudfront.VpcOriginEndpoint

local VpcOrigin = engine.class("aws_cdk.aws_cloudfront_origins.VpcOrigin", OriginBase)

--- Arguments: domain_name, VpcOriginProps. Subclasses set _vpc_origin.
function VpcOrigin:init(domain_name, props)
  OriginBase.init(self, domain_name, props)
  self._props = props
  timeouts.keep(self, props)
end

function VpcOrigin:_render_vpc_origin_config()
  if not self._vpc_origin then engine.fail(nil, "a subclass of VpcOrigin must set _vpc_origin before it is bound") end
  return timeouts.of(self, { vpc_origin_id = self._vpc_origin.vpc_origin_id })
end

local function domain_name(props, source)
  local name = props.domain_name or source.domain_name
  if name == nil or name == "" then
    engine.fail(nil, "domain_name must be given: the VPC origin is imported without one")
  end
  return name
end

local OfVpcOrigin = engine.class("aws_cdk.aws_cloudfront_origins.OfVpcOrigin", VpcOrigin)

function OfVpcOrigin:init(vpc_origin, props)
  props = props or {}
  VpcOrigin.init(self, domain_name(props, vpc_origin), props)
  self._vpc_origin = vpc_origin
end

local OfEndpoint = engine.class("aws_cdk.aws_cloudfront_origins.OfEndpoint", VpcOrigin)

function OfEndpoint:init(endpoint, props)
  props = props or {}
  VpcOrigin.init(self, domain_name(props, endpoint), props)
  self._endpoint = endpoint
end

function OfEndpoint:bind(scope, options)
  local props = self._props
  self._vpc_origin = self._vpc_origin or cloudfront.VpcOrigin(scope, "VpcOrigin", {
    endpoint = self._endpoint,
    vpc_origin_name = props.vpc_origin_name,
    http_port = props.http_port,
    https_port = props.https_port,
    protocol_policy = props.protocol_policy,
    origin_ssl_protocols = props.origin_ssl_protocols,
  })
  return OriginBase.bind(self, scope, options)
end

--- A VPC origin that exists.
function VpcOrigin.with_vpc_origin(origin, props) return OfVpcOrigin(origin, props) end

--- An instance, for which a VPC origin is made.
function VpcOrigin.with_ec2_instance(instance, props) return OfEndpoint(Endpoint.ec2_instance(instance), props) end

--- An Application Load Balancer, for which a VPC origin is made.
function VpcOrigin.with_application_load_balancer(alb, props)
  return OfEndpoint(Endpoint.application_load_balancer(alb), props)
end

--- A Network Load Balancer, for which a VPC origin is made.
function VpcOrigin.with_network_load_balancer(nlb, props)
  return OfEndpoint(Endpoint.network_load_balancer(nlb), props)
end

return { VpcOrigin = VpcOrigin }
