--- Origins inside a VPC, which need no address on the internet.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local ARN = { service = "cloudfront", region = "", resource = "vpcorigin" }
local LONGEST_NAME = 64

local VpcOriginEndpoint = engine.class "aws_cdk.aws_cloudfront.VpcOriginEndpoint"

function VpcOriginEndpoint:init() end

local function endpoint(arn, domain_name)
  local made = VpcOriginEndpoint()
  made.endpoint_arn, made.domain_name = arn, domain_name
  return made
end

--- An instance.
function VpcOriginEndpoint.ec2_instance(instance)
  local arn = engine.stack_of(instance):format_arn {
    service = "ec2", resource = "instance", resource_name = instance.instance_id,
  }
  return endpoint(arn, instance.instance_private_dns_name)
end

local function of_load_balancer(balancer)
  return endpoint(balancer.load_balancer_arn, balancer.load_balancer_dns_name)
end

--- An Application Load Balancer.
VpcOriginEndpoint.application_load_balancer = of_load_balancer

--- A Network Load Balancer.
VpcOriginEndpoint.network_load_balancer = of_load_balancer

local VpcOrigin = l2.resource("aws_cdk.aws_cloudfront.VpcOrigin", cdk.Resource, {
  arn = {
    "vpc_origin_arn", service = ARN.service, region = ARN.region, resource = ARN.resource,
    named = function(self) return self._resource.attr_id end,
  },
  attributes = { vpc_origin_id = "attr_id", vpc_origin_ref = "vpc_origin_ref", cdk_tag_manager = "cdk_tag_manager" },
})

local function check_port(self, field, port)
  if port == nil or port == 0 or is_unresolved(port) or port == 80 or port == 443 then return end
  if port < 1024 or port > 65535 then
    fail(self, "%s must be 80, 443 or between 1024 and 65535, got %s", field, display(port))
  end
end

--- Arguments: scope, id, VpcOriginProps: endpoint (required).
function VpcOrigin:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check_port(self, "http_port", props.http_port)
  check_port(self, "https_port", props.https_port)
  self._resource = cloudfront.CfnVpcOrigin(self, "Resource", {
    vpc_origin_endpoint_config = {
      arn = props.endpoint.endpoint_arn,
      http_port = props.http_port,
      https_port = props.https_port,
      name = props.vpc_origin_name or cdk.Names.unique_resource_name(self, { max_length = LONGEST_NAME }),
      origin_protocol_policy = props.protocol_policy,
      origin_ssl_protocols = props.origin_ssl_protocols or { cloudfront.OriginSslPolicy.TLS_V1_2 },
    },
  })
  self.domain_name = props.endpoint.domain_name
end

local Imported = engine.class("aws_cdk.aws_cloudfront.ImportedVpcOrigin", cdk.Resource,
  "aws_cdk.aws_cloudfront.IVpcOrigin")

--- A VPC origin by its id or ARN, with the domain name by which it is reached.
function VpcOrigin.from_vpc_origin_attributes(scope, id, attrs)
  local arn, origin_id, stack = attrs.vpc_origin_arn, attrs.vpc_origin_id, engine.stack_of(scope)
  if (arn or "") == "" and (origin_id or "") == "" then
    fail(scope, "a VPC origin is imported by vpc_origin_id or vpc_origin_arn, got neither")
  end
  origin_id = origin_id or stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if (origin_id or "") == "" then
    fail(scope, "the ARN of a VPC origin is arn:aws:cloudfront::ACCOUNT:vpcorigin/ID, got %s", display(arn))
  end
  local imported = Imported(scope, id)
  imported.vpc_origin_id, imported.domain_name = origin_id, attrs.domain_name
  imported.vpc_origin_arn = arn or stack:format_arn(l2.with({ resource_name = origin_id }, ARN))
  return imported
end

--- A VPC origin by its id.
function VpcOrigin.from_vpc_origin_id(scope, id, vpc_origin_id)
  return VpcOrigin.from_vpc_origin_attributes(scope, id, { vpc_origin_id = vpc_origin_id })
end

--- A VPC origin by its ARN.
function VpcOrigin.from_vpc_origin_arn(scope, id, vpc_origin_arn)
  return VpcOrigin.from_vpc_origin_attributes(scope, id, { vpc_origin_arn = vpc_origin_arn })
end

return { VpcOrigin = VpcOrigin, VpcOriginEndpoint = VpcOriginEndpoint }
