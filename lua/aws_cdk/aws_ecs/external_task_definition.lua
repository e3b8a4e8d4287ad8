--- Tasks on machines of one's own.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_task_definition"
local l2 = require "aws_cdk.l2"

local TaskDefinition = ecs.TaskDefinition
local ExternalTaskDefinition = engine.class("aws_cdk.aws_ecs.ExternalTaskDefinition", TaskDefinition)

--- A task definition by its ARN.
ExternalTaskDefinition.from_ec2_task_definition_arn = imported.from_arn

--- A task definition by its ARN and what else is known of it.
ExternalTaskDefinition.from_external_task_definition_attributes =
  imported.from_attributes_for(ecs.Compatibility.EXTERNAL)

--- Arguments: scope, id, ExternalTaskDefinitionProps.
function ExternalTaskDefinition:init(scope, id, props)
  TaskDefinition.init(self, scope, id, l2.with(l2.with({ network_mode = ecs.NetworkMode.BRIDGE }, props), {
    compatibility = ecs.Compatibility.EXTERNAL,
  }))
end

--- Not possible.
function ExternalTaskDefinition:add_inference_accelerator()
  engine.fail(self, "inference accelerators are not possible for external tasks")
end

return { ExternalTaskDefinition = ExternalTaskDefinition }
