--- The name by which a VPC endpoint service is reached, and the proof that its domain is yours.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"
local route53 = require "aws_cdk.aws_route53"

local VpcEndpointServiceDomainName =
  engine.class("aws_cdk.aws_route53.VpcEndpointServiceDomainName", engine.Construct)

-- Endpoint service → its domain name.
local named = setmetatable({}, { __mode = "k" })

local function ec2_call(action, parameters, physical_resource_id)
  return {
    service = "EC2", action = action, parameters = parameters,
    physical_resource_id = physical_resource_id and custom_resources.PhysicalResourceId.of(physical_resource_id),
  }
end

local function calls(self, id, props)
  props.install_latest_aws_sdk = false
  props.policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls { resources = props.policy }
  return custom_resources.AwsCustomResource(self, id, props)
end

local function service_arn(self, service_id)
  local stack = engine.stack_of(self)
  return cdk.Fn.join(":", {
    "arn", stack.partition, "ec2", stack.region, stack.account,
    cdk.Fn.join("/", { "vpc-endpoint-service", service_id }),
  })
end

-- Gives the service its name; the record that proves the domain is read from what EC2 says then.
local function enable(self, service_id, unique_id, arn)
  local setting = ec2_call("modifyVpcEndpointServiceConfiguration",
    engine.ordered("ServiceId", service_id, "PrivateDnsName", self.domain_name), unique_id)
  local enabled = calls(self, "EnableDns", {
    on_create = setting, on_update = setting,
    on_delete = ec2_call("modifyVpcEndpointServiceConfiguration",
      engine.ordered("ServiceId", service_id, "RemovePrivateDnsName", true)),
    policy = { arn },
  })
  local reading = ec2_call("describeVpcEndpointServiceConfigurations", { ServiceIds = { service_id } },
    assets.md5(cdk.Names.unique_id(self) .. unique_id .. tostring(self.domain_name)))
  local names = calls(self, "GetNames", {
    on_create = reading, on_update = reading, policy = custom_resources.AwsCustomResourcePolicy.ANY_RESOURCE,
  })
  names.node:add_dependency(enabled)
  local field = "ServiceConfigurations.0.PrivateDnsNameConfiguration."
  return names:get_response_field(field .. "Name"), names:get_response_field(field .. "Value")
end

--- Arguments: scope, id, VpcEndpointServiceDomainNameProps: endpoint_service, domain_name, public_hosted_zone
--- (required).
function VpcEndpointServiceDomainName:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local service = props.endpoint_service
  local service_id = service.vpc_endpoint_service_ref.service_id
  self.domain_name = props.domain_name
  if named[service] ~= nil then
    engine.fail(self, "the endpoint service %s already has the domain name %s; it can have one", service.node.path,
      engine.display(named[service]))
  end
  named[service] = props.domain_name
  local arn = service_arn(self, service_id)
  local name, value = enable(self, service_id, cdk.Names.node_unique_id(service.node), arn)
  local record = route53.TxtRecord(self, "DnsVerificationRecord", {
    record_name = name, values = { value }, zone = props.public_hosted_zone,
  })
  local verification = ec2_call("startVpcEndpointServicePrivateDnsVerification", { ServiceId = service_id },
    cdk.Fn.join(":", { name, value }))
  calls(self, "StartVerification", { on_create = verification, on_update = verification, policy = { arn } })
    .node:add_dependency(record)
  self.node:add_dependency(service)
end

return { VpcEndpointServiceDomainName = VpcEndpointServiceDomainName }
