--- Policies that keep a metric near a value.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local appscaling = require "aws_cdk.aws_applicationautoscaling"

local TargetTrackingScalingPolicy =
  engine.class("aws_cdk.aws_applicationautoscaling.TargetTrackingScalingPolicy", constructs.Construct)

local function differ(value, expected)
  return value ~= nil and not engine.is_unresolved(value) and not engine.is_unresolved(expected) and value ~= expected
end

local function custom_metric(self, metric)
  local stat = metric:to_metric_config().metric_stat
  if not stat then
    engine.fail(self, "custom_metric must be a Metric itself; expressions and alarms cannot be tracked")
  end
  if stat.statistic:sub(1, 1) == "p" then
    engine.fail(self, "the statistic %s cannot be tracked; -> use Average, Minimum, Maximum, SampleCount or Sum",
      stat.statistic)
  end
  local stack = engine.stack_of(self)
  if differ(stat.account, stack.account) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-applicationautoscaling:crossAccountMetricIgnored",
      ("metrics are tracked in their own account: %s is used, not %s"):format(stack.account, stat.account))
  end
  if differ(stat.region, stack.region) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-applicationautoscaling:crossRegionMetricIgnored",
      ("metrics are tracked in their own region: %s is used, not %s"):format(stack.region, stat.region))
  end
  return {
    dimensions = stat.dimensions,
    metric_name = stat.metric_name,
    namespace = stat.namespace,
    statistic = stat.statistic,
    unit = stat.unit_filter,
  }
end

-- One member of the enum replaces a misspelt name.
local function real_metric(name)
  if name == "DynamoDBWriteCapacityUtilization-dummy" then
    return "DynamoDBWriteCapacityUtilization"
  end
  return name
end

function TargetTrackingScalingPolicy:init(scope, id, props)
  if (props.custom_metric == nil) == (props.predefined_metric == nil) then
    engine.fail(scope, "give exactly one of custom_metric and predefined_metric")
  end
  constructs.Construct.init(self, scope, id)
  local resource = appscaling.CfnScalingPolicy(self, "Resource", {
    policy_name = props.policy_name or cdk.Names.unique_id(self),
    policy_type = "TargetTrackingScaling",
    scaling_target_id = props.scaling_target.scalable_target_ref.resource_id,
    target_tracking_scaling_policy_configuration = {
      customized_metric_specification = props.custom_metric and custom_metric(self, props.custom_metric),
      disable_scale_in = props.disable_scale_in,
      predefined_metric_specification = props.predefined_metric and {
        predefined_metric_type = real_metric(props.predefined_metric),
        resource_label = props.resource_label,
      },
      scale_in_cooldown = props.scale_in_cooldown and props.scale_in_cooldown:to_seconds(),
      scale_out_cooldown = props.scale_out_cooldown and props.scale_out_cooldown:to_seconds(),
      target_value = props.target_value,
    },
  })
  self.scaling_policy_arn = resource.ref
end

return { TargetTrackingScalingPolicy = TargetTrackingScalingPolicy }
