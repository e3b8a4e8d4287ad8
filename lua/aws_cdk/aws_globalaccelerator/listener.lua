--- Listeners: the ports of an accelerator.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local globalaccelerator = require "aws_cdk.aws_globalaccelerator"
local l2 = require "aws_cdk.l2"

local Listener = engine.class("aws_cdk.aws_globalaccelerator.Listener", cdk.Resource)

--- Arguments: scope, id, ListenerProps: accelerator, port_ranges (required).
function Listener:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local ranges = {}
  for i, range in ipairs(props.port_ranges) do
    ranges[i] = { from_port = range.from_port, to_port = range.to_port or range.from_port }
  end
  local resource = globalaccelerator.CfnListener(self, "Resource", {
    accelerator_arn = props.accelerator.accelerator_ref.accelerator_arn,
    port_ranges = ranges,
    protocol = props.protocol or globalaccelerator.ConnectionProtocol.TCP,
    client_affinity = props.client_affinity or globalaccelerator.ClientAffinity.NONE,
  })
  self.listener_arn = resource.attr_listener_arn
  self.listener_name = props.listener_name or resource.logical_id
end

--- Endpoints of a region to which the listener sends connections, its child.
function Listener:add_endpoint_group(id, options)
  return globalaccelerator.EndpointGroup(self, id, l2.with({ listener = self }, options))
end

l2.imported_by(Listener, "listener_arn")

return { Listener = Listener }
