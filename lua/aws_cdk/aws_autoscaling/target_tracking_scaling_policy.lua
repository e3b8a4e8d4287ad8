--- Policies that keep a metric of a group near a value.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local constructs = require "constructs"

local fail = engine.fail

local TargetTrackingScalingPolicy =
  engine.class("aws_cdk.aws_autoscaling.TargetTrackingScalingPolicy", constructs.Construct)

local REQUESTS = "ALBRequestCountPerTarget"

local function custom_metric(self, metric)
  if not metric then return nil end
  local stat = metric:to_metric_config().metric_stat
  if not stat then
    fail(self, "custom_metric must be a Metric itself; expressions cannot be tracked, -> scale by steps instead")
  end
  return {
    dimensions = stat.dimensions, metric_name = stat.metric_name, namespace = stat.namespace,
    statistic = stat.statistic, unit = stat.unit_filter,
  }
end

--- Arguments: scope, id, TargetTrackingScalingPolicyProps.
function TargetTrackingScalingPolicy:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local predefined, label = props.predefined_metric, props.resource_label
  if (props.custom_metric == nil) == (predefined == nil) then
    fail(self, "give exactly one of custom_metric and predefined_metric")
  end
  if predefined == REQUESTS and (not label or label == "") then
    fail(self, "ALB_REQUEST_COUNT_PER_TARGET needs resource_label, which names load balancer and target group")
  end
  local cooldown, warmup = props.cooldown, props.estimated_instance_warmup
  local resource = autoscaling.CfnScalingPolicy(self, "Resource", {
    policy_type = "TargetTrackingScaling",
    auto_scaling_group_name = props.auto_scaling_group.auto_scaling_group_ref.auto_scaling_group_name,
    cooldown = cooldown and cdk.Tokenization.stringify_number(cooldown:to_seconds()),
    estimated_instance_warmup = warmup and warmup:to_seconds(),
    target_tracking_configuration = {
      customized_metric_specification = custom_metric(self, props.custom_metric),
      disable_scale_in = props.disable_scale_in,
      predefined_metric_specification = predefined and {
        predefined_metric_type = predefined, resource_label = label,
      },
      target_value = props.target_value,
    },
  })
  self.scaling_policy_arn = resource.ref
end

return { TargetTrackingScalingPolicy = TargetTrackingScalingPolicy }
