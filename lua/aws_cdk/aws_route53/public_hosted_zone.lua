--- Hosted zones for queries from the whole internet.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local imported_zone = require "aws_cdk.aws_route53.private.imported_zone"
local route53 = require "aws_cdk.aws_route53"

local HostedZone = route53.HostedZone
local PublicHostedZone = engine.class("aws_cdk.aws_route53.PublicHostedZone", HostedZone)

local function delegation_role(self, principal, name)
  return iam.Role(self, "CrossAccountZoneDelegationRole", {
    role_name = name, assumed_by = principal,
    inline_policies = {
      delegation = iam.PolicyDocument {
        statements = {
          iam.PolicyStatement {
            actions = { "route53:ChangeResourceRecordSets" }, resources = { self.hosted_zone_arn },
            conditions = {
              ["ForAllValues:StringEquals"] = engine.ordered(
                "route53:ChangeResourceRecordSetsRecordTypes", { "NS" },
                "route53:ChangeResourceRecordSetsActions", { "UPSERT", "DELETE" }),
            },
          },
          iam.PolicyStatement { actions = { "route53:ListHostedZonesByName" }, resources = { "*" } },
        },
      },
    },
  })
end

--- Arguments: scope, id, PublicHostedZoneProps: zone_name (required).
function PublicHostedZone:init(scope, id, props)
  HostedZone.init(self, scope, id, props)
  local recovery = props.accelerated_recovery_enabled
  if recovery ~= nil then
    self.node.default_child.hosted_zone_features = { enable_accelerated_recovery = recovery }
  end
  if props.caa_amazon then route53.CaaAmazonRecord(self, "CaaAmazon", { zone = self }) end
  local principal, name = props.cross_account_zone_delegation_principal, props.cross_account_zone_delegation_role_name
  if name and name ~= "" and not principal then
    engine.fail(self, "cross_account_zone_delegation_role_name needs cross_account_zone_delegation_principal, who may "
      .. "assume the role")
  end
  if principal then self.cross_account_zone_delegation_role = delegation_role(self, principal, name) end
end

--- Fails: a public zone belongs to no VPC.
function PublicHostedZone:add_vpc()
  engine.fail(self, "a public hosted zone cannot be associated with a VPC; -> use PrivateHostedZone or HostedZone")
end

--- Delegates a part of this zone to another zone. Options: comment, ttl.
function PublicHostedZone:add_delegation(delegate, options)
  options = options or {}
  route53.ZoneDelegationRecord(self, ("%s -> %s"):format(self.zone_name, delegate.zone_name), {
    zone = self, record_name = delegate.zone_name, name_servers = delegate.hosted_zone_name_servers,
    comment = options.comment, ttl = options.ttl,
  })
end

-- The reference of a zone with a name contains the name instead of the id; so it does in the library.
local by_id, by_attributes = imported_zone("PublicHostedZone", {
  named = "PublicHostedZone.from_public_hosted_zone_attributes", reference_by_name = true,
})

--- A zone by its id. It does not know its name: records cannot be put into it.
PublicHostedZone.from_public_hosted_zone_id = by_id

--- A zone by hosted_zone_id and zone_name.
PublicHostedZone.from_public_hosted_zone_attributes = by_attributes

return { PublicHostedZone = PublicHostedZone }
