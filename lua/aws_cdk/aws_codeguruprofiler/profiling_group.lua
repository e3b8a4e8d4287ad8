--- Profiling groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local profiler = require "aws_cdk.aws_codeguruprofiler"

local MAX_GENERATED_NAME = 240

local Resource = cdk.Resource
local ROW = {
  arn = { "profiling_group_arn", service = "codeguru-profiler", resource = "profilingGroup" },
  name = { "profiling_group_name" },
}

local ProfilingGroup = l2.resource("aws_cdk.aws_codeguruprofiler.ProfilingGroup", Resource, ROW)

local function generated_name(self)
  local name = cdk.Names.unique_id(self)
  if #name <= MAX_GENERATED_NAME then return name end
  return name:sub(1, MAX_GENERATED_NAME // 2) .. name:sub(-MAX_GENERATED_NAME // 2)
end

--- Arguments: scope, id, ProfilingGroupProps: compute_platform, profiling_group_name.
function ProfilingGroup:init(scope, id, props)
  Resource.init(self, scope, id, {
    physical_name = props.profiling_group_name
      or engine.lazy(function() return generated_name(self) end, { kind = "string" }),
  })
  self._resource = profiler.CfnProfilingGroup(self, "ProfilingGroup", {
    profiling_group_name = self.physical_name,
    compute_platform = props.compute_platform,
  })
end

l2.imports(ProfilingGroup, Resource, ROW)

return { ProfilingGroup = ProfilingGroup }
