--- Tasks on instances of a cluster.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_task_definition"
local l2 = require "aws_cdk.l2"

local TaskDefinition = ecs.TaskDefinition
local Ec2TaskDefinition = engine.class("aws_cdk.aws_ecs.Ec2TaskDefinition", TaskDefinition)

--- A task definition by its ARN.
Ec2TaskDefinition.from_ec2_task_definition_arn = imported.from_arn

--- A task definition by its ARN and what else is known of it.
Ec2TaskDefinition.from_ec2_task_definition_attributes = imported.from_attributes_for(ecs.Compatibility.EC2)

local function check_constraints(scope, constraints)
  for _, constraint in ipairs(constraints or {}) do
    for _, one in ipairs(constraint:to_json()) do
      if one.type ~= "memberOf" then
        engine.fail(scope, "placement constraints of a task definition must be of type memberOf, got %s; -> give "
          .. "others to the service", one.type)
      end
    end
  end
end

--- Arguments: scope, id, Ec2TaskDefinitionProps.
function Ec2TaskDefinition:init(scope, id, props)
  props = props or {}
  check_constraints(scope, props.placement_constraints)
  TaskDefinition.init(self, scope, id, l2.with(l2.with({}, props), { compatibility = ecs.Compatibility.EC2 }))
end

--- Adds a container. In network mode AWS_VPC it knows its region.
function Ec2TaskDefinition:add_container(id, props)
  if self.network_mode == ecs.NetworkMode.AWS_VPC then
    local environment = engine.ordered()
    for _, name in ipairs(props.environment and engine.keys(props.environment) or {}) do
      environment[name] = props.environment[name]
    end
    environment.AWS_REGION = engine.stack_of(self).region
    props = l2.with(l2.with({}, props), { environment = environment })
  end
  return TaskDefinition.add_container(self, id, props)
end

return { Ec2TaskDefinition = Ec2TaskDefinition }
