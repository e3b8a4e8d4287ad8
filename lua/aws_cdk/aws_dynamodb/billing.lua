-- How the capacity of a TableV2 is paid for.
local engine = require "luacdk.engine"

local Billing = engine.class "aws_cdk.aws_dynamodb.Billing"

function Billing:init(mode, read, write)
  self.mode = mode
  self._render_read_capacity, self._render_write_capacity = read, write
end

--- Pays for each request. Options: max_read_request_units, max_write_request_units.
function Billing.on_demand(props)
  props = props or {}
  return Billing("PAY_PER_REQUEST",
    function() return props.max_read_request_units end, function() return props.max_write_request_units end)
end

--- Pays for capacity that is set aside. Options: read_capacity, write_capacity (both required).
function Billing.provisioned(props)
  return Billing("PROVISIONED",
    function() return props.read_capacity:_render_read_capacity() end,
    function() return props.write_capacity:_render_write_capacity() end)
end

return { Billing = Billing }
