-- Permissions one can give on a role.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"

local RoleGrants = engine.class "aws_cdk.aws_iam.RoleGrants"

function RoleGrants:init(role) self._role = role end

--- The grants of a role, L2 or L1.
function RoleGrants.from_role(role) return RoleGrants(role) end

--- Lets an identity assume the role. Services and accounts are let in by the trust policy instead.
function RoleGrants:assume_role(identity)
  if engine.is_a(identity, iam.ServicePrincipal) or engine.is_a(identity, iam.AccountPrincipal) then
    engine.fail(self._role,
      "grant_assume_role cannot be used with a service or account principal; -> add a statement to the role's "
      .. "assume_role_policy instead")
  end
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { "sts:AssumeRole" }, resource_arns = { self._role.role_ref.role_arn },
  }
end

--- Lets an identity hand the role to a service.
function RoleGrants:pass_role(identity)
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { "iam:PassRole" }, resource_arns = { self._role.role_ref.role_arn },
  }
end

return { RoleGrants = RoleGrants }
