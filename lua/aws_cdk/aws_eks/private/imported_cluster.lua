--- Clusters that exist outside of the app.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"

-- What an imported cluster only has if it is given.
local GIVEN = {
  "vpc", "cluster_security_group_id", "cluster_endpoint", "cluster_certificate_authority_data",
  "cluster_encryption_config_key_arn", "open_id_connect_provider",
}

--- Gives the class `Cluster` its from_cluster_attributes: objects whose base is `Base` and whose further fields
--- `init(self, attrs)` sets.
return function(Cluster, Base, init)
  local Imported = l2.imported(Cluster, Base)

  for _, field in ipairs(GIVEN) do
    Imported.get[field] = function(self)
      local value = self._attributes[field]
      if value == nil or value == "" then
        engine.fail(self, "the imported cluster has no %s; -> import it with %s", field, field)
      end
      return value
    end
  end

  Imported.get.cluster_security_group = function(self)
    if not self._cluster_security_group then
      engine.fail(self, "the imported cluster has no cluster_security_group; -> import it with "
        .. "cluster_security_group_id")
    end
    return self._cluster_security_group
  end

  function Imported:_known(field) return self._attributes[field] end

  function Imported:init(scope, id, attrs)
    Base.init(self, scope, id)
    self._attributes = attrs
    self.cluster_name = attrs.cluster_name
    self.cluster_arn = self.stack:format_arn {
      service = "eks", resource = "cluster", resource_name = attrs.cluster_name,
    }
    self.ip_family, self.kubectl_provider = attrs.ip_family, attrs.kubectl_provider
    self.prune = attrs.prune ~= false
    init(self, attrs)
    self.connections = ec2.Connections()
    for i, group in ipairs(attrs.security_group_ids or {}) do
      self.connections:add_security_group(ec2.SecurityGroup.from_security_group_id(self, "SecurityGroup" .. i, group))
    end
    if l2.truthy(attrs.cluster_security_group_id) then
      self._cluster_security_group = ec2.SecurityGroup.from_security_group_id(self, "ClusterSecurityGroup",
        attrs.cluster_security_group_id)
      self.connections:add_security_group(self._cluster_security_group)
    end
  end

  --- A cluster by ClusterAttributes: cluster_name (required), and what is to be done with it.
  function Cluster.from_cluster_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

  return Imported
end
