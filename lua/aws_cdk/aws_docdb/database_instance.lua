--- Instances of a cluster that is made elsewhere.
local cdk = require "aws_cdk"
local docdb = require "aws_cdk.aws_docdb"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

-- ---- what own and imported instances have in common -----------------------------------------------------------------

local DatabaseInstanceBase = engine.class("aws_cdk.aws_docdb.DatabaseInstanceBase", cdk.Resource)

DatabaseInstanceBase.get.db_instance_ref = function(self) return { db_instance_id = self.instance_identifier } end

DatabaseInstanceBase.get.instance_arn = function(self)
  return engine.stack_of(self):format_arn {
    service = "rds", resource = "db", resource_name = self.instance_identifier,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

local DatabaseInstance = engine.class("aws_cdk.aws_docdb.DatabaseInstance", DatabaseInstanceBase)

--- Arguments: scope, id, DatabaseInstanceProps: cluster and instance_type (required).
function DatabaseInstance:init(scope, id, props)
  DatabaseInstanceBase.init(self, scope, id)
  local upgrade, certificate = props.auto_minor_version_upgrade, props.ca_certificate
  if upgrade == nil then upgrade = true end
  self._cluster = props.cluster
  local resource = docdb.CfnDBInstance(self, "Resource", {
    db_cluster_identifier = props.cluster.db_cluster_ref.db_cluster_id,
    db_instance_class = "db." .. props.instance_type:to_string(),
    auto_minor_version_upgrade = upgrade,
    availability_zone = props.availability_zone,
    ca_certificate_identifier = certificate and certificate:to_string(),
    db_instance_identifier = props.db_instance_name,
    preferred_maintenance_window = props.preferred_maintenance_window,
    enable_performance_insights = props.enable_performance_insights,
  })
  self.instance_identifier, self.db_instance_endpoint_address = resource.ref, resource.attr_endpoint
  self.db_instance_endpoint_port = resource.attr_port
  self.instance_endpoint = docdb.Endpoint(resource.attr_endpoint, cdk.Token.as_number(resource.attr_port))
  resource:apply_removal_policy(props.removal_policy, { apply_to_update_replace_policy = true })
end

DatabaseInstance.get.cluster = function(self)
  local cluster = self._cluster
  if not (engine.has(cluster, "cluster_identifier") and engine.has(cluster, "connections")) then
    engine.fail(self, "the cluster of the instance is not an IDatabaseCluster, so it cannot be read again, it is %s",
      engine.class_name(cluster))
  end
  return cluster
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imported(DatabaseInstance, DatabaseInstanceBase)

function Imported:init(scope, id, attrs)
  DatabaseInstanceBase.init(self, scope, id)
  self.instance_identifier = attrs.instance_identifier
  self.db_instance_endpoint_address = attrs.instance_endpoint_address
  self.db_instance_endpoint_port = cdk.Tokenization.stringify_number(attrs.port)
  self.instance_endpoint = docdb.Endpoint(attrs.instance_endpoint_address, attrs.port)
end

--- An instance that exists already: DatabaseInstanceAttributes.
function DatabaseInstance.from_database_instance_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { DatabaseInstance = DatabaseInstance }
