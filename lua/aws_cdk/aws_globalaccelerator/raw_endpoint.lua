--- Endpoints by their id: an ARN, or the allocation id of an Elastic IP address.
local engine = require "luacdk.engine"

local RawEndpoint = engine.class "aws_cdk.aws_globalaccelerator.RawEndpoint"

--- Arguments: RawEndpointProps: endpoint_id (required).
function RawEndpoint:init(props) self._props, self.region = props, props.region end

function RawEndpoint:render_endpoint_configuration()
  local props = self._props
  return {
    endpoint_id = props.endpoint_id, weight = props.weight, client_ip_preservation_enabled = props.preserve_client_ip,
  }
end

return { RawEndpoint = RawEndpoint }
