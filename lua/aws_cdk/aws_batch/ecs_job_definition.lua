--- Jobs that are a container on ECS, on instances or Fargate.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local Base = require "aws_cdk.aws_batch.private.job_definition_base"

local EcsJobDefinition = engine.class("aws_cdk.aws_batch.EcsJobDefinition", Base)

--- Arguments: scope, id, EcsJobDefinitionProps: container (required), propagate_tags and JobDefinitionProps.
function EcsJobDefinition:init(scope, id, props)
  Base.init(self, scope, id, props)
  local container = props.container
  self.container, self.propagate_tags = container, props.propagate_tags
  container:_grant_secrets()
  local on_instances = engine.is_a(container, batch.EcsEc2ContainerDefinition)
  self._resource = batch.CfnJobDefinition(self, "Resource", self:_properties(props, {
    type = "container",
    container_properties = container:_render_container_definition(),
    platform_capabilities = { on_instances and "EC2" or "FARGATE" },
    propagate_tags = props.propagate_tags,
  }))
end

-- "name:3" without its revision.
local function without_revision(name)
  return engine.is_unresolved(name) and name or name and name:match "^[^:]*"
end

EcsJobDefinition.get.job_definition_name = function(self)
  local parts = engine.stack_of(self):split_arn(self.job_definition_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  return without_revision(parts.resource_name)
end

--- Lets `identity` submit this job to the queue.
function EcsJobDefinition:grant_submit_job(identity, queue)
  iam.Grant.add_to_principal {
    actions = { "batch:SubmitJob" }, grantee = identity,
    resource_arns = { self.job_definition_arn, queue.job_queue_ref.job_queue_arn },
  }
end

Base._imports(EcsJobDefinition, "job_definition", function(self)
  self.job_definition_name = without_revision(self.job_definition_name)
  self.container = {}
end)

return { EcsJobDefinition = EcsJobDefinition }
