--- The names that metrics have for load balancers and target groups: the ends of their ARNs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

-- The second to fourth part of an ARN of a load balancer or listener: "app/name/id".
local function after_type(arn)
  local parts = cdk.Fn.split("/", arn)
  return cdk.Fn.select(1, parts) .. "/" .. cdk.Fn.select(2, parts) .. "/" .. cdk.Fn.select(3, parts)
end

--- Of the load balancer that a listener belongs to.
M.of_listener = after_type

--- Of a load balancer.
function M.of_load_balancer(scope, arn)
  if engine.is_unresolved(arn) then return after_type(arn) end
  local name = cdk.Arn.split(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  return name or engine.fail(scope, "%s is not the ARN of a load balancer", engine.display(arn))
end

--- Of a target group.
function M.of_target_group(scope, arn)
  local name = cdk.Arn.split(arn, cdk.ArnFormat.NO_RESOURCE_NAME).resource
  return name or engine.fail(scope, "%s is not the ARN of a target group", engine.display(arn))
end

return M
