--- Accelerators: fixed addresses at the edge of AWS's network.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local globalaccelerator = require "aws_cdk.aws_globalaccelerator"
local l2 = require "aws_cdk.l2"

local PROPS = "aws_globalaccelerator.CfnAcceleratorProps."

local Accelerator = l2.resource("aws_cdk.aws_globalaccelerator.Accelerator", cdk.Resource, {
  attributes = {
    accelerator_arn = "attr_accelerator_arn", dns_name = "attr_dns_name",
    dual_stack_dns_name = "attr_dual_stack_dns_name",
    ipv4_addresses = "attr_ipv4_addresses", ipv6_addresses = "attr_ipv6_addresses",
  },
})

--- Arguments: scope, id, AcceleratorProps.
function Accelerator:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id)
  local addresses = props.ip_addresses
  l2.within(self, PROPS .. "name", props.accelerator_name, "accelerator_name")
  l2.within(self, PROPS .. "ip_addresses", addresses)
  if addresses and not engine.is_unresolved(addresses) and #addresses == 0 then
    engine.fail(self, "ip_addresses must have 1 to 2 items, got 0")
  end
  self._resource = globalaccelerator.CfnAccelerator(self, "Resource", {
    enabled = props.enabled ~= false,
    name = props.accelerator_name or cdk.Names.unique_resource_name(self, { max_length = l2.limit(PROPS .. "name") }),
    ip_addresses = addresses,
    ip_address_type = props.ip_address_type,
  })
end

--- A listener for connections to the accelerator, its child.
function Accelerator:add_listener(id, options)
  return globalaccelerator.Listener(self, id, l2.with({ accelerator = self }, options))
end

local Imported = l2.imported(Accelerator, cdk.Resource)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  for name, value in pairs(attrs) do self[name] = value end
end

--- An accelerator made elsewhere.
function Accelerator.from_accelerator_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Accelerator = Accelerator }
