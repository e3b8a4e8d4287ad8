--- Terminates a cluster of EMR.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  EmrTerminateCluster = task.class("EmrTerminateCluster", {
    service = "elasticmapreduce", api = "terminateCluster",
    patterns = task.REQUEST_OR_JOB, default_pattern = integration.RUN_JOB,
    policies = emr.policies({ "DescribeCluster", "TerminateJobFlows" },
      "StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    parameters = function(_, props) return engine.ordered("ClusterId", props.cluster_id) end,
  }),
}
