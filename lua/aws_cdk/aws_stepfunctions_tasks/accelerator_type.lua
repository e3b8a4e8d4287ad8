--- Types of accelerators for inference.
local engine = require "luacdk.engine"

local AcceleratorType = engine.class "aws_cdk.aws_stepfunctions_tasks.AcceleratorType"

--- Arguments: what SageMaker calls the type, such as "ml.eia2.large".
function AcceleratorType:init(instance_type_identifier) self._identifier = instance_type_identifier end

--- The type of a class and size.
function AcceleratorType.of(_, instance_size)
  -- The AWS CDK does not ask the class for its version: JavaScript's text for an object is part of what it writes.
  return AcceleratorType("ml.[object Object]." .. instance_size)
end

--- What SageMaker calls the type.
function AcceleratorType:to_string() return self._identifier end

return { AcceleratorType = AcceleratorType }
