--- Base of the parts of resources that can be scaled.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local appscaling = require "aws_cdk.aws_applicationautoscaling"

local BaseScalableAttribute =
  engine.class("aws_cdk.aws_applicationautoscaling.BaseScalableAttribute", constructs.Construct)

function BaseScalableAttribute:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self._props = props
  self._target = appscaling.ScalableTarget(self, "Target", {
    service_namespace = props.service_namespace,
    scalable_dimension = props.dimension,
    resource_id = props.resource_id,
    role = props.role,
    min_capacity = props.min_capacity or 1,
    max_capacity = props.max_capacity,
  })
end

BaseScalableAttribute.get.env = function(self)
  return self._target.env
end

BaseScalableAttribute.get.scalable_target_ref = function(self)
  return self._target.scalable_target_ref
end

function BaseScalableAttribute:_do_scale_on_schedule(id, props)
  self._target:scale_on_schedule(id, props)
end

function BaseScalableAttribute:_do_scale_on_metric(id, props)
  self._target:scale_on_metric(id, props)
end

function BaseScalableAttribute:_do_scale_to_track_metric(id, props)
  self._target:scale_to_track_metric(id, props)
end

return { BaseScalableAttribute = BaseScalableAttribute }
