--- What a selection takes: a resource, the resources with a tag, or all in a construct.
local engine = require "luacdk.engine"

local BackupResource = engine.class "aws_cdk.aws_backup.BackupResource"

--- Arguments, of which one is given: the ARN of a resource, a TagCondition, a construct.
function BackupResource:init(resource, tag_condition, construct)
  self.resource, self.tag_condition, self.construct = resource, tag_condition, construct
end

local function in_stack_of(construct, service, resource, name)
  return BackupResource(engine.stack_of(construct):format_arn {
    service = service, resource = resource, resource_name = name,
  })
end

--- All resources in the construct that AWS Backup can back up.
function BackupResource.from_construct(construct) return BackupResource(nil, nil, construct) end

--- A table of DynamoDB.
function BackupResource.from_dynamo_db_table(dynamo_db_table)
  return BackupResource(dynamo_db_table.table_ref.table_arn)
end

--- An instance of EC2.
function BackupResource.from_ec2_instance(instance)
  return in_stack_of(instance, "ec2", "instance", instance.instance_ref.instance_id)
end

--- A file system of EFS.
function BackupResource.from_efs_file_system(file_system)
  return in_stack_of(file_system, "elasticfilesystem", "file-system", file_system.file_system_ref.file_system_id)
end

--- A database instance of RDS.
function BackupResource.from_rds_database_instance(instance)
  return BackupResource(instance.db_instance_ref.db_instance_arn)
end

--- A database cluster of RDS.
function BackupResource.from_rds_database_cluster(cluster)
  local stack = engine.stack_of(cluster)
  return BackupResource("arn:" .. stack.partition .. ":rds:" .. stack.region .. ":" .. stack.account .. ":cluster:"
    .. cluster.db_cluster_ref.db_cluster_identifier)
end

--- A serverless cluster of RDS.
function BackupResource.from_rds_serverless_cluster(cluster)
  return BackupResource(cluster.db_cluster_ref.db_cluster_arn)
end

--- The resources that have the tag with this value.
function BackupResource.from_tag(key, value, operation)
  return BackupResource(nil, { key = key, value = value, operation = operation })
end

return { BackupResource = BackupResource }
