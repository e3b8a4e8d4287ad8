--- Grants on a KMS key, an L2 or a CfnKey.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local perms = require "aws_cdk.aws_kms.private.perms"
local cx_api = require "aws_cdk.cx_api"

local REDUCE_SCOPE = cx_api.KMS_REDUCE_CROSS_ACCOUNT_REGION_POLICY_SCOPE

local KeyGrants = engine.class "aws_cdk.aws_kms.KeyGrants"

function KeyGrants:init(resource, trust_account_identities)
  self._resource = resource
  -- The flag for default key policies can no longer be switched off, so the account is trusted by default.
  self._trust = trust_account_identities ~= false
  self._policy_resource = iam.ResourceWithPolicies.of(resource)
end

--- Grants for `resource`, any table with a `key_ref`.
-- @param resource a Key, CfnKey or imported key
-- @param trust_account_identities whether the account's own policies can open the key (default true)
function KeyGrants.from_key(resource, trust_account_identities)
  return KeyGrants(resource, trust_account_identities)
end

local function is_owned(principal)
  return engine.is_construct(principal) and cdk.Resource.is_owned_resource(principal)
end

-- When the grantee's stack already depends on the key's, the key policy must not name the grantee (that would be a
-- circle): its account is trusted instead.
local function depending_account(self, grantee)
  local principal = grantee.grant_principal
  if not is_owned(principal) then return nil end
  local key_stack, grantee_stack = engine.stack_of(self._resource), engine.stack_of(principal)
  if key_stack == grantee_stack then return nil end
  for _, stack in ipairs(grantee_stack.dependencies) do
    if stack == key_stack then return grantee_stack.account end
  end
  return nil
end

local function differs(self, grantee, field)
  local principal = grantee.grant_principal
  if not is_owned(principal) then return false end
  local key_stack, identity_stack = engine.stack_of(self._resource), engine.stack_of(principal)
  if key_stack[field] == identity_stack[field] then return false end
  if cdk.FeatureFlags.of(self._resource):is_enabled(REDUCE_SCOPE) then
    return self._resource.env[field] ~= identity_stack[field]
  end
  return true
end

local function grant(self, grantee, actions)
  local account = depending_account(self, grantee)
  local principal = account and iam.AccountPrincipal(account) or grantee.grant_principal
  local cross_environment = differs(self, grantee, "account") or differs(self, grantee, "region")
  local key_arn = self._resource.key_ref.key_arn

  if not self._policy_resource then
    return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = { key_arn } }
  end
  local options = {
    grantee = grantee,
    actions = actions,
    resource = self._policy_resource,
    resource_arns = { key_arn },
  }
  if not cross_environment then options.resource_self_arns = { "*" } end
  if self._trust and not cross_environment and not engine.is_a(self._resource, kms.CfnKey) then
    return iam.Grant.add_to_principal_or_resource(options)
  end
  if cross_environment then options.resource_arns = { "*" } end
  options.resource_policy_principal = principal
  return iam.Grant.add_to_principal_and_resource(options)
end

--- Grants the actions named after `grantee`.
function KeyGrants:actions(grantee, ...) return grant(self, grantee, { ... }) end

for name, actions in pairs {
  admin = perms.ADMIN,
  decrypt = perms.DECRYPT,
  encrypt = perms.ENCRYPT,
  encrypt_decrypt = perms.ENCRYPT_DECRYPT,
  sign = perms.SIGN,
  verify = perms.VERIFY,
  sign_verify = perms.SIGN_VERIFY,
  generate_mac = perms.GENERATE_MAC,
  verify_mac = perms.VERIFY_MAC,
} do
  KeyGrants[name] = function(self, grantee) return self:actions(grantee, table.unpack(actions)) end
end

return { KeyGrants = KeyGrants }
