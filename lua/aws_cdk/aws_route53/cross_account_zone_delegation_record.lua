--- Records that give a part of a zone of another account to a zone of this one.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local TYPE = "Custom::CrossAccountZoneDelegation"
local HANDLER = "aws-route53/cross-account-zone-delegation-handler"

local CrossAccountZoneDelegationRecord =
  engine.class("aws_cdk.aws_route53.CrossAccountZoneDelegationRecord", engine.Construct)

local function is_given(text) return text ~= nil and text ~= "" end

--- Arguments: scope, id, CrossAccountZoneDelegationRecordProps: delegated_zone, delegation_role (required), and one of
--- parent_hosted_zone_id and parent_hosted_zone_name.
function CrossAccountZoneDelegationRecord:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  if is_given(props.parent_hosted_zone_name) == is_given(props.parent_hosted_zone_id) then
    engine.fail(self, "give one of parent_hosted_zone_name and parent_hosted_zone_id")
  end
  local provider = cdk.CustomResourceProvider.bundled(self, TYPE, { name = HANDLER })
  local role_arn = props.delegation_role.role_ref.role_arn
  local handler_role = iam.Role.from_role_arn(self, "cross-account-zone-delegation-handler-role", provider.role_arn)
  local added = handler_role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "sts:AssumeRole" }, resources = { role_arn },
  })
  local resource = cdk.CustomResource(self, "CrossAccountZoneDelegationCustomResource", {
    resource_type = TYPE,
    service_token = provider.service_token,
    removal_policy = props.removal_policy,
    properties = engine.ordered(
      "AssumeRoleArn", role_arn,
      "ParentZoneName", props.parent_hosted_zone_name,
      "ParentZoneId", props.parent_hosted_zone_id,
      "DelegatedZoneName", props.delegated_zone.zone_name,
      "DelegatedZoneNameServers", props.delegated_zone.hosted_zone_name_servers,
      "TTL", (props.ttl or cdk.Duration.days(2)):to_seconds(),
      "AssumeRoleRegion", props.assume_role_region),
  })
  if added.policy_dependable then resource.node:add_dependency(added.policy_dependable) end
end

return { CrossAccountZoneDelegationRecord = CrossAccountZoneDelegationRecord }
