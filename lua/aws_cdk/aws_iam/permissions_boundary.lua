-- Permissions boundaries for all users and roles of a scope.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local PermissionsBoundary = engine.class "aws_cdk.aws_iam.PermissionsBoundary"

local BOUNDED = { ["AWS::IAM::Role"] = true, ["AWS::IAM::User"] = true }

function PermissionsBoundary:init(scope) self._scope = scope end

--- The permissions boundary of everything below `scope`.
function PermissionsBoundary.of(scope) return PermissionsBoundary(scope) end

local function visit_bounded(self, change)
  local scope = self._scope
  local mutating = cdk.FeatureFlags._is_enabled(scope, cx_api.ASPECT_PRIORITIES_MUTATING)
  cdk.Aspects.of(scope):add({
    visit = function(_, node)
      if engine.is_a(node, cdk.CfnResource) and BOUNDED[node.cfn_resource_type] then change(node) end
    end,
  }, { priority = mutating and 200 or nil })
end

--- Applies a managed policy as the boundary, replacing earlier ones and those set on the resources.
function PermissionsBoundary:apply(boundary_policy)
  visit_bounded(self, function(node)
    node:add_property_override("PermissionsBoundary", boundary_policy.managed_policy_arn)
  end)
end

--- Removes any boundary.
function PermissionsBoundary:clear()
  visit_bounded(self, function(node) node:add_property_deletion_override "PermissionsBoundary" end)
end

return { PermissionsBoundary = PermissionsBoundary }
