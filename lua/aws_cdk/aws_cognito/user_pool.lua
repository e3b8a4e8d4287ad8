--- User pools: directories of users, and how they sign up and in.
local engine = require "luacdk.engine"
local UserPoolBase = require "aws_cdk.aws_cognito.private.user_pool_base"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local derive = require "aws_cdk.l2.derive"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local messages = require "aws_cdk.aws_cognito.private.messages"
local sign_in = require "aws_cdk.aws_cognito.private.sign_in"
local STANDARD = require "aws_cdk.aws_cognito.private.standard_attributes"

local fail = engine.fail

local LAMBDA_CONFIG = "aws_cdk.aws_cognito.CfnUserPool.LambdaConfigProperty"
local FIRST_VERSION = "V1_0"

local UserPool = l2.resource("aws_cdk.aws_cognito.UserPool", UserPoolBase, {
  attributes = {
    user_pool_arn = "attr_arn", user_pool_id = "ref", user_pool_provider_name = "attr_provider_name",
    user_pool_provider_url = "attr_provider_url",
  },
})

-- ---- triggers -------------------------------------------------------------------------------------------------------

-- Triggers whose messages Cognito encrypts, for a function to send.
local ENCRYPTED = { custom_email_sender = true, custom_sms_sender = true }

local function permit(self, fn, trigger)
  local name = trigger:gsub("_(%l)", string.upper):gsub("^%l", string.upper)
  fn:add_permission(name .. "Cognito", {
    principal = iam.ServicePrincipal "cognito-idp.amazonaws.com",
    source_arn = engine.lazy(function() return self.user_pool_arn end, { kind = "string" }),
    scope = self,
  })
end

local function set_trigger(self, trigger, fn, version)
  local triggers = self._triggers
  if ENCRYPTED[trigger] and not triggers.kms_key_id then
    fail(self, "%s needs custom_sender_kms_key, with which Cognito encrypts what the function is to send", trigger)
  end
  permit(self, fn, trigger)
  local versioned = ENCRYPTED[trigger] or trigger == "pre_token_generation_config"
  triggers[trigger] = versioned
    and { lambda_arn = fn.function_arn, lambda_version = version or FIRST_VERSION } or fn.function_arn
end

--- Invokes the function in that operation. Versions of the event above the first are there for
--- PRE_TOKEN_GENERATION_CONFIG.
function UserPool:add_trigger(operation, fn, lambda_version)
  local trigger = derive.snake(operation.operation_name)
  if self._triggers[trigger] then fail(self, "the trigger %s already exists", operation.operation_name) end
  if operation ~= cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG
    and lambda_version and lambda_version ~= FIRST_VERSION then
    fail(self, "lambda_version %s is only for UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG", lambda_version)
  end
  set_trigger(self, trigger, fn, not ENCRYPTED[trigger] and lambda_version or nil)
end

-- The L1 property; triggers that CloudFormation does not know are left out.
local function lambda_config(self)
  local triggers, known = self._triggers, {}
  if next(triggers) == nil then return nil end
  for _, field in ipairs(engine.schema.type(LAMBDA_CONFIG).fields) do known[field.name] = triggers[field.name] end
  return known
end

-- ---- attributes of users --------------------------------------------------------------------------------------------

local function text(number) return number and cdk.Tokenization.stringify_number(number) end

local function custom(name, config)
  local numbers, strings = config.number_constraints, config.string_constraints
  return {
    name = name,
    attribute_data_type = config.data_type,
    number_attribute_constraints = numbers and { min_value = text(numbers.min), max_value = text(numbers.max) },
    string_attribute_constraints = strings
      and { min_length = text(strings.min_len), max_length = text(strings.max_len) },
    mutable = config.mutable,
  }
end

local function schema(props)
  local all, standard, own = {}, props.standard_attributes, props.custom_attributes
  for _, field in ipairs(engine.keys(standard)) do
    local attribute = standard[field]
    all[#all + 1] = {
      name = STANDARD[field], mutable = attribute.mutable ~= false, required = attribute.required or false,
    }
  end
  for _, name in ipairs(engine.keys(own)) do all[#all + 1] = custom(name, own[name]:bind()) end
  return #all > 0 and all or nil
end

-- ---- the pool -------------------------------------------------------------------------------------------------------

-- The L1 property on threats: standard ones, and those to flows of the pool's own.
local function add_ons(self, props)
  local old, standard, own = props.advanced_security_mode, props.standard_threat_protection_mode,
    props.custom_threat_protection_mode
  if old then
    engine.deprecated("aws_cdk.aws_cognito.UserPoolProps#advanced_security_mode",
      "use `standard_threat_protection_mode` and `custom_threat_protection_mode` instead")
  end
  if old and (standard or own) then
    fail(self, "advanced_security_mode, which is deprecated, cannot be combined with standard_threat_protection_mode or"
      .. " custom_threat_protection_mode")
  end
  return l2.unless_empty {
    advanced_security_additional_flows = own and { custom_auth_mode = own },
    advanced_security_mode = old or standard or own and "OFF" or nil,
  }
end

local PROTECTION = { [true] = "ACTIVE", [false] = "INACTIVE" }

--- Arguments: scope, id, UserPoolProps.
function UserPool:init(scope, id, props)
  props = props or {}
  UserPoolBase.init(self, scope, id)
  local names = sign_in.names(self, props)
  self._triggers = { kms_key_id = props.custom_sender_kms_key and props.custom_sender_kms_key.key_ref.key_arn }
  for _, trigger in ipairs(engine.keys(props.lambda_triggers)) do
    set_trigger(self, trigger, props.lambda_triggers[trigger])
  end
  local verification = messages.of_verification(self, props)
  local by_code = verification.default_email_option == "CONFIRM_WITH_CODE"
  local policies = {
    password_policy = sign_in.password_policy(self, props), sign_in_policy = sign_in.sign_in_policy(self, props),
  }
  local email = props.email and props.email:_bind(self)
  local factors = sign_in.second_factors(self, props, email)
  self._resource = cognito.CfnUserPool(self, "Resource", {
    user_pool_name = props.user_pool_name,
    username_attributes = names.username,
    alias_attributes = names.alias,
    auto_verified_attributes = names.verified,
    lambda_config = engine.lazy(function() return lambda_config(self) end, { kind = "any" }),
    sms_authentication_message = messages.of_mfa(self, props),
    sms_configuration = sign_in.sms(self, props, factors),
    admin_create_user_config = {
      allow_admin_create_user_only = not props.self_sign_up_enabled,
      invite_message_template = messages.of_invitation(props),
    },
    email_verification_message = by_code and verification.email_message or nil,
    email_verification_subject = by_code and verification.email_subject or nil,
    sms_verification_message = verification.sms_message,
    verification_message_template = verification,
    user_pool_add_ons = add_ons(self, props),
    schema = schema(props),
    mfa_configuration = props.mfa,
    enabled_mfas = factors,
    policies = l2.unless_empty(policies),
    web_authn_relying_party_id = sign_in.relying_party(self, props),
    web_authn_user_verification = props.passkey_user_verification,
    email_configuration = email,
    username_configuration = props.sign_in_case_sensitive ~= nil
      and { case_sensitive = props.sign_in_case_sensitive } or nil,
    account_recovery_setting = sign_in.recovery(props),
    device_configuration = props.device_tracking,
    user_attribute_update_settings = sign_in.updates(props),
    user_pool_tier = props.feature_plan,
    deletion_protection = PROTECTION[props.deletion_protection],
  })
  self._resource:apply_removal_policy(props.removal_policy)
end

-- ---- pools that exist already ---------------------------------------------------------------------------------------

l2.imports(UserPool, UserPoolBase, {
  arn = { "user_pool_arn", service = "cognito-idp", resource = "userpool" }, name = { "user_pool_id" }, strict = true,
}, function(self, _, scope, parts)
  self.user_pool_provider_name = "cognito-idp." .. parts.region .. "." .. engine.stack_of(scope).url_suffix .. "/"
    .. self.user_pool_id
end)

--- A user pool of the scope's region by its id.
function UserPool.from_user_pool_id(scope, id, user_pool_id)
  return UserPool.from_user_pool_arn(scope, id, engine.stack_of(scope):format_arn {
    service = "cognito-idp", resource = "userpool", resource_name = user_pool_id,
  })
end

return { UserPool = UserPool }
