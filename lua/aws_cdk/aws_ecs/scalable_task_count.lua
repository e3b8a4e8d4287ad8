--- The number of a service's tasks, as something that scales.
local engine = require "luacdk.engine"
local appscaling = require "aws_cdk.aws_applicationautoscaling"

local BaseScalableAttribute = appscaling.BaseScalableAttribute
local ScalableTaskCount = engine.class("aws_cdk.aws_ecs.ScalableTaskCount", BaseScalableAttribute)

-- Follows a metric to a target value.
local function track(self, id, props, target)
  target.policy_name, target.disable_scale_in = props.policy_name, props.disable_scale_in
  target.scale_in_cooldown, target.scale_out_cooldown = props.scale_in_cooldown, props.scale_out_cooldown
  self:_do_scale_to_track_metric(id, target)
end

--- Scales at certain times.
function ScalableTaskCount:scale_on_schedule(id, props) self:_do_scale_on_schedule(id, props) end

--- Scales in steps by a metric.
function ScalableTaskCount:scale_on_metric(id, props) self:_do_scale_on_metric(id, props) end

--- Keeps the use of CPU near a target.
function ScalableTaskCount:scale_on_cpu_utilization(id, props)
  track(self, id, props, {
    predefined_metric = appscaling.PredefinedMetric.ECS_SERVICE_AVERAGE_CPU_UTILIZATION,
    target_value = props.target_utilization_percent,
  })
end

--- Keeps the use of memory near a target.
function ScalableTaskCount:scale_on_memory_utilization(id, props)
  track(self, id, props, {
    predefined_metric = appscaling.PredefinedMetric.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION,
    target_value = props.target_utilization_percent,
  })
end

--- Keeps the number of requests per task near a target.
function ScalableTaskCount:scale_on_request_count(id, props)
  local group = props.target_group
  track(self, id, props, {
    predefined_metric = appscaling.PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET,
    resource_label = group.first_load_balancer_full_name .. "/" .. group.target_group_full_name,
    target_value = props.requests_per_target,
  })
end

--- Keeps a metric near a target.
function ScalableTaskCount:scale_to_track_custom_metric(id, props)
  track(self, id, props, { custom_metric = props.metric, target_value = props.target_value })
end

return { ScalableTaskCount = ScalableTaskCount }
