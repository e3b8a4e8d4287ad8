--- Amazon CodeGuru Profiler: where profiles of programs are kept.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_codeguruprofiler", {
  ProfilingGroup = "profiling_group",
  ProfilingGroupGrants = "profiling_group_grants",
})
