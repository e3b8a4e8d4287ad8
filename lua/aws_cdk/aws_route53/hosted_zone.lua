--- Hosted zones: the records of a domain.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local imported_zone = require "aws_cdk.aws_route53.private.imported_zone"
local route53 = require "aws_cdk.aws_route53"
local zone_names = require "aws_cdk.aws_route53.private.zone_names"

local HostedZone = engine.class("aws_cdk.aws_route53.HostedZone", cdk.Resource)

-- Nil for an absent or empty string.
local function given(text) return text ~= nil and text ~= "" and text or nil end

--- Arguments: scope, id, HostedZoneProps: zone_name (required).
function HostedZone:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name = props.zone_name
  zone_names.check(self, "zone_name", name)
  local with_dot = props.add_trailing_dot ~= false and not zone_names.ends_with(name, ".") and name .. "." or name
  local comment, log_group = given(props.comment), given(props.query_logs_log_group_arn)
  self._vpcs = {}
  local resource = route53.CfnHostedZone(self, "Resource", {
    name = with_dot,
    hosted_zone_config = comment and { comment = comment },
    query_logging_config = log_group and { cloud_watch_logs_log_group_arn = log_group },
    vpcs = engine.lazy(function() return self._vpcs[1] and self._vpcs or nil end, { kind = "list" }),
  })
  self.hosted_zone_id = resource.ref
  self.hosted_zone_name_servers = resource.attr_name_servers
  self.zone_name = name
  for _, vpc in ipairs(props.vpcs or {}) do self:add_vpc(vpc) end
end

HostedZone.get.hosted_zone_arn = function(self) return zone_names.arn(self, self.hosted_zone_id) end
HostedZone.get.name = function(self) return self.zone_name end

--- Makes the zone a private one that this VPC asks too.
function HostedZone:add_vpc(vpc)
  table.insert(self._vpcs, { vpc_id = vpc.vpc_id, vpc_region = vpc.env.region })
end

--- Lets the grantee delegate parts of the zone.
function HostedZone:grant_delegation(grantee, options) return self.grants:delegation(grantee, options) end

--- Signs the zone with a key of KMS: an asymmetric one of us-east-1, ECC_NIST_P256.
function HostedZone:enable_dnssec(options)
  if self._key_signing_key then engine.fail(self, "DNSSEC is already enabled for this hosted zone") end
  local key = route53.KeySigningKey(self, "KeySigningKey", {
    hosted_zone = self, key_signing_key_name = options.key_signing_key_name, kms_key = options.kms_key,
  })
  self._key_signing_key = key
  route53.CfnDNSSEC(self, "DNSSEC", { hosted_zone_id = self.hosted_zone_id })
    :add_dependency(key.node.default_child)
  return key
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local by_id, by_attributes = imported_zone("HostedZone", {
  named = "HostedZone.from_hosted_zone_attributes or HostedZone.from_lookup",
})

--- A zone by its id. It does not know its name: records cannot be put into it.
HostedZone.from_hosted_zone_id = by_id

--- A zone by hosted_zone_id and zone_name.
HostedZone.from_hosted_zone_attributes = by_attributes

--- A zone of the stack's account, found by its domain_name when the app is deployed with the CLI; before that a dummy.
function HostedZone.from_lookup(scope, id, query)
  if query.domain_name == "" then engine.fail(scope, "domain_name must not be empty") end
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "hosted-zone",
    dummy_value = engine.ordered("Id", "DUMMY", "Name", query.domain_name),
    props = { domainName = query.domain_name, privateZone = query.private_zone, vpcId = query.vpc_id },
  }).value
  return by_attributes(scope, id, {
    hosted_zone_id = found.Id:gsub("/hostedzone/", "", 1), zone_name = zone_names.without_dot(found.Name),
  })
end

return { HostedZone = HostedZone }
