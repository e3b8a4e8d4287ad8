--- Load balancers in front of machines.
local engine = require "luacdk.engine"
local codedeploy = require "aws_cdk.aws_codedeploy"

local LoadBalancer = engine.class "aws_cdk.aws_codedeploy.LoadBalancer"

local function balancer(generation, name)
  local made = LoadBalancer()
  made.generation, made.name = generation, name
  return made
end

--- A Classic Load Balancer.
function LoadBalancer.classic(load_balancer)
  return balancer(codedeploy.LoadBalancerGeneration.FIRST, load_balancer.load_balancer_name)
end

--- The target group of an Application Load Balancer.
function LoadBalancer.application(alb_target_group)
  return balancer(codedeploy.LoadBalancerGeneration.SECOND, alb_target_group.target_group_name)
end

--- The target group of a Network Load Balancer.
function LoadBalancer.network(nlb_target_group)
  return balancer(codedeploy.LoadBalancerGeneration.SECOND, nlb_target_group.target_group_name)
end

return { LoadBalancer = LoadBalancer }
