--- Jobs that are a pod on EKS.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local Base = require "aws_cdk.aws_batch.private.job_definition_base"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local EksJobDefinition = engine.class("aws_cdk.aws_batch.EksJobDefinition", Base)

--- Arguments: scope, id, EksJobDefinitionProps: container (required), dns_policy, service_account, use_host_network and
--  JobDefinitionProps.
function EksJobDefinition:init(scope, id, props)
  Base.init(self, scope, id, props)
  local container = props.container
  self.container = container
  self.dns_policy = props.dns_policy
  self.use_host_network = props.use_host_network
  self.service_account = props.service_account
  self._resource = batch.CfnJobDefinition(self, "Resource", self:_properties(props, {
    type = "container",
    eks_properties = {
      pod_properties = {
        containers = { container:_render_container_definition() },
        dns_policy = props.dns_policy,
        host_network = props.use_host_network,
        service_account_name = props.service_account,
        volumes = lazily(container.volumes, function(volume) return volume:_render(self) end),
      },
    },
  }))
end

Base._imports(EksJobDefinition, nil, function(self) self.container = {} end)

return { EksJobDefinition = EksJobDefinition }
