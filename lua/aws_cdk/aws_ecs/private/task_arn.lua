--- The ARN of the tasks of a cluster whose ids fit a pattern.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

return function(cluster, key_pattern)
  return engine.stack_of(cluster):format_arn {
    service = "ecs", resource = "task", resource_name = cluster.cluster_ref.cluster_name .. "/" .. key_pattern,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end
