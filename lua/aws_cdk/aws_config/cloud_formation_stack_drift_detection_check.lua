--- Stacks must be as their templates say.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local config = require "aws_cdk.aws_config"
local iam = require "aws_cdk.aws_iam"

local ManagedRule = config.ManagedRule

local CloudFormationStackDriftDetectionCheck =
  engine.class("aws_cdk.aws_config.CloudFormationStackDriftDetectionCheck", ManagedRule)

--- Arguments: scope, id, CloudFormationStackDriftDetectionCheckProps: own_stack_only, role and RuleProps.
function CloudFormationStackDriftDetectionCheck:init(scope, id, props)
  props = props or {}
  local all = l2.with({}, props)
  all.identifier = config.ManagedRuleIdentifiers.CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK
  all.input_parameters = engine.map {
    cloudformationRoleArn = engine.lazy(function() return self._role.role_ref.role_arn end, { kind = "string" }),
  }
  ManagedRule.init(self, scope, id, all)
  self._rule_scope = config.RuleScope.from_resource(config.ResourceType.CLOUDFORMATION_STACK,
    props.own_stack_only and engine.stack_of(self).stack_id or nil)
  self._role = props.role or iam.Role(self, "Role", {
    assumed_by = iam.ServicePrincipal "config.amazonaws.com",
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "ReadOnlyAccess" },
  })
end

return { CloudFormationStackDriftDetectionCheck = CloudFormationStackDriftDetectionCheck }
