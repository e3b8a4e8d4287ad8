--- A KMS key with its key policy.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local perms = require "aws_cdk.aws_kms.private.perms"

local l2 = require "aws_cdk.l2"

local ROW = {
  arn = { "key_arn", service = "kms", resource = "key" },
  name = { "key_id" },
  attributes = { key_arn = "attr_arn", key_id = "ref" }, strict = true,
}

-- Numbers: L1 property = property, unit. CloudFormation's bounds are errors here.
local NUMBERS = {
  rotation_period_in_days = { "rotation_period", "days" },
  pending_window_in_days = { "pending_window", "days" },
}

-- What own and imported keys share.
local KeyBase = engine.class("aws_cdk.aws_kms.KeyBase", cdk.Resource, "aws_cdk.aws_kms.IKey")

function KeyBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self._aliases = 0
  self.node:add_validation {
    validate = function() return self._policy and self._policy:validate_for_resource_policy() or {} end,
  }
end

KeyBase.get.grants = function(self)
  local grants = self._grants or kms.KeyGrants.from_key(self, self._trust_account_identities)
  self._grants = grants
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
      engine.fail(self, "the key policy of the imported key %s cannot be changed from here; -> change it where the "
        .. "key is made, or leave allow_no_op true", engine.display(engine.resolve(self, self.key_arn)))
    end
    return { statement_added = false }
  end
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

--- Grants the actions named after `grantee`.
function KeyBase:grant(grantee, ...) return self.grants:actions(grantee, ...) end

local Key = l2.resource("aws_cdk.aws_kms.Key", KeyBase, ROW)

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

  local rotation = props.enable_key_rotation
  if props.rotation_period then
    if rotation == false then
      engine.fail(self, "rotation_period needs key rotation: -> set enable_key_rotation to true or leave it out")
    end
    rotation = true
  end

  self._trust_account_identities = true
  self._policy = props.policy or iam.PolicyDocument()
  if not props.policy then
    self._policy:add_statements(iam.PolicyStatement {
      actions = { "kms:*" }, resources = { "*" }, principals = { iam.AccountRootPrincipal() },
    })
  end

  local errors = {}
  local values = l2.numbers("aws_cdk.aws_kms.CfnKeyProps", NUMBERS, props, errors)
  if #errors > 0 then engine.fail(self, "%s", table.concat(errors, "; ")) end
  values.description = props.description
  values.enable_key_rotation = rotation
  values.enabled = props.enabled
  values.key_spec = props.key_spec
  values.key_usage = props.key_usage
  values.key_policy = self._policy
  values.multi_region = props.multi_region
  self._resource = kms.CfnKey(self, "Resource", values)
  self._resource:apply_removal_policy(props.removal_policy)

  for _, admin in ipairs(props.admins or {}) do self:grant_admin(admin) end
  if props.alias ~= nil then self:add_alias(props.alias) end
end

--- Grants the actions that administer, but do not use, the key.
function Key:grant_admin(grantee) return self:grant(grantee, table.unpack(perms.ADMIN)) end

local Imported = l2.imports(Key, KeyBase, ROW, function(self, attrs)
  self._policy = attrs.policy
  self._trust_account_identities = attrs.trust_account_identities ~= false
end)

--- The same key as `cfn_key`, with the methods of a Key. Its key policy must be plain data.
function Key.from_cfn_key(cfn_key)
  local id = "@FromCfnKey"
  local existing = cfn_key.node:try_find_child(id)
  if existing then return existing end
  local parsed, policy = pcall(iam.PolicyDocument.from_json, cfn_key.key_policy)
  if not parsed then
    engine.fail(cfn_key, "the key policy contains CloudFormation functions where statements are expected, so it "
      .. "cannot be "
      .. "extended; -> use Key.from_key_arn with the attr_arn of the CfnKey")
  end
  cfn_key.key_policy = engine.lazy(function() return policy:to_json() end, { kind = "any" })
  return Imported(cfn_key, id, {
    key_arn = cfn_key.attr_arn, key_id = cfn_key.ref, policy = policy, trust_account_identities = false, here = true,
  })
end

--- A key of the stack's environment found by alias when the app is deployed with the CLI; before that a dummy.
function Key.from_lookup(scope, id, options)
  if engine.is_unresolved(options.alias_name) then
    engine.fail(scope, "Key.from_lookup needs a literal alias_name; a token has no value before deployment")
  end
  local key_id = cdk.ContextProvider.get_value(scope, {
    provider = "key-provider",
    props = { aliasName = options.alias_name },
    dummy_value = { keyId = Key.DEFAULT_DUMMY_KEY_ID },
    must_exist = not options.return_dummy_key_on_missing,
  }).value.keyId
  local key_arn = engine.stack_of(scope):format_arn { service = "kms", resource = "key", resource_name = key_id }
  return Imported(scope, id, { key_arn = key_arn, key_id = key_id, here = true })
end

--- Whether `key` is the dummy that from_lookup returns until there is an answer.
function Key.is_lookup_dummy(key) return key.key_ref.key_id == Key.DEFAULT_DUMMY_KEY_ID end

return { Key = Key, KeyBase = KeyBase }
