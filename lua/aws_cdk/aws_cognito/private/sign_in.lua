--- How users of a pool sign in: L1 properties of names, passwords, second factors and recovery.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local LITE = "LITE"
local DEFAULT_PASSWORD_LENGTH = 8
local PASSWORDS = "aws_cognito.CfnUserPool.PasswordPolicyProperty."
local LONGEST_EXTERNAL_ID = 1223

local M = {}

-- The names of those fields that are true, as rows { field, name } have them.
local function chosen(fields, rows)
  local names = engine.list {}
  for _, row in ipairs(rows) do
    if fields[row[1]] then names[#names + 1] = row[2] end
  end
  return names
end

local CONTACTS = { { "email", "email" }, { "phone", "phone_number" } }
local ALIASES = { CONTACTS[1], CONTACTS[2], { "preferred_username", "preferred_username" } }

--- The attributes by which users sign in: username_attributes, alias_attributes, auto_verified_attributes.
function M.names(self, props)
  local aliases = props.sign_in_aliases or { username = true }
  if aliases.preferred_username and not aliases.username then
    fail(self, "sign_in_aliases with preferred_username need username = true, too")
  end
  local all = {}
  if aliases.username then
    local names = chosen(aliases, ALIASES)
    all.alias = #names > 0 and names or nil
  else
    all.username = chosen(aliases, CONTACTS)
  end
  if props.auto_verify then
    all.verified = chosen(props.auto_verify, CONTACTS)
  elseif aliases.email or aliases.phone then
    all.verified = chosen(aliases, CONTACTS)
  end
  return all
end

-- ---- passwords ------------------------------------------------------------------------------------------------------

--- What passwords must be like, or nil.
function M.password_policy(self, props)
  local policy = props.password_policy
  if not policy then return nil end
  local history = policy.password_history_size
  local validity = l2.at_most(self, PASSWORDS .. "temporary_password_validity_days", policy.temp_password_validity,
    "temp_password_validity", "days")
  local length = l2.within(self, PASSWORDS .. "minimum_length", policy.min_length or DEFAULT_PASSWORD_LENGTH,
    "min_length")
  if history and props.feature_plan == LITE then
    fail(self, "password_history_size needs a feature_plan above FeaturePlan.LITE")
  end
  l2.within(self, PASSWORDS .. "password_history_size", history)
  return {
    temporary_password_validity_days = validity,
    minimum_length = length,
    require_lowercase = policy.require_lowercase,
    require_uppercase = policy.require_uppercase,
    require_numbers = policy.require_digits,
    require_symbols = policy.require_symbols,
    password_history_size = history,
  }
end

local FIRST_FACTORS = {
  { "password", "PASSWORD" }, { "email_otp", "EMAIL_OTP" }, { "sms_otp", "SMS_OTP" }, { "passkey", "WEB_AUTHN" },
}

--- The first authentication factors, or nil.
function M.sign_in_policy(self, props)
  local given = props.sign_in_policy and props.sign_in_policy.allowed_first_auth_factors
  if not given then return nil end
  if not given.password then fail(self, "allowed_first_auth_factors need password = true: it cannot be turned off") end
  local factors = chosen(given, FIRST_FACTORS)
  if #factors > 1 and props.feature_plan == LITE then
    fail(self, "a choice of allowed_first_auth_factors needs FeaturePlan.ESSENTIALS or FeaturePlan.PLUS")
  end
  return { allowed_first_auth_factors = factors }
end

-- ---- second factors -------------------------------------------------------------------------------------------------

local SECOND_FACTORS = { { "sms", "SMS_MFA" }, { "otp", "SOFTWARE_TOKEN_MFA" }, { "email", "EMAIL_OTP" } }

--- Second factors that users have, or nil. `email` is the configuration of the pool's e-mails.
function M.second_factors(self, props, email)
  if not props.mfa or props.mfa == "OFF" then return nil end
  local given = props.mfa_second_factor
  if not given then return { "SMS_MFA" } end
  if given.email then
    if not email or email.email_sending_account ~= "DEVELOPER" then
      fail(self, "codes by e-mail as second factor need an email of UserPoolEmail.with_ses")
    end
    if props.feature_plan == LITE then
      fail(self, "codes by e-mail as second factor need FeaturePlan.ESSENTIALS or FeaturePlan.PLUS")
    end
  end
  return chosen(given, SECOND_FACTORS)
end

-- The role in which Cognito sends messages, made for a pool that was given none.
local function sms_role(self, external_id)
  return iam.Role(self, "smsRole", {
    assumed_by = iam.ServicePrincipal("cognito-idp.amazonaws.com", {
      conditions = { StringEquals = { ["sts:ExternalId"] = external_id } },
    }),
    inline_policies = {
      ["sns-publish"] = iam.PolicyDocument {
        statements = { iam.PolicyStatement { actions = { "sns:Publish" }, resources = { "*" } } },
      },
    },
  })
end

--- How text messages are sent, or nil if none are. `factors` are the second factors.
function M.sms(self, props, factors)
  local role = props.sms_role
  if role then
    if props.enable_sms_role == false then fail(self, "enable_sms_role = false and sms_role are mutually exclusive") end
    return {
      sns_caller_arn = role.role_ref.role_arn, external_id = props.sms_role_external_id, sns_region = props.sns_region,
    }
  end
  if props.enable_sms_role == false then return nil end
  local aliases, verified = props.sign_in_aliases, props.auto_verify
  local needed = l2.includes(factors, "SMS_MFA") or aliases and aliases.phone or verified and verified.phone
  if not needed and props.enable_sms_role == nil then return nil end
  local external_id = cdk.Names.unique_id(self):sub(1, LONGEST_EXTERNAL_ID)
  return {
    external_id = external_id,
    sns_caller_arn = sms_role(self, external_id).role_ref.role_arn,
    sns_region = props.sns_region,
  }
end

--- The relying party of passkeys, checked.
function M.relying_party(self, props)
  local id = props.passkey_relying_party_id
  if id and not is_unresolved(id) and (#id < 1 or #id > 63) then
    fail(self, "passkey_relying_party_id must have 1 to 63 characters, got %d", #id)
  end
  return id
end

-- ---- recovery -------------------------------------------------------------------------------------------------------

local RECOVERY = {
  EMAIL_AND_PHONE_WITHOUT_MFA = { "verified_email", "verified_phone_number" },
  PHONE_WITHOUT_MFA_AND_EMAIL = { "verified_phone_number", "verified_email" },
  EMAIL_ONLY = { "verified_email" },
  PHONE_ONLY_WITHOUT_MFA = { "verified_phone_number" },
  NONE = { "admin_only" },
}

--- How users get back into their accounts, or nil.
function M.recovery(props)
  local AccountRecovery = require("aws_cdk.aws_cognito").AccountRecovery
  local choice = props.account_recovery or AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL
  for name, ways in pairs(RECOVERY) do
    if choice == AccountRecovery[name] then
      local mechanisms = {}
      for i, way in ipairs(ways) do mechanisms[i] = { name = way, priority = i } end
      return { recovery_mechanisms = mechanisms }
    end
  end
  return nil
end

--- Attributes that keep their values until new ones are verified, or nil.
function M.updates(props)
  local kept = props.keep_original
  return kept and { attributes_require_verification_before_update = chosen(kept, CONTACTS) }
end

return M
