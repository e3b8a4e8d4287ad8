--- Services on Fargate, behind an Application Load Balancer.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local fail, display = engine.fail, engine.display

local Base = patterns.ApplicationLoadBalancedServiceBase
local ApplicationLoadBalancedFargateService =
  engine.class("aws_cdk.aws_ecs_patterns.ApplicationLoadBalancedFargateService", Base)

-- What is known only at deployment is not checked.
local function check_whole(self, name, value, least, most)
  if type(value) ~= "number" then return end
  if value < least or value % 1 ~= 0 then
    fail(self, "%s must be an integer of %d or more, got %s", name, least, display(value))
  end
  if type(most) == "number" and value > most then
    fail(self, "%s must be at most that of the task, %s, got %s", name, display(most), display(value))
  end
end

local function check_percentages(self, props)
  local least, most = props.min_healthy_percent, props.max_healthy_percent
  check_whole(self, "min_healthy_percent", least, 0)
  check_whole(self, "max_healthy_percent", most, 0)
  if type(least) ~= "number" or type(most) ~= "number" or least == 0 or most == 0 then return end
  if least >= most then
    fail(self, "min_healthy_percent must be less than max_healthy_percent; they are %s and %s", display(least),
      display(most))
  end
end

--- Arguments: scope, id, ApplicationLoadBalancedFargateServiceProps: task_definition or task_image_options.
function ApplicationLoadBalancedFargateService:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.assign_public_ip = props.assign_public_ip or false
  self.task_definition = tasks.on_fargate(self, props, false, function(definition)
    local cpu, memory = props.container_cpu, props.container_memory_limit_mib
    check_whole(self, "container_cpu", cpu, 0, definition.cpu)
    check_whole(self, "container_memory_limit_mib", memory, 1, definition.memory_mib)
    return { health_check = props.health_check, cpu = cpu, memory_limit_mib = memory }
  end)
  check_percentages(self, props)
  self.service = tasks.fargate_service(self, "Service", props)
  self:_add_service_as_target(self.service)
end

return { ApplicationLoadBalancedFargateService = ApplicationLoadBalancedFargateService }
