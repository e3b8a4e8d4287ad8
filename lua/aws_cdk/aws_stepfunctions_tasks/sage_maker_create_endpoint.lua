--- Creates an endpoint of SageMaker.
local engine = require "luacdk.engine"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  SageMakerCreateEndpoint = task.class("SageMakerCreateEndpoint", {
    service = "sagemaker", api = "createEndpoint",
    patterns = task.REQUEST,
    policies = function(self, props)
      return {
        task.allow({ "sagemaker:createEndpoint" }, {
          sagemaker.arn(self, "endpoint", props.endpoint_name),
          sagemaker.arn(self, "endpoint-config", props.endpoint_config_name),
        }),
        sagemaker.allow_list_tags(),
      }
    end,
    parameters = function(_, props)
      return engine.ordered("EndpointConfigName", props.endpoint_config_name, "EndpointName", props.endpoint_name,
        "Tags", task.value(props.tags))
    end,
  }),
}
