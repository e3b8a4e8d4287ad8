--- Clusters made elsewhere.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local INTERFACE = "aws_cdk.aws_ecs.ICluster"

local function reference(self) return { cluster_arn = self.cluster_arn, cluster_name = self.cluster_name } end

local Imported = engine.class("aws_cdk.aws_ecs.ImportedCluster", cdk.Resource, INTERFACE)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.cluster_name, self.vpc = attrs.cluster_name, attrs.vpc
  self.has_ec2_capacity = attrs.has_ec2_capacity ~= false
  self.default_cloud_map_namespace = attrs.default_cloud_map_namespace
  self.execute_command_configuration = attrs.execute_command_configuration
  self.autoscaling_group = attrs.autoscaling_group
  self.cluster_arn = attrs.cluster_arn or engine.stack_of(self):format_arn {
    service = "ecs", resource = "cluster", resource_name = attrs.cluster_name,
  }
  self.connections = ec2.Connections { security_groups = attrs.security_groups }
end

Imported.get.cluster_ref = reference

-- A cluster of which only the ARN is known.
local ByArn = engine.class("aws_cdk.aws_ecs.ImportedClusterByArn", cdk.Resource, INTERFACE)

function ByArn:init(scope, id, arn)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.cluster_arn = arn
end

ByArn.get.cluster_ref = reference
for _, field in ipairs { "has_ec2_capacity", "connections", "vpc" } do
  ByArn.get[field] = function(self)
    engine.fail(self, "%s of the cluster is not known: -> import it with Cluster.from_cluster_attributes", field)
  end
end

local M = {}

--- A cluster by its name and what else is known of it.
function M.by_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

--- A cluster by its ARN.
function M.by_arn(scope, id, arn)
  local name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if not name or name == "" then
    engine.fail(scope, "the ARN of a cluster has the form arn:<partition>:ecs:<region>:<account>:cluster/<name>, "
      .. "got %s", engine.display(arn))
  end
  local cluster = ByArn(scope, id, arn)
  cluster.cluster_name = name
  return cluster
end

return M
