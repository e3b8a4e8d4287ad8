--- What compute environments have in common whose machines AWS Batch manages.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"
local ComputeEnvironmentBase = require "aws_cdk.aws_batch.private.compute_environment_base"

local Base = engine.class("aws_cdk.aws_batch.ManagedComputeEnvironmentBase", ComputeEnvironmentBase)

local MOST_VCPUS = 256

local function tags() return cdk.TagManager(cdk.TagType.MAP, "AWS::Batch::ComputeEnvironment") end

--- Arguments: scope, id, ManagedComputeEnvironmentProps.
function Base:init(scope, id, props)
  ComputeEnvironmentBase.init(self, scope, id, props)
  self.tags = tags()
  self.maxv_cpus = props.maxv_cpus or MOST_VCPUS
  self.replace_compute_environment = props.replace_compute_environment or false
  self.spot = props.spot
  self.update_timeout = props.update_timeout
  self.terminate_on_update = props.terminate_on_update
  self.update_to_latest_image_version = props.update_to_latest_image_version
  self.security_groups = props.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", { vpc = props.vpc }) }
  self.connections = ec2.Connections { security_groups = self.security_groups }
end

--- The properties of the L1 resource, with `more` among those of its machines.
function Base:_properties(props, more)
  return {
    compute_environment_name = props.compute_environment_name,
    service_role = self.service_role and self.service_role.role_arn,
    state = self:_state(),
    compute_resources = l2.with({
      maxv_cpus = self.maxv_cpus,
      update_to_latest_image_version = self.update_to_latest_image_version,
      security_group_ids = l2.pluck(self.security_groups, "security_group_id"),
      subnets = props.vpc:select_subnets(props.vpc_subnets).subnet_ids,
    }, more),
    update_policy = {
      terminate_jobs_on_update = self.terminate_on_update,
      job_execution_timeout_minutes = self.update_timeout and self.update_timeout:to_minutes(),
    },
    replace_compute_environment = self.replace_compute_environment,
    type = "managed",
  }
end

--- As for all compute environments.
function Base._imports(class, init, noun)
  return ComputeEnvironmentBase._imports(class, function(self)
    self.maxv_cpus, self.security_groups, self.connections, self.tags = 1, {}, {}, tags()
    if init then init(self) end
  end, noun)
end

return Base
