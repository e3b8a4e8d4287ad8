local engine = require "luacdk.engine"
local CfnHook = require("aws_cdk").CfnHook

--- The hook for blue/green deployments of ECS services by CodeDeploy.
local CfnCodeDeployBlueGreenHook = engine.class("aws_cdk.CfnCodeDeployBlueGreenHook", CfnHook)

function CfnCodeDeployBlueGreenHook:init(scope, id, props)
  CfnHook.init(self, scope, id, { type = "AWS::CodeDeploy::BlueGreen" })
  self.service_role = props.service_role
  self.applications = props.applications
  self.traffic_routing_config = props.traffic_routing_config
  self.additional_options = props.additional_options
  self.lifecycle_event_hooks = props.lifecycle_event_hooks
end

-- A map of the given fields, in the order of `names` (pairs of CloudFormation's name and ours); nil if there are none.
local function fields(source, names)
  if not source then return nil end
  local map, any = engine.ordered(), false
  for i = 1, #names, 2 do
    local value = source[names[i + 1]]
    if value ~= nil then map[names[i]], any = value, true end
  end
  return any and map or nil
end

local STEPS = { "StepPercentage", "step_percentage", "BakeTimeMins", "bake_time_mins" }

function CfnCodeDeployBlueGreenHook:_render_properties()
  local applications = {}
  for i, app in ipairs(self.applications) do
    local ecs, target = app.ecs_attributes, { "Type", "type", "LogicalID", "logical_id" }
    local routing = ecs.traffic_routing
    applications[i] = engine.ordered(
      "Target", fields(app.target, target),
      "ECSAttributes", engine.ordered(
        "TaskDefinitions", ecs.task_definitions,
        "TaskSets", ecs.task_sets,
        "TrafficRouting", engine.ordered(
          "ProdTrafficRoute", fields(routing.prod_traffic_route, target),
          "TestTrafficRoute", fields(routing.test_traffic_route, target),
          "TargetGroups", routing.target_groups)))
  end
  local config = self.traffic_routing_config
  return engine.ordered(
    "ServiceRole", self.service_role,
    "Applications", applications,
    "TrafficRoutingConfig", config and engine.ordered(
      "Type", config.type,
      "TimeBasedCanary", fields(config.time_based_canary, STEPS),
      "TimeBasedLinear", fields(config.time_based_linear, STEPS)),
    "AdditionalOptions", fields(self.additional_options,
      { "TerminationWaitTimeInMinutes", "termination_wait_time_in_minutes" }),
    "LifecycleEventHooks", fields(self.lifecycle_event_hooks, {
      "BeforeInstall", "before_install", "AfterInstall", "after_install", "AfterAllowTestTraffic",
      "after_allow_test_traffic", "BeforeAllowTraffic", "before_allow_traffic", "AfterAllowTraffic",
        "after_allow_traffic",
    }))
end

return { CfnCodeDeployBlueGreenHook = CfnCodeDeployBlueGreenHook }
