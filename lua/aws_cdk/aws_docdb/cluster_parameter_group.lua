--- Parameters of clusters.
local cdk = require "aws_cdk"
local docdb = require "aws_cdk.aws_docdb"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local ClusterParameterGroup = engine.class("aws_cdk.aws_docdb.ClusterParameterGroup", cdk.Resource)

local function reference(self) return { db_cluster_parameter_group_name = self.parameter_group_name } end

ClusterParameterGroup.get.db_cluster_parameter_group_ref = reference

--- Arguments: scope, id, ClusterParameterGroupProps: family and parameters (required).
function ClusterParameterGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local description = props.description
  if not description or description == "" then description = "Cluster parameter group for " .. props.family end
  self.parameter_group_name = docdb.CfnDBClusterParameterGroup(self, "Resource", {
    name = props.db_cluster_parameter_group_name, description = description, family = props.family,
    parameters = props.parameters,
  }).ref
end

l2.imported_by(ClusterParameterGroup, "parameter_group_name").get.db_cluster_parameter_group_ref = reference

return { ClusterParameterGroup = ClusterParameterGroup }
