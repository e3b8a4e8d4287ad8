--- Creates a virtual cluster of EMR on EKS.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local JsonPath = require("aws_cdk.aws_stepfunctions").JsonPath

local SERVICE <const> = "emr-containers.amazonaws.com"

-- The names of the execution and the state.
local function default_name(language)
  if language == integration.JSONATA then
    return "{% States.Format('{}/{}', $states.context.Execution.Name, $states.context.State.Name) %}"
  end
  return JsonPath.string_at "States.Format('{}/{}', $$.Execution.Name, $$.State.Name)"
end

return {
  EmrContainersCreateVirtualCluster = task.class("EmrContainersCreateVirtualCluster", {
    service = "emr-containers", api = "createVirtualCluster",
    patterns = task.REQUEST,
    policies = function(self)
      return {
        task.allow({ "emr-containers:CreateVirtualCluster" }, { "*" }),
        task.allow({ "iam:CreateServiceLinkedRole" }, {
          task.stack(self):format_arn { service = "iam", region = "", resource = "role/aws-service-role/" .. SERVICE,
            resource_name = "AWSServiceRoleForAmazonEMRContainers" },
        }, { StringLike = { ["iam:AWSServiceName"] = SERVICE } }),
      }
    end,
    parameters = function(_, props, language)
      return engine.ordered("Name", props.virtual_cluster_name or default_name(language),
        "ContainerProvider", engine.ordered("Id", props.eks_cluster.cluster_name,
          "Info", { EksInfo = { Namespace = props.eks_namespace or "default" } }, "Type", "EKS"),
        "Tags", props.tags)
    end,
  }),
}
