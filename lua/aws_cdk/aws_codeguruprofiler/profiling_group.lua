--- Profiling groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local profiler = require "aws_cdk.aws_codeguruprofiler"

local MAX_GENERATED_NAME = 240

local Resource = cdk.Resource
local ProfilingGroup = engine.class("aws_cdk.aws_codeguruprofiler.ProfilingGroup", Resource)

ProfilingGroup.PROPERTY_INJECTION_ID = "aws-cdk-lib.aws-codeguruprofiler.ProfilingGroup"

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

ProfilingGroup.get.profiling_group_name = function(self)
  local name = self._name
  if not name then
    name = self:get_resource_name_attribute(self._resource.ref)
    self._name = name
  end
  return name
end

ProfilingGroup.get.profiling_group_arn = function(self)
  local arn = self._arn
  if not arn then
    arn = self:get_resource_arn_attribute(self._resource.attr_arn, {
      service = "codeguru-profiler", resource = "profilingGroup", resource_name = self.physical_name,
    })
    self._arn = arn
  end
  return arn
end

local ImportedGroup = engine.class("aws_cdk.aws_codeguruprofiler.ImportedProfilingGroup", Resource)

function ImportedGroup:init(scope, id, arn)
  Resource.init(self, scope, id, { environment_from_arn = arn })
  self.profiling_group_arn = arn
  self.profiling_group_name =
    engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name or ""
end

for _, class in ipairs { ProfilingGroup, ImportedGroup } do
  class.get.profiling_group_ref = function(self)
    return { profiling_group_arn = self.profiling_group_arn, profiling_group_name = self.profiling_group_name }
  end
  class.get.grants = function(self)
    local grants = self._grants or profiler.ProfilingGroupGrants.from_profiling_group(self)
    self._grants = grants
    return grants
  end
  function class:grant_publish(grantee) return self.grants:publish(grantee) end
  function class:grant_read(grantee) return self.grants:read(grantee) end
end

--- A group by its ARN.
function ProfilingGroup.from_profiling_group_arn(scope, id, profiling_group_arn)
  return ImportedGroup(scope, id, profiling_group_arn)
end

--- A group of this account and region by its name.
function ProfilingGroup.from_profiling_group_name(scope, id, profiling_group_name)
  return ImportedGroup(scope, id, engine.stack_of(scope):format_arn {
    service = "codeguru-profiler", resource = "profilingGroup", resource_name = profiling_group_name,
  })
end

return { ProfilingGroup = ProfilingGroup }
