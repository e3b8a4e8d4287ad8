--- Capacities that scaling policies and schedules change.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local grow = require "aws_cdk.private.grow"
local time = require "aws_cdk.private.time"

local fail = engine.fail
local display = engine.display

local ScalableTarget = engine.class("aws_cdk.aws_applicationautoscaling.ScalableTarget", cdk.Resource)

local function literal(value)
  return value ~= nil and not engine.is_unresolved(value)
end

function ScalableTarget:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local min, max = props.min_capacity, props.max_capacity
  if literal(max) and max < 0 then
    fail(self, "max_capacity must not be negative; it is %s", display(max))
  elseif literal(min) and min < 0 then
    fail(self, "min_capacity must not be negative; it is %s", display(min))
  elseif literal(min) and literal(max) and max < min then
    fail(self, "min_capacity must be at most max_capacity; they are %s and %s", display(min), display(max))
  end
  self.role = props.role or iam.Role(self, "Role", {
    assumed_by = iam.ServicePrincipal "application-autoscaling.amazonaws.com",
  })
  self._dimension = props.scalable_dimension
  self._namespace = props.service_namespace
  self._resource = appscaling.CfnScalableTarget(self, "Resource", {
    max_capacity = max,
    min_capacity = min,
    resource_id = props.resource_id,
    role_arn = self.role.role_arn,
    scalable_dimension = props.scalable_dimension,
    service_namespace = props.service_namespace,
  })
  self.scalable_target_id = self._resource.ref
end

ScalableTarget.get.scalable_target_ref = function(self)
  return {
    resource_id = self.scalable_target_id,
    scalable_dimension = self._dimension,
    service_namespace = self._namespace,
  }
end

--- Adds a statement to the role that scales.
function ScalableTarget:add_to_role_policy(statement)
  self.role:add_to_principal_policy(statement)
end

--- Changes the capacity at given times.
function ScalableTarget:scale_on_schedule(id, action)
  if action.min_capacity == nil and action.max_capacity == nil then
    fail(self, "a scaling schedule needs min_capacity, max_capacity or both")
  end
  action.schedule:_bind(self)
  grow(self, "_actions", "scheduled_actions", {
    scheduled_action_name = id,
    schedule = action.schedule.expression_string,
    start_time = time.moment(action.start_time),
    end_time = time.moment(action.end_time),
    scalable_target_action = { max_capacity = action.max_capacity, min_capacity = action.min_capacity },
    timezone = action.time_zone and action.time_zone.timezone_name,
  })
end

--- Changes the capacity by steps, as a metric goes up and down.
function ScalableTarget:scale_on_metric(id, props)
  local all = { scaling_target = self }
  for name, value in pairs(props) do
    all[name] = value
  end
  return appscaling.StepScalingPolicy(self, id, all)
end

--- Keeps a metric near a value.
function ScalableTarget:scale_to_track_metric(id, props)
  local all = { scaling_target = self }
  for name, value in pairs(props) do
    all[name] = value
  end
  return appscaling.TargetTrackingScalingPolicy(self, id, all)
end

local ImportedTarget = engine.class("aws_cdk.aws_applicationautoscaling.ImportedScalableTarget", cdk.Resource,
  "aws_cdk.aws_applicationautoscaling.IScalableTarget")

function ImportedTarget:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.scalable_target_id = attrs.scalable_target_id
  self._dimension = attrs.scalable_dimension
  self._namespace = attrs.service_namespace
end

ImportedTarget.get.scalable_target_ref = function(self)
  if not self._dimension then
    fail(self, "only the id of this target is known; -> import it with from_scalable_target_attributes to refer to it")
  end
  return ScalableTarget.get.scalable_target_ref(self)
end

--- A target defined elsewhere, by its id.
function ScalableTarget.from_scalable_target_id(scope, id, scalable_target_id)
  return ImportedTarget(scope, id, { scalable_target_id = scalable_target_id })
end

--- A target defined elsewhere, by its id, dimension and namespace.
function ScalableTarget.from_scalable_target_attributes(scope, id, attrs)
  return ImportedTarget(scope, id, attrs)
end

return { ScalableTarget = ScalableTarget }
