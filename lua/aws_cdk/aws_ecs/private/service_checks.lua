--- Checks that several kinds of services share.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"

local fail, display = engine.fail, engine.display

local M = {}

--- Fails unless the properties are those of a daemon.
function M.daemon(scope, props)
  if props.desired_count ~= nil then
    fail(scope, "desired_count and daemon are mutually exclusive: a daemon has one task on each instance")
  end
  if props.max_healthy_percent ~= nil and props.max_healthy_percent ~= 100 then
    fail(scope, "max_healthy_percent of a daemon must be 100, got %s", display(props.max_healthy_percent))
  end
end

--- Fails unless the least percentage is below the greatest.
function M.percentages(scope, props)
  local least, most = props.min_healthy_percent, props.max_healthy_percent
  if type(least) == "number" and type(most) == "number" and least >= most then
    fail(scope, "min_healthy_percent must be less than max_healthy_percent; they are %s and %s", display(least),
      display(most))
  end
end

--- Fails unless tasks can move to other zones.
function M.rebalancing(scope, props)
  if props.max_healthy_percent == 100 then
    fail(scope, "AvailabilityZoneRebalancing.ENABLED needs max_healthy_percent above 100")
  end
end

--- Fails if tasks may move to other zones.
function M.no_classic_balancer(self)
  if self._rebalances then
    fail(self, "AvailabilityZoneRebalancing.ENABLED and a classic load balancer cannot be combined")
  end
end

--- Makes it an error of the synthesis if there is no container by then.
function M.need_container(self)
  self.node:add_validation { validate = function()
    return self.task_definition.default_container and {} or { "the task definition needs an essential container" }
  end }
end

--- The ARN of the task definition, unless something else chooses it.
function M.task_definition_arn(props)
  local controller = props.deployment_controller
  if controller and controller.type == ecs.DeploymentControllerType.EXTERNAL then return nil end
  return props.task_definition.task_definition_arn
end

return M
