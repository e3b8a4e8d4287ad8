-- The user's own services that others reach through endpoints.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local VpcEndpointService = engine.class("aws_cdk.aws_ec2.VpcEndpointService", cdk.Resource)

local function name_prefix(stack)
  local region = stack.region
  local own
  if not engine.is_unresolved(region) then
    own = require("aws_cdk.region_info").RegionInfo.get(region).vpc_endpoint_service_name_prefix
  end
  return own or VpcEndpointService.DEFAULT_PREFIX
end

--- Arguments: scope, id, VpcEndpointServiceProps.
function VpcEndpointService:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local balancers, principals = props.vpc_endpoint_service_load_balancers, props.allowed_principals or {}
  if #balancers == 0 then
    engine.fail(self, "vpc_endpoint_service_load_balancers must have at least one load balancer")
  end
  self.vpc_endpoint_service_load_balancers = balancers
  self.acceptance_required = props.acceptance_required ~= false
  self.contributor_insights_enabled = props.contributor_insights
  self.allowed_principals = principals
  local arns, principal_arns = {}, {}
  for i, balancer in ipairs(balancers) do arns[i] = balancer.load_balancer_arn end
  for i, principal in ipairs(principals) do principal_arns[i] = principal.arn end
  self._resource = ec2.CfnVPCEndpointService(self, id, {
    network_load_balancer_arns = arns,
    acceptance_required = self.acceptance_required,
    contributor_insights_enabled = props.contributor_insights,
    supported_ip_address_types = props.supported_ip_address_types,
    supported_regions = props.allowed_regions,
  })
  self.vpc_endpoint_service_id = self._resource.ref
  self.vpc_endpoint_service_name = cdk.Fn.join(".", {
    name_prefix(engine.stack_of(self)), cdk.Aws.REGION, self.vpc_endpoint_service_id,
  })
  if #principals > 0 then
    ec2.CfnVPCEndpointServicePermissions(self, "Permissions", {
      service_id = self._resource.ref, allowed_principals = principal_arns,
    })
  end
end

VpcEndpointService.get.vpc_endpoint_service_ref = function(self) return self._resource.vpc_endpoint_service_ref end

return { VpcEndpointService = VpcEndpointService }
