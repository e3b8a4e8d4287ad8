local engine = require "luacdk.engine"

--- A policy that limits the permissions of all roles and users below a stage or stack.
local PermissionsBoundary = engine.class("aws_cdk.PermissionsBoundary")

function PermissionsBoundary:init(name, arn) self._name, self._arn = name, arn end

--- By name; `${Qualifier}`, `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}` are filled in.
function PermissionsBoundary.from_name(name) return PermissionsBoundary(name) end
function PermissionsBoundary.from_arn(arn) return PermissionsBoundary(nil, arn) end

function PermissionsBoundary:_bind(scope)
  scope.node:set_context("@aws-cdk/core:permissionsBoundary", { name = self._name, arn = self._arn })
end

return { PermissionsBoundary = PermissionsBoundary }
