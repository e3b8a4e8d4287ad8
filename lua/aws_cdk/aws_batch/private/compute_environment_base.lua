--- What compute environments have in common.
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local ARN = { "compute_environment_arn", "attr_compute_environment_arn", service = "batch",
  resource = "compute-environment" }

local Base = l2.resource("aws_cdk.aws_batch.ComputeEnvironmentBase", cdk.Resource, {
  arn = ARN, name = { "compute_environment_name" },
})

--- Arguments: scope, id, ComputeEnvironmentProps.
function Base:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.compute_environment_name })
  self.service_role = props.service_role
  self.enabled = props.enabled ~= false
end

--- "ENABLED" or "DISABLED".
function Base:_state() return self.enabled and "ENABLED" or "DISABLED" end

--- Gives `class` its import by ARN; `init(self)` sets the rest. Returns the class of imports. `noun` if it does not
--- follow from the class's name.
function Base._imports(class, init, noun)
  return l2.imports(class, cdk.Resource, {
    arn = ARN, name = { "compute_environment_name" }, environment = false, noun = noun,
  }, function(self)
    self.enabled = true
    if init then init(self) end
  end)
end

return Base
