--- Deletes a virtual cluster of EMR on EKS.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  EmrContainersDeleteVirtualCluster = task.class("EmrContainersDeleteVirtualCluster", {
    service = "emr-containers", api = "deleteVirtualCluster",
    patterns = task.REQUEST_OR_JOB,
    policies = function(self, props)
      local id = props.virtual_cluster_id.value
      local actions = { "emr-containers:DeleteVirtualCluster" }
      if self._pattern == integration.RUN_JOB then actions[2] = "emr-containers:DescribeVirtualCluster" end
      return {
        task.allow(actions, {
          task.stack(self):format_arn { service = "emr-containers", resource = "virtualclusters",
            resource_name = integration.is_expression(id) and "*" or id,
            arn_format = require("aws_cdk").ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME },
        }),
      }
    end,
    parameters = function(_, props) return engine.ordered("Id", props.virtual_cluster_id.value) end,
  }),
}
