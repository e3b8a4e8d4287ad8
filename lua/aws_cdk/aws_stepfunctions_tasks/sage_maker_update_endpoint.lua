--- Gives an endpoint of SageMaker another configuration.
local engine = require "luacdk.engine"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  SageMakerUpdateEndpoint = task.class("SageMakerUpdateEndpoint", {
    service = "sagemaker", api = "updateEndpoint",
    patterns = task.REQUEST,
    policies = function(self, props)
      return {
        task.allow({ "sagemaker:updateEndpoint" }, {
          sagemaker.arn(self, "endpoint", props.endpoint_name),
          sagemaker.arn(self, "endpoint-config", props.endpoint_config_name),
        }),
      }
    end,
    parameters = function(_, props)
      return engine.ordered("EndpointConfigName", props.endpoint_config_name, "EndpointName", props.endpoint_name)
    end,
  }),
}
