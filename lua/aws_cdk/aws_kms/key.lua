--- A KMS key with its key policy.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local perms = require "aws_cdk.aws_kms.private.perms"

local DUMMY_KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"

-- What own and imported keys share.
local KeyBase = engine.class("aws_cdk.aws_kms.KeyBase", cdk.Resource)

function KeyBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self._aliases = 0
  self.node:add_validation {
    validate = function() return self._policy and self._policy:validate_for_resource_policy() or {} end,
  }
end

KeyBase.get.key_ref = function(self) return { key_arn = self.key_arn, key_id = self.key_id } end

KeyBase.get.grants = function(self)
  local grants = self._grants
  if not grants then
    grants = kms.KeyGrants.from_key(self, self._trust_account_identities)
    self._grants = grants
  end
  return grants
end

--- Gives the key one more name. The first alias is the child `Alias`, later ones carry their name in the id.
-- @param alias_name with or without `alias/`
-- @return the new Alias
function KeyBase:add_alias(alias_name)
  local id = self._aliases > 0 and "Alias" .. alias_name or "Alias"
  self._aliases = self._aliases + 1
  return kms.Alias(self, id, { alias_name = alias_name, target_key = self })
end

--- Adds a statement to the key policy.
-- @param statement iam.PolicyStatement
-- @param allow_no_op false makes it an error when the key is imported and has no policy to change (default true)
-- @return { statement_added, policy_dependable }
function KeyBase:add_to_resource_policy(statement, allow_no_op)
  local policy = self._policy
  if not policy then
    if allow_no_op == false then
      engine.fail(self, "the key policy of the imported key %s cannot be changed from here; change it where the key is "
        .. "made, or leave allow_no_op true", engine.display(engine.resolve(self, self.key_arn)))
    end
    return { statement_added = false }
  end
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

--- Grants the actions named after `grantee`.
function KeyBase:grant(grantee, ...) return self.grants:actions(grantee, ...) end

for _, name in ipairs {
  "decrypt", "encrypt", "encrypt_decrypt", "sign", "verify", "sign_verify", "generate_mac", "verify_mac",
} do
  KeyBase["grant_" .. name] = function(self, grantee)
    local grants = self.grants
    return grants[name](grants, grantee)
  end
end

-- A key made elsewhere: no policy of its own.
local ReferencedKey = engine.class("aws_cdk.aws_kms.ReferencedKey", KeyBase)

function ReferencedKey:init(scope, id, attrs)
  KeyBase.init(self, scope, id, { environment_from_arn = attrs.environment_from_arn })
  self.key_arn = attrs.key_arn
  self.key_id = attrs.key_id
  self._policy = attrs.policy
  self._trust_account_identities = attrs.trust_account_identities
end

local Key = engine.class("aws_cdk.aws_kms.Key", KeyBase)

Key.PROPERTY_INJECTION_ID = "aws-cdk-lib.aws-kms.Key"
Key.DEFAULT_DUMMY_KEY_ID = DUMMY_KEY_ID

local function set(...)
  local out = {}
  for _, name in ipairs { ... } do out[name] = true end
  return out
end

-- Key specs that cannot be used for a usage.
local UNFIT = {
  ENCRYPT_DECRYPT = set("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "HMAC_224", "HMAC_256",
    "HMAC_384", "HMAC_512", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
  SIGN_VERIFY = set("SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"),
  GENERATE_VERIFY_MAC = set("RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521",
    "ECC_SECG_P256K1", "SYMMETRIC_DEFAULT", "SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
  KEY_AGREEMENT = set("SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "ECC_SECG_P256K1", "HMAC_224",
    "HMAC_256", "HMAC_384", "HMAC_512", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
}

-- Days of a Duration, checked to lie in a range unless they are a token.
local function days_between(self, duration, name, low, high)
  local days = duration:to_days()
  if not engine.is_unresolved(days) and (days < low or days > high) then
    engine.fail(self, "%s must be %d to %d days, got %s", name, low, high, engine.display(days))
  end
  return days
end

local function check_spec(self, props)
  local spec, usage = props.key_spec or "SYMMETRIC_DEFAULT", props.key_usage or "ENCRYPT_DECRYPT"
  local unfit = UNFIT[usage]
  if unfit and unfit[spec] then
    engine.fail(self, "a key of key_spec %s cannot be used for key_usage %s", engine.display(spec),
      engine.display(usage))
  end
  if props.enable_key_rotation and spec ~= "SYMMETRIC_DEFAULT" then
    engine.fail(self, "enable_key_rotation needs a key of key_spec SYMMETRIC_DEFAULT: keys of %s key_spec %s are not "
      .. "rotated", spec:find("^HMAC") and "HMAC" or "asymmetric", engine.display(spec))
  end
end

function Key:init(scope, id, props)
  KeyBase.init(self, scope, id)
  check_spec(self, props)

  local rotation, rotation_days = props.enable_key_rotation, nil
  if props.rotation_period then
    if rotation == false then
      engine.fail(self, "rotation_period needs key rotation: set enable_key_rotation to true or leave it out")
    end
    rotation_days = days_between(self, props.rotation_period, "rotation_period", 90, 2560)
    rotation = true
  end

  self._trust_account_identities = true
  self._policy = props.policy or iam.PolicyDocument()
  if not props.policy then
    self._policy:add_statements(iam.PolicyStatement {
      actions = { "kms:*" }, resources = { "*" }, principals = { iam.AccountRootPrincipal() },
    })
  end

  local resource = kms.CfnKey(self, "Resource", {
    description = props.description,
    enable_key_rotation = rotation,
    rotation_period_in_days = rotation_days,
    enabled = props.enabled,
    key_spec = props.key_spec,
    key_usage = props.key_usage,
    key_policy = self._policy,
    multi_region = props.multi_region,
    pending_window_in_days = props.pending_window and days_between(self, props.pending_window, "pending_window", 7, 30),
  })
  self._resource = resource
  resource:apply_removal_policy(props.removal_policy)

  for _, admin in ipairs(props.admins or {}) do self:grant_admin(admin) end
  if props.alias ~= nil then self:add_alias(props.alias) end
end

Key.get.key_arn = function(self) return self._resource.attr_arn end
Key.get.key_id = function(self) return self._resource.ref end

--- Grants the actions that administer, but do not use, the key.
function Key:grant_admin(grantee) return self:grant(grantee, table.unpack(perms.ADMIN)) end

--- A key made elsewhere, by its ARN.
function Key.from_key_arn(scope, id, key_arn)
  local key_id = engine.stack_of(scope):split_arn(key_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if key_id == nil or key_id == "" then
    engine.fail(scope, "a key ARN has the form arn:<partition>:kms:<region>:<account>:key/<key id>, got %s",
      engine.display(key_arn))
  end
  return ReferencedKey(scope, id, {
    environment_from_arn = key_arn, key_arn = key_arn, key_id = key_id, trust_account_identities = true,
  })
end

--- The same key as `cfn_key`, with the methods of a Key. Its key policy must be plain data.
function Key.from_cfn_key(cfn_key)
  local id = "@FromCfnKey"
  local existing = cfn_key.node:try_find_child(id)
  if existing then return existing end
  local parsed, policy = pcall(iam.PolicyDocument.from_json, cfn_key.key_policy)
  if not parsed then
    engine.fail(cfn_key, "the key policy holds CloudFormation functions where statements are expected, so it cannot be "
      .. "extended; use Key.from_key_arn with the attr_arn of the CfnKey")
  end
  cfn_key.key_policy = engine.lazy(function() return policy:to_json() end, { kind = "any" })
  return ReferencedKey(cfn_key, id, {
    key_arn = cfn_key.attr_arn, key_id = cfn_key.ref, policy = policy, trust_account_identities = false,
  })
end

--- A key of the stack's environment found by alias when the app is deployed with the CLI; before that a dummy.
function Key.from_lookup(scope, id, options)
  options = engine.check_struct("aws_cdk.aws_kms.KeyLookupOptions", options, "options")
  if engine.is_unresolved(options.alias_name) then
    engine.fail(scope, "Key.from_lookup needs a literal alias_name, a token has no value before deployment")
  end
  local key_id = cdk.ContextProvider.get_value(scope, {
    provider = "key-provider",
    props = { aliasName = options.alias_name },
    dummy_value = { keyId = DUMMY_KEY_ID },
    must_exist = not options.return_dummy_key_on_missing,
  }).value.keyId
  local key_arn = engine.stack_of(scope):format_arn { service = "kms", resource = "key", resource_name = key_id }
  return ReferencedKey(scope, id, { key_arn = key_arn, key_id = key_id, trust_account_identities = true })
end

--- Whether `key` is the dummy that from_lookup gives while there is no answer.
function Key.is_lookup_dummy(key) return key.key_ref.key_id == DUMMY_KEY_ID end

return { Key = Key, KeyBase = KeyBase }
