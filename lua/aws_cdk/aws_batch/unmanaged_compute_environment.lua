--- Compute environments whose instances users manage themselves.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local iam = require "aws_cdk.aws_iam"
local Base = require "aws_cdk.aws_batch.private.compute_environment_base"

local UnmanagedComputeEnvironment = engine.class("aws_cdk.aws_batch.UnmanagedComputeEnvironment", Base)

local function service_role(self)
  return iam.Role(self, "BatchServiceRole", {
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSBatchServiceRole" },
    assumed_by = iam.ServicePrincipal "batch.amazonaws.com",
  })
end

--- Arguments: scope, id, UnmanagedComputeEnvironmentProps: unmanagedv_cpus, service_role, enabled,
--  compute_environment_name.
function UnmanagedComputeEnvironment:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.unmanagedv_cp_us = props.unmanagedv_cpus
  self._resource = batch.CfnComputeEnvironment(self, "Resource", {
    type = "unmanaged",
    state = self:_state(),
    compute_environment_name = props.compute_environment_name,
    unmanagedv_cpus = props.unmanagedv_cpus,
    service_role = (props.service_role or service_role(self)).role_arn,
  })
end

Base._imports(UnmanagedComputeEnvironment)

return { UnmanagedComputeEnvironment = UnmanagedComputeEnvironment }
