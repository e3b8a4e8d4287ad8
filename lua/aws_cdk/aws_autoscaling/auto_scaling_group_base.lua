--- What groups made here and imported ones have in common: hooks, warm pools and scaling.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"

local AutoScalingGroupBase = engine.class("aws_cdk.aws_autoscaling.AutoScalingGroupBase", cdk.Resource)

--- The ARN of a group of this name.
function AutoScalingGroupBase:_arn_of(name)
  return engine.stack_of(self):format_arn {
    service = "autoscaling", resource = "autoScalingGroup:*:autoScalingGroupName", resource_name = name,
  }
end

-- The properties with those of the group added.
local function with(self, props, more)
  local all = l2.with({ auto_scaling_group = self }, more)
  for name, value in pairs(props or {}) do all[name] = value end
  return all
end

--- Stops instances on their way in or out.
function AutoScalingGroupBase:add_lifecycle_hook(id, props)
  return autoscaling.LifecycleHook(self, "LifecycleHook" .. id, with(self, props))
end

--- Keeps instances waiting that are already set up.
function AutoScalingGroupBase:add_warm_pool(options)
  return autoscaling.WarmPool(self, "WarmPool", with(self, options))
end

--- Changes the capacity at certain times.
function AutoScalingGroupBase:scale_on_schedule(id, props)
  return autoscaling.ScheduledAction(self, "ScheduledAction" .. id, with(self, props))
end

local OWN_OPTIONS = { "cooldown", "disable_scale_in", "estimated_instance_warmup" }

-- A policy with the options that all such have.
local function track(self, id, props, more)
  for _, name in ipairs(OWN_OPTIONS) do more[name] = props[name] end
  return autoscaling.TargetTrackingScalingPolicy(self, "ScalingPolicy" .. id, with(self, more))
end

local function track_predefined(self, id, props, metric, value)
  return track(self, id, props, { predefined_metric = autoscaling.PredefinedMetric[metric], target_value = value })
end

--- Keeps the CPU utilisation near a percentage.
function AutoScalingGroupBase:scale_on_cpu_utilization(id, props)
  return track_predefined(self, id, props, "ASG_AVERAGE_CPU_UTILIZATION", props.target_utilization_percent)
end

--- Keeps incoming traffic near that many bytes a second.
function AutoScalingGroupBase:scale_on_incoming_bytes(id, props)
  return track_predefined(self, id, props, "ASG_AVERAGE_NETWORK_IN", props.target_bytes_per_second)
end

--- Keeps what goes out near so many bytes a second.
function AutoScalingGroupBase:scale_on_outgoing_bytes(id, props)
  return track_predefined(self, id, props, "ASG_AVERAGE_NETWORK_OUT", props.target_bytes_per_second)
end

--- Keeps the requests that each instance gets from its load balancer near so many a minute.
function AutoScalingGroupBase:scale_on_request_count(id, props)
  local target_group = self._alb_target_group
  if not target_group then
    engine.fail(self, "scale_on_request_count needs a target group of an Application Load Balancer that is not "
      .. "imported: -> call attach_to_application_target_group first")
  end
  if props.target_requests_per_minute == nil then
    engine.fail(self, "scale_on_request_count needs target_requests_per_minute")
  end
  local policy = track(self, id, props, {
    predefined_metric = autoscaling.PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET,
    target_value = props.target_requests_per_minute,
    resource_label = target_group.first_load_balancer_full_name .. "/" .. target_group.target_group_full_name,
  })
  policy.node:add_dependency(target_group.load_balancer_attached)
  self._has_called_scale_on_request_count = true
  return policy
end

--- Keeps a metric near a value.
function AutoScalingGroupBase:scale_to_track_metric(id, props)
  return track(self, id, props, { custom_metric = props.metric, target_value = props.target_value })
end

--- Changes the capacity by steps, according to a metric.
function AutoScalingGroupBase:scale_on_metric(id, props)
  return autoscaling.StepScalingPolicy(self, id, with(self, props))
end

--- Adds nothing: what an imported group's machines run is not known.
function AutoScalingGroupBase.add_user_data() end

return { AutoScalingGroupBase = AutoScalingGroupBase }
