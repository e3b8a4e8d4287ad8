--- What imported clusters know of themselves; the rest fails when it is read.
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local rds = require "aws_cdk.aws_rds"

-- Each member, and the attributes that it comes from.
local NEEDS = {
  cluster_endpoint = "cluster_endpoint_address and port",
  cluster_read_endpoint = "reader_endpoint_address and port",
  cluster_resource_identifier = "cluster_resource_identifier",
  instance_identifiers = "instance_identifiers",
  instance_endpoints = "instance_endpoint_addresses and port",
}

local M = {}

--- Gives `class` these members, which are those of `self._known`.
function M.members(class, ...)
  for _, member in ipairs { ... } do
    class.get[member] = function(self)
      local value = self._known[member]
      if value == nil then
        engine.fail(self, "the imported cluster has no %s; -> import it with %s", member, NEEDS[member])
      end
      return value
    end
  end
end

--- Sets what `attrs`, DatabaseClusterAttributes or ServerlessClusterAttributes, say.
function M.set(self, attrs)
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

return M
