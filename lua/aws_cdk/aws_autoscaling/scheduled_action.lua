--- Changes of a group's capacity at certain times.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local time = require "aws_cdk.private.time"

local ScheduledAction = engine.class("aws_cdk.aws_autoscaling.ScheduledAction", cdk.Resource)

--- Arguments: scope, id, ScheduledActionProps.
function ScheduledAction:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  if props.min_capacity == nil and props.max_capacity == nil and props.desired_capacity == nil then
    engine.fail(self, "a scheduled action needs min_capacity, max_capacity or desired_capacity")
  end
  if props.end_time then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-autoscaling:scheduledActionWithEndTime",
      "Auto Scaling deletes the action when end_time has passed, and the stack drifts; use a custom resource for "
      .. "actions that end")
  end
  props.schedule:_bind(self)
  local resource = autoscaling.CfnScheduledAction(self, "Resource", {
    auto_scaling_group_name = props.auto_scaling_group.auto_scaling_group_ref.auto_scaling_group_name,
    start_time = time.moment(props.start_time), end_time = time.moment(props.end_time),
    min_size = props.min_capacity, max_size = props.max_capacity, desired_capacity = props.desired_capacity,
    recurrence = props.schedule.expression_string, time_zone = props.time_zone,
  })
  self.scheduled_action_name = resource.attr_scheduled_action_name
end

return { ScheduledAction = ScheduledAction }
