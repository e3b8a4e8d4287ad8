--- Compute environments on Fargate.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local Base = require "aws_cdk.aws_batch.private.managed_compute_environment_base"

local FargateComputeEnvironment = engine.class("aws_cdk.aws_batch.FargateComputeEnvironment", Base)

--- Arguments: scope, id, FargateComputeEnvironmentProps: vpc (required), vpc_subnets, security_groups, spot, maxv_cpus
--  (default 256) and what all compute environments have.
function FargateComputeEnvironment:init(scope, id, props)
  Base.init(self, scope, id, props)
  self._resource = batch.CfnComputeEnvironment(self, "Resource", self:_properties(props, {
    type = self.spot and "FARGATE_SPOT" or "FARGATE",
  }))
end

Base._imports(FargateComputeEnvironment)

return { FargateComputeEnvironment = FargateComputeEnvironment }
