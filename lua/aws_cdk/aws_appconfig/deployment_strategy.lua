--- How fast a deployment reaches everybody.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local RolloutStrategy = engine.class "aws_cdk.aws_appconfig.RolloutStrategy"

function RolloutStrategy:init() end

local function strategy(growth_type, props)
  local made = RolloutStrategy()
  made.growth_factor, made.deployment_duration = props.growth_factor, props.deployment_duration
  made.growth_type, made.final_bake_time = growth_type, props.final_bake_time
  return made
end

--- As many percent more in every step.
function RolloutStrategy.linear(props) return strategy("LINEAR", props) end

--- Twice as many in every step, beginning with growth_factor percent.
function RolloutStrategy.exponential(props) return strategy("EXPONENTIAL", props) end

-- Type, percent, minutes of the deployment, minutes of watching.
local ROWS = {
  CANARY_10_PERCENT_20_MINUTES = { "EXPONENTIAL", 10, 20, 10 },
  LINEAR_50_PERCENT_EVERY_30_SECONDS = { "LINEAR", 50, 1, 1 },
  LINEAR_20_PERCENT_EVERY_6_MINUTES = { "LINEAR", 20, 30, 30 },
  ALL_AT_ONCE = { "LINEAR", 100, 0, 10 },
}

for name, row in pairs(ROWS) do
  RolloutStrategy[name] = strategy(row[1], {
    growth_factor = row[2], deployment_duration = cdk.Duration.minutes(row[3]),
    final_bake_time = cdk.Duration.minutes(row[4]),
  })
end

local DeploymentStrategyId = engine.class "aws_cdk.aws_appconfig.DeploymentStrategyId"

function DeploymentStrategyId:init() end

--- The id of a strategy.
function DeploymentStrategyId.from_string(deployment_strategy_id)
  local made = DeploymentStrategyId()
  made.id = deployment_strategy_id
  return made
end

local DeploymentStrategy = engine.class("aws_cdk.aws_appconfig.DeploymentStrategy", cdk.Resource)

local function arn_of(scope, id)
  return engine.stack_of(scope):format_arn {
    service = "appconfig", resource = "deploymentstrategy", resource_name = id,
  }
end

--- Arguments: scope, id, DeploymentStrategyProps: rollout_strategy (required).
function DeploymentStrategy:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.deployment_strategy_name })
  local rollout, name = props.rollout_strategy, props.deployment_strategy_name
  self.deployment_duration_in_minutes = rollout.deployment_duration:to_minutes()
  self.growth_factor, self.growth_type = rollout.growth_factor, rollout.growth_type
  self.description = props.description
  self.final_bake_time_in_minutes = rollout.final_bake_time and rollout.final_bake_time:to_minutes()
  self.name = name ~= nil and name ~= "" and name
    or cdk.Names.unique_resource_name(self, { max_length = 64, separator = "-" })
  local resource = appconfig.CfnDeploymentStrategy(self, "Resource", {
    name = self.name,
    deployment_duration_in_minutes = self.deployment_duration_in_minutes,
    growth_factor = self.growth_factor,
    replicate_to = "NONE",
    description = self.description,
    final_bake_time_in_minutes = self.final_bake_time_in_minutes,
    growth_type = self.growth_type,
  })
  self.deployment_strategy_id = resource.ref
  self.deployment_strategy_arn = arn_of(self, resource.ref)
end

local Imported = l2.imported(DeploymentStrategy, cdk.Resource)

function Imported:init(scope, id, arn, strategy_id)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.deployment_strategy_arn, self.deployment_strategy_id = arn, strategy_id
end

--- A strategy made elsewhere. Fails if the ARN has no id.
function DeploymentStrategy.from_deployment_strategy_arn(scope, id, deployment_strategy_arn)
  local strategy_id = engine.stack_of(scope):split_arn(deployment_strategy_arn,
    cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if (strategy_id or "") == "" then
    engine.fail(scope, "the ARN of a deployment strategy has the form arn:<partition>:appconfig:<region>:<account>:"
      .. "deploymentstrategy/<id>, got %s", engine.display(deployment_strategy_arn))
  end
  return Imported(scope, id, deployment_strategy_arn, strategy_id)
end

--- A strategy made elsewhere, or one of AppConfig's own.
function DeploymentStrategy.from_deployment_strategy_id(scope, id, deployment_strategy_id)
  return Imported(scope, id, arn_of(scope, deployment_strategy_id.id), deployment_strategy_id.id)
end

return {
  DeploymentStrategy = DeploymentStrategy, DeploymentStrategyId = DeploymentStrategyId,
  RolloutStrategy = RolloutStrategy,
}
