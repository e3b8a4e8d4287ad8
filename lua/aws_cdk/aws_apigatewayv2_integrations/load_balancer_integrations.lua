--- Load balancers in VPCs, by the link of the API to the VPC unless another is given.
local engine = require "luacdk.engine"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local HttpPrivateIntegration = require "aws_cdk.aws_apigatewayv2_integrations.private.private_integration"

local function class(name, listener_class)
  local Integration = engine.class("aws_cdk.aws_apigatewayv2_integrations." .. name, HttpPrivateIntegration)

  --- Arguments: id, listener, props.
  function Integration:init(id, listener, props)
    HttpPrivateIntegration.init(self, id, props)
    self._listener = listener
  end

  function Integration:bind(options)
    local link, listener = self._props.vpc_link, self._listener
    local vpc = link and link.vpc
    if not vpc and engine.is_a(listener, elbv2[listener_class]) then vpc = listener.load_balancer.vpc end
    if not vpc then
      engine.fail(options.scope, "the VPC of an imported listener is not known; -> give vpc_link")
    end
    local config = self:_config(listener.listener_arn, link or options.route.http_api:add_vpc_link { vpc = vpc })
    config.timeout = self._props.timeout
    return config
  end

  return Integration
end

return {
  HttpAlbIntegration = class("HttpAlbIntegration", "ApplicationListener"),
  HttpNlbIntegration = class("HttpNlbIntegration", "NetworkListener"),
}
