--- Clusters of Aurora.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local instances = require "aws_cdk.aws_rds.private.cluster_instances"
local l2 = require "aws_cdk.l2"
local looked_up_groups = require "aws_cdk.aws_rds.private.looked_up_groups"
local master_user = require "aws_cdk.aws_rds.private.master_user"
local rds = require "aws_cdk.aws_rds"
local set_known = require "aws_cdk.aws_rds.private.imported_cluster"

local NewCluster = require "aws_cdk.aws_rds.private.new_cluster"

local fail = engine.fail

local DatabaseCluster = engine.class("aws_cdk.aws_rds.DatabaseCluster", NewCluster)

--- Arguments: scope, id, DatabaseClusterProps: engine, vpc and writer (required).
function DatabaseCluster:init(scope, id, props)
  NewCluster.init(self, scope, id, props)
  local managed, source = props.manage_master_user_password, props.replication_source_identifier
  if managed and source ~= nil then
    fail(self, "a replica has the credentials of its source; -> leave out manage_master_user_password")
  end
  self._manage_master_user_password = managed
  local user, secret = master_user.properties(self, props)
  if source ~= nil then user = nil end
  local resource = self:_make_resource(l2.with(l2.with({
    replication_source_identifier = source,
  }, self._new_cfn_props), user))
  if managed then
    self.secret = master_user.managed_secret(self, resource, props.credentials and props.credentials.encryption_key)
  elseif secret then
    self.secret = secret:attach(self)
  end
  self:_complete(resource, props)
  if not self.is_limitless(props) then instances.make(self, props) end
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imported(DatabaseCluster, rds.DatabaseClusterBase)

l2.known(Imported, "cluster", {
  cluster_endpoint = "cluster_endpoint_address and port",
  cluster_read_endpoint = "reader_endpoint_address and port",
  cluster_resource_identifier = "cluster_resource_identifier",
  instance_endpoints = "instance_endpoint_addresses and port",
  instance_identifiers = "instance_identifiers",
})

function Imported:init(scope, id, attrs)
  rds.DatabaseClusterBase.init(self, scope, id)
  set_known(self, attrs)
  self.engine = attrs.engine
  self._enable_data_api = attrs.data_api_enabled or false
end

--- A cluster that exists already: DatabaseClusterAttributes.
function DatabaseCluster.from_database_cluster_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

--- A cluster that exists already: the CLI looks it up by its identifier.
function DatabaseCluster.from_lookup(scope, id, options)
  local identifier = options.cluster_identifier
  if engine.is_unresolved(identifier) then
    fail(scope, "a cluster is looked up before the deployment, so cluster_identifier must be a literal; it is a token")
  end
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "cc-api-provider",
    props = engine.ordered(
      "typeName", "AWS::RDS::DBCluster", "exactIdentifier", identifier,
      "propertiesToReturn", {
        "DBClusterArn", "Endpoint.Address", "Endpoint.Port", "ReadEndpoint.Address", "DBClusterResourceId",
        "VpcSecurityGroupIds", "EnableHttpEndpoint",
      }),
    dummy_value = { engine.ordered(
      "Identifier", "TEST", "DBClusterArn", "TESTARN", "Endpoint.Address", "TESTADDRESS", "Endpoint.Port", "5432",
      "ReadEndpoint.Address", "TESTREADERADDRESS", "DBClusterResourceId", "TESTID",
      "VpcSecurityGroupIds", engine.list {}, "EnableHttpEndpoint", true) },
  }).value[1]
  return Imported(scope, id, {
    cluster_identifier = identifier, cluster_endpoint_address = found["Endpoint.Address"],
    reader_endpoint_address = found["ReadEndpoint.Address"], port = tonumber(found["Endpoint.Port"]),
    cluster_resource_identifier = found.DBClusterResourceId,
    security_groups = looked_up_groups(scope, found.VpcSecurityGroupIds),
    data_api_enabled = found.EnableHttpEndpoint,
  })
end

return { DatabaseCluster = DatabaseCluster }
