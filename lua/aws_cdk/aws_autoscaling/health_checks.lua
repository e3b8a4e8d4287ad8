--- What decides whether an instance of a group is healthy.
local engine = require "luacdk.engine"

-- The older class: one check.
local HealthCheck = engine.class "aws_cdk.aws_autoscaling.HealthCheck"

local function check(type, grace_period)
  local made = HealthCheck()
  made.type, made.grace_period = type, grace_period
  return made
end

--- EC2's own check.
function HealthCheck.ec2(options) return check("EC2", options and options.grace) end

--- The load balancer's check.
function HealthCheck.elb(options) return check("ELB", options.grace) end

local HealthChecks = engine.class "aws_cdk.aws_autoscaling.HealthChecks"

local function checks(types, grace_period)
  if #types == 0 then engine.fail(nil, "additional_types must name at least one check") end
  local made = HealthChecks()
  made.types, made.grace_period = types, grace_period
  return made
end

--- EC2's own check, which is always made.
function HealthChecks.ec2(options) return checks({ "EC2" }, options and options.grace_period) end

--- Other checks beside EC2's own.
function HealthChecks.with_additional_checks(options)
  return checks(options.additional_types, options.grace_period)
end

return { HealthCheck = HealthCheck, HealthChecks = HealthChecks }
