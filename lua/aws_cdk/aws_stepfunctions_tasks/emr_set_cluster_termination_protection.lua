--- Protects a cluster of EMR from being terminated, or no longer.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  EmrSetClusterTerminationProtection = task.class("EmrSetClusterTerminationProtection", {
    service = "elasticmapreduce", api = "setClusterTerminationProtection",
    policies = emr.policies { "SetTerminationProtection" },
    parameters = function(_, props)
      return engine.ordered("ClusterId", props.cluster_id, "TerminationProtected", props.termination_protected)
    end,
  }),
}
