--- Task definitions made elsewhere.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local compatibility = require "aws_cdk.aws_ecs.private.compatibility"
local ecs = require "aws_cdk.aws_ecs"

local Imported = engine.class("aws_cdk.aws_ecs.ImportedTaskDefinition", cdk.Resource,
  "aws_cdk.aws_ecs.ITaskDefinition")

compatibility.add_attributes(Imported)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.compatibility = attrs.compatibility or ecs.Compatibility.EC2_AND_FARGATE
  self.task_definition_arn, self.execution_role = attrs.task_definition_arn, attrs.execution_role
  self._network_mode, self._task_role = attrs.network_mode, attrs.task_role
end

for _, field in ipairs { "network_mode", "task_role" } do
  Imported.get[field] = function(self)
    return self["_" .. field]
      or engine.fail(self, "the %s of the imported task definition is not known: -> import it with %s", field, field)
  end
end

Imported.get.task_definition_ref = function(self) return { task_definition_arn = self.task_definition_arn } end

local M = {}

--- A task definition by its ARN.
function M.from_arn(scope, id, arn) return Imported(scope, id, { task_definition_arn = arn }) end

--- The import by attributes of task definitions for one place.
function M.from_attributes_for(place)
  return function(scope, id, attrs)
    return Imported(scope, id, {
      task_definition_arn = attrs.task_definition_arn, compatibility = place or attrs.compatibility,
      network_mode = attrs.network_mode, task_role = attrs.task_role, execution_role = attrs.execution_role,
    })
  end
end

return M
