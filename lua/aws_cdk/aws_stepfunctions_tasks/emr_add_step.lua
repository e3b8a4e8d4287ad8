--- Adds a step to a cluster of EMR.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local function properties_of(props)
  if not props.properties then return nil end
  local all = engine.list {}
  for i, key in ipairs(engine.keys(props.properties)) do
    all[i] = engine.ordered("Key", key, "Value", props.properties[key])
  end
  return all
end

return {
  EmrAddStep = task.class("EmrAddStep", {
    service = "elasticmapreduce", api = "addStep",
    patterns = task.REQUEST_OR_JOB, default_pattern = integration.RUN_JOB,
    policies = emr.policies({ "AddJobFlowSteps", "DescribeStep", "CancelSteps" },
      "StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    parameters = function(_, props)
      return engine.ordered("ClusterId", props.cluster_id, "ExecutionRoleArn", props.execution_role_arn,
        "Step", engine.ordered("Name", props.name, "ActionOnFailure", props.action_on_failure or "CONTINUE",
          "HadoopJarStep", engine.ordered("Jar", props.jar, "MainClass", props.main_class, "Args", props.args,
            "Properties", properties_of(props))))
    end,
  }),
}
