--- What imported clusters know of themselves.
local ec2 = require "aws_cdk.aws_ec2"
local rds = require "aws_cdk.aws_rds"

--- Sets what `attrs`, DatabaseClusterAttributes or ServerlessClusterAttributes, say.
return function(self, attrs)
  local port = attrs.port
  if port == 0 then port = nil end
  local function endpoint(address)
    return address and address ~= "" and port and rds.Endpoint(address, port) or nil
  end
  self.cluster_identifier, self.secret = attrs.cluster_identifier, attrs.secret
  self.connections = ec2.Connections {
    security_groups = attrs.security_groups, default_port = port and ec2.Port.tcp(port),
  }
  local known = {
    cluster_endpoint = endpoint(attrs.cluster_endpoint_address),
    cluster_read_endpoint = endpoint(attrs.reader_endpoint_address),
    cluster_resource_identifier = attrs.cluster_resource_identifier ~= "" and attrs.cluster_resource_identifier or nil,
    instance_identifiers = attrs.instance_identifiers,
  }
  if attrs.instance_endpoint_addresses and port then
    known.instance_endpoints = {}
    for i, address in ipairs(attrs.instance_endpoint_addresses) do
      known.instance_endpoints[i] = rds.Endpoint(address, port)
    end
  end
  self._known = known
end
