--- Cancels a step of a cluster of EMR.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  EmrCancelStep = task.class("EmrCancelStep", {
    service = "elasticmapreduce", api = "cancelStep",
    policies = emr.policies { "CancelSteps" },
    parameters = function(_, props)
      return engine.ordered("ClusterId", props.cluster_id, "StepId", props.step_id)
    end,
  }),
}
