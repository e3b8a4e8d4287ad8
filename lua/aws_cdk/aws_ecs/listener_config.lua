--- Listeners that send to a service, with the properties of the target group.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local HTTP_PORT, HTTPS_PORT = 80, 443

local ListenerConfig = engine.class "aws_cdk.aws_ecs.ListenerConfig"

function ListenerConfig:init() end

local OfListener = engine.class("aws_cdk.aws_ecs.AnyListenerConfig", ListenerConfig)

function OfListener:init(listener, props, default_port)
  self._listener, self._props, self._default_port = listener, props, default_port
end

--- Has the listener send to the service.
function OfListener:add_targets(id, target, service)
  local props = l2.with({}, self._props)
  props.targets = { service:load_balancer_target(target) }
  if props.port == nil then props.port = self._default_port end
  self._listener:add_targets(id, props)
end

--- A listener of an Application Load Balancer.
function ListenerConfig.application_listener(listener, props)
  return OfListener(listener, props, props and props.protocol == "HTTPS" and HTTPS_PORT or HTTP_PORT)
end

--- A listener of a Network Load Balancer.
function ListenerConfig.network_listener(listener, props) return OfListener(listener, props, HTTP_PORT) end

return { ListenerConfig = ListenerConfig }
