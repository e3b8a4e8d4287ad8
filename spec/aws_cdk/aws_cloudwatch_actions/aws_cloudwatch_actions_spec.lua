-- What alarms do, and small services around functions. The cases are twins of tools/golden/aws_cloudwatch_actions.js.
local actions = require "aws_cdk.aws_cloudwatch_actions"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local profiler = require "aws_cdk.aws_codeguruprofiler"
local scaling = require "aws_cdk.aws_applicationautoscaling"
local signer = require "aws_cdk.aws_signer"
local sns = require "aws_cdk.aws_sns"

local function new_alarm(scope, id)
  return cloudwatch.Alarm(scope, id, {
    metric = cloudwatch.Metric { namespace = "n", metric_name = "m" }, threshold = 1, evaluation_periods = 1,
  })
end

local function new_function(scope, id)
  return lambda.Function(scope, id, {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
end

local function new_target(scope, id)
  return scaling.ScalableTarget(scope, id, {
    service_namespace = scaling.ServiceNamespace.ECS, max_capacity = 10, min_capacity = 1,
    resource_id = "service/c/s", scalable_dimension = "ecs:service:DesiredCount",
  })
end

local cases = {}

function cases.actions(app)
  local stack = cdk.Stack(app, "S")
  local alarm = new_alarm(stack, "Alarm")
  alarm:add_alarm_action(actions.SnsAction(sns.Topic(stack, "Topic")))
  alarm:add_alarm_action(actions.Ec2Action(actions.Ec2InstanceAction.REBOOT))
  alarm:add_ok_action(actions.SsmAction(actions.OpsItemSeverity.CRITICAL, actions.OpsItemCategory.PERFORMANCE))
  alarm:add_ok_action(actions.SsmAction(actions.OpsItemSeverity.LOW))
  alarm:add_insufficient_data_action(actions.SsmIncidentAction "Plan")
  local step = scaling.StepScalingAction(stack, "Step", {
    scaling_target = new_target(stack, "Target"), cooldown = cdk.Duration.minutes(1), min_adjustment_magnitude = 2,
    adjustment_type = scaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY, policy_name = "p",
    metric_aggregation_type = scaling.MetricAggregationType.MAXIMUM,
  })
  step:add_adjustment { adjustment = 1, lower_bound = 0 }
  step:add_adjustment { adjustment = -1, lower_bound = -5, upper_bound = 0 }
  alarm:add_alarm_action(actions.ApplicationScalingAction(step))
end

function cases.functions(app)
  local stack = cdk.Stack(app, "S")
  local fn, one, two = new_function(stack, "Fn"), new_alarm(stack, "One"), new_alarm(stack, "Two")
  one:add_alarm_action(actions.LambdaAction(fn))
  one:add_ok_action(actions.LambdaAction(fn))
  two:add_alarm_action(actions.LambdaAction(fn, { use_unique_permission_id = true }))
  two:add_alarm_action(actions.LambdaAction(new_function(stack, "Other"):add_alias "live"))
end

function cases.functions_by_alarm(app)
  app.node:set_context("@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction", true)
  local stack = cdk.Stack(app, "S")
  local fn = new_function(stack, "Fn")
  for _, id in ipairs { "One", "Two" } do new_alarm(stack, id):add_alarm_action(actions.LambdaAction(fn)) end
end

function cases.step_scaling(app)
  local stack = cdk.Stack(app, "S")
  local function add(id, statistic, props)
    props.metric = cloudwatch.Metric { namespace = "n", metric_name = "m", statistic = statistic }
    new_target(stack, id):scale_on_metric("Scale", props)
  end
  add("Usual", "Average", {
    scaling_steps = { { upper = 10, change = -1 }, { lower = 50, change = 1 }, { lower = 70, change = 3 } },
  })
  add("Gapless", "Maximum", {
    scaling_steps = { { upper = 10, change = -1 }, { lower = 10, upper = 20, change = 0 }, { lower = 20, change = 2 } },
  })
  add("Full", "Minimum", {
    scaling_steps = {
      { lower = 0, upper = 2, change = 1 }, { lower = 2, upper = 4, change = 2 }, { lower = 4, change = 3 },
    },
    adjustment_type = scaling.AdjustmentType.EXACT_CAPACITY, cooldown = cdk.Duration.minutes(2),
    evaluation_periods = 3, datapoints_to_alarm = 2, min_adjustment_magnitude = 1,
  })
  add("Unordered", "Sum", {
    scaling_steps = { { lower = 80, change = 5 }, { lower = 60, change = 2 } },
    metric_aggregation_type = scaling.MetricAggregationType.MINIMUM,
  })
  add("Down", "p99", {
    scaling_steps = { { lower = 0, upper = 5, change = -2 }, { lower = 5, upper = 9, change = -1 } },
  })
  add("Zeros", "Average", {
    scaling_steps = { { upper = 5, change = 0 }, { lower = 5, upper = 6, change = 0 }, { lower = 8, change = 1 } },
  })
  add("ExactZero", "Average", {
    scaling_steps = { { upper = 5, change = 0 }, { lower = 5, change = 4 } },
    adjustment_type = scaling.AdjustmentType.EXACT_CAPACITY,
  })
end

function cases.profiles(app)
  local stack = cdk.Stack(app, "S")
  signer.SigningProfile(stack, "Plain", { platform = signer.Platform.AMAZON_FREE_RTOS_DEFAULT })
  local profile = signer.SigningProfile(stack, "Profile", {
    platform = signer.Platform.of "x", signature_validity = cdk.Duration.days(30), signing_profile_name = "ignored",
  })
  local imported = signer.SigningProfile.from_signing_profile_attributes(stack, "Imported", {
    signing_profile_name = "n", signing_profile_version = "v",
  })
  lambda.CodeSigningConfig(stack, "Config", { signing_profiles = { profile, imported } })
  cdk.CfnOutput(stack, "Arn", { value = imported.signing_profile_arn })
  cdk.CfnOutput(stack, "Name", { value = profile.signing_profile_name })
  cdk.CfnOutput(stack, "Version", { value = profile.signing_profile_version })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  profiler.ProfilingGroup(stack, "Group"):grant_read(role)
  profiler.ProfilingGroup.from_profiling_group_name(stack, "ByName", "name"):grant_publish(role)
  cdk.CfnOutput(stack, "GroupName", {
    value = profiler.ProfilingGroup.from_profiling_group_arn(stack, "ByArn",
      "arn:aws:codeguru-profiler:eu-west-1:111122223333:profilingGroup/g").profiling_group_name,
  })
  lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_9, handler = "index.handler", code = lambda.Code.from_inline "pass",
    profiling = true,
  })
  lambda.Function(stack, "Fn2", {
    runtime = lambda.Runtime.PYTHON_3_9, handler = "index.handler", code = lambda.Code.from_inline "pass",
    profiling_group = profiler.ProfilingGroup(stack, "Named", { profiling_group_name = "named" }),
  })
end

function cases.named_profile(app)
  app.node:set_context("@aws-cdk/aws-signer:signingProfileNamePassedToCfn", true)
  local stack = cdk.Stack(app, "S")
  signer.SigningProfile(stack, "Profile", {
    platform = signer.Platform.AWS_LAMBDA_SHA384_ECDSA, signing_profile_name = "passed",
  })
end

describe("aws_cloudwatch_actions", function()
  golden.check("aws_cloudwatch_actions", cases)

  it("refuses scaling steps that overlap", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local ok, message = pcall(function()
      new_target(stack, "T"):scale_on_metric("Scale", {
        metric = cloudwatch.Metric { namespace = "n", metric_name = "m" },
        scaling_steps = { { lower = 0, upper = 5, change = 1 }, { lower = 4, upper = 9, change = 2 } },
      })
    end)
    assert.is_false(ok)
    assert.truthy(tostring(message):find("two scaling steps overlap", 1, true), message)
  end)
end)
