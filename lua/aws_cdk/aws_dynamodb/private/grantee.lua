-- Who may be granted anything on a table.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local grantee = {}

-- Services that policies of tables may name.
local SERVICES = {
  ["redshift.amazonaws.com"] = true, ["replication.dynamodb.amazonaws.com"] = true, ["glue.amazonaws.com"] = true,
}

local function service_of(principal)
  while principal do
    if engine.is_a(principal, iam.ServicePrincipal) then return principal.service end
    principal = rawget(principal, "_wrapped")
  end
  return nil
end

--- Raises an error where the grantee is a service that cannot be granted anything.
function grantee.check(construct, identity)
  local principal = identity.grant_principal
  if principal.policy_fragment.principal_json.Service and not SERVICES[service_of(principal)] then
    engine.fail(construct, "tables cannot grant permissions to the service principal %s; -> use "
      .. "table:add_to_resource_policy with principal, actions and conditions", engine.display(service_of(principal)))
  end
end

return grantee
