--- CloudFront distributions, and domains behind one that AWS manages: those of user pools and of GraphQL APIs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local MAPPING = "AWSCloudFrontPartitionHostedZoneIdMap"
local CHINA_ZONE_ID = "Z3RFFRIM2A3IF5"
local ENDPOINT_FLAG = cx_api.USER_POOL_DOMAIN_NAME_METHOD_WITHOUT_CUSTOM_RESOURCE

--- Arguments: distribution.
local CloudFrontTarget = engine.class "aws_cdk.aws_route53_targets.CloudFrontTarget"

--- The hosted zone of all distributions in the stack's partition.
function CloudFrontTarget.get_hosted_zone_id(scope)
  local stack = engine.stack_of(scope)
  local mapping = stack.node:try_find_child(MAPPING) or cdk.CfnMapping(stack, MAPPING, {
    mapping = engine.ordered("aws", { zoneId = CloudFrontTarget.CLOUDFRONT_ZONE_ID },
      "aws-cn", { zoneId = CHINA_ZONE_ID }),
  })
  return mapping:find_in_map(cdk.Aws.PARTITION, "zoneId")
end

local function target(scope, dns_name)
  return { hosted_zone_id = CloudFrontTarget.get_hosted_zone_id(scope), dns_name = dns_name }
end

function CloudFrontTarget:init(distribution) self._distribution = distribution end

function CloudFrontTarget:bind() return target(self._distribution, self._distribution.distribution_domain_name) end

--- Arguments: domain, of a user pool.
local UserPoolDomainTarget = engine.class "aws_cdk.aws_route53_targets.UserPoolDomainTarget"

function UserPoolDomainTarget:init(domain) self._domain = domain end

function UserPoolDomainTarget:bind(record)
  local plain = cdk.FeatureFlags.of(record):is_enabled(ENDPOINT_FLAG)
  return target(self._domain, self._domain[plain and "cloud_front_endpoint" or "cloud_front_domain_name"])
end

--- Arguments: graphql_api, with a custom domain name.
local AppSyncTarget = engine.class "aws_cdk.aws_route53_targets.AppSyncTarget"

function AppSyncTarget:init(graphql_api) self._graphql_api = graphql_api end

function AppSyncTarget:bind() return target(self._graphql_api, self._graphql_api.app_sync_domain_name) end

return {
  AppSyncTarget = AppSyncTarget, CloudFrontTarget = CloudFrontTarget, UserPoolDomainTarget = UserPoolDomainTarget,
}
