-- An aspect that collects the ARNs of what AWS Backup can back up.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Collector = engine.class "aws_cdk.aws_backup.BackupableResourcesCollector"

function Collector:init() self.resources = {} end

-- Type of CloudFormation → module and L1 class, service, resource; `colon` instead of a slash before the name.
local ROWS = {
  ["AWS::EFS::FileSystem"] = { "aws_cdk.aws_efs", "CfnFileSystem", "elasticfilesystem", "file-system" },
  ["AWS::DynamoDB::Table"] = { "aws_cdk.aws_dynamodb", "CfnTable", "dynamodb", "table" },
  ["AWS::EC2::Instance"] = { "aws_cdk.aws_ec2", "CfnInstance", "ec2", "instance" },
  ["AWS::EC2::Volume"] = { "aws_cdk.aws_ec2", "CfnVolume", "ec2", "volume" },
  ["AWS::RDS::DBInstance"] = { "aws_cdk.aws_rds", "CfnDBInstance", "rds", "db", colon = true },
  ["AWS::RDS::DBCluster"] = { "aws_cdk.aws_rds", "CfnDBCluster", "rds", "cluster", colon = true },
}

function Collector:visit(node)
  if not engine.is_a(node, engine.CfnResource) then return end
  local row = ROWS[node.cfn_resource_type]
  if not row or not engine.is_a(node, require(row[1])[row[2]]) then return end
  local cluster = row[4] == "db" and node.db_cluster_identifier
  if cluster and cluster ~= "" then return end -- the cluster is backed up
  self.resources[#self.resources + 1] = engine.stack_of(node):format_arn {
    service = row[3], resource = row[4], resource_name = node.ref,
    arn_format = row.colon and cdk.ArnFormat.COLON_RESOURCE_NAME or nil,
  }
end

return Collector
