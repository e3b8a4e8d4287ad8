--- A container of a model of SageMaker.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local ContainerDefinition = engine.class "aws_cdk.aws_stepfunctions_tasks.ContainerDefinition"

function ContainerDefinition:init(options) self._options = options end

--- Allows the task to read what the container consists of; gives what the task says about it.
function ContainerDefinition:bind(user)
  local options = self._options
  local image, location = options.image, options.model_s3_location
  return {
    parameters = engine.ordered(
      "ContainerHostname", options.container_host_name,
      "Image", image and image:bind(user).image_uri,
      "Mode", options.mode,
      "ModelDataUrl", location and location:bind(user, { for_reading = true }).uri,
      "ModelPackageName", options.model_package_name,
      "Environment", task.value(options.environment_variables)),
  }
end

return { ContainerDefinition = ContainerDefinition }
