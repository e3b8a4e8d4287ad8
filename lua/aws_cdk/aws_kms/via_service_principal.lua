--- A principal allowed to use a key only through one AWS service.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local ViaServicePrincipal = engine.class("aws_cdk.aws_kms.ViaServicePrincipal", iam.PrincipalBase)

function ViaServicePrincipal:init(service_name, base_principal)
  iam.PrincipalBase.init(self)
  self._service_name = service_name
  self._base_principal = base_principal or iam.AnyPrincipal()
end

ViaServicePrincipal.get.policy_fragment = function(self)
  local base = self._base_principal.policy_fragment
  local conditions = engine.ordered()
  for operator, rows in pairs(base.conditions or {}) do conditions[operator] = rows end
  -- A condition of the base principal on the same key keeps the last word.
  local equals = engine.ordered("kms:ViaService", self._service_name)
  for key, value in pairs(conditions.StringEquals or {}) do equals[key] = value end
  conditions.StringEquals = equals
  return iam.PrincipalPolicyFragment(base.principal_json, conditions)
end

function ViaServicePrincipal:dedupe_string()
  local base = self._base_principal
  local inner = engine.has(base, "dedupe_string") and base:dedupe_string() or nil
  return inner and ("ViaServicePrincipal:%s:%s"):format(self._service_name, inner) or nil
end

return { ViaServicePrincipal = ViaServicePrincipal }
