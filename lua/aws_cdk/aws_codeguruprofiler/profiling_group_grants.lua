--- What others may do with a profiling group.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local ProfilingGroupGrants = engine.class "aws_cdk.aws_codeguruprofiler.ProfilingGroupGrants"

--- The grants of a profiling group, an L1 one too.
function ProfilingGroupGrants.from_profiling_group(resource)
  local self = ProfilingGroupGrants()
  self._resource = resource
  return self
end

--- Grants the actions. Options: resource_arns (default: the group).
function ProfilingGroupGrants:actions(grantee, actions, options)
  return iam.Grant.add_to_principal {
    actions = actions, grantee = grantee,
    resource_arns = options and options.resource_arns or { self._resource.profiling_group_ref.profiling_group_arn },
  }
end

function ProfilingGroupGrants:publish(grantee)
  return self:actions(grantee, { "codeguru-profiler:ConfigureAgent", "codeguru-profiler:PostAgentProfile" })
end

function ProfilingGroupGrants:read(grantee)
  return self:actions(grantee, { "codeguru-profiler:GetProfile", "codeguru-profiler:DescribeProfilingGroup" })
end

return { ProfilingGroupGrants = ProfilingGroupGrants }
