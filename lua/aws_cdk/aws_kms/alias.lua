--- A name for a KMS key.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local perms = require "aws_cdk.aws_kms.private.perms"
local cx_api = require "aws_cdk.cx_api"

local PREFIX = "alias/"
local RESERVED = "alias/aws/"
local FLAG_NAME_REF = cx_api.KMS_ALIAS_NAME_REF
local FLAG_IMPORTED_GRANTS = cx_api.KMS_APPLY_IMPORTED_ALIAS_PERMISSIONS_TO_PRINCIPAL

-- What own aliases and those imported with their key share: everything is passed to the key.
local AliasBase = engine.class("aws_cdk.aws_kms.AliasBase", cdk.Resource, "aws_cdk.aws_kms.IAlias")

local function alias_arn(self)
  local arn = self._alias_arn
  if not arn then
    arn = self.stack:format_arn { service = "kms", resource = self.alias_name }
    self._alias_arn = arn
  end
  return arn
end

AliasBase.get.key_ref = function(self) return { key_arn = self.alias_arn, key_id = self.key_id } end
AliasBase.get.alias_arn = alias_arn
AliasBase.get.key_arn = alias_arn
AliasBase.get.key_id = function(self) return self.alias_name end

for _, name in ipairs {
  "add_alias", "add_to_resource_policy", "grant", "grant_decrypt", "grant_encrypt", "grant_encrypt_decrypt",
  "grant_sign", "grant_verify", "grant_sign_verify", "grant_generate_mac", "grant_verify_mac",
} do
  AliasBase[name] = function(self, ...)
    local key = self.alias_target_key
    return key[name](key, ...)
  end
end

local ReferencedAlias = engine.class("aws_cdk.aws_kms.ReferencedAlias", AliasBase)

function ReferencedAlias:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.alias_name = attrs.alias_name
  self.alias_target_key = attrs.alias_target_key
end

-- An alias known only by its name: there is no key to delegate to.
local NamedAlias = engine.class("aws_cdk.aws_kms.NamedAlias", cdk.Resource, "aws_cdk.aws_kms.IAlias")

function NamedAlias:init(scope, id, alias_name)
  cdk.Resource.init(self, scope, id)
  self.alias_name = alias_name
  self.key_id = alias_name
end

NamedAlias.get.key_arn = alias_arn
NamedAlias.get.alias_arn = alias_arn
NamedAlias.get.alias_target_key = function(self)
  engine.fail(self, "an alias from Alias.from_alias_name does not know its key; -> use Alias.from_alias_attributes to "
    .. "have alias_target_key")
end

function NamedAlias:add_alias()
  engine.fail(self, "an alias from Alias.from_alias_name does not know its key, so it cannot be given another "
    .. "alias; -> use Alias.from_alias_attributes")
end

function NamedAlias.add_to_resource_policy() return { statement_added = false } end

function NamedAlias:grant(grantee, ...)
  if not cdk.FeatureFlags.of(self):is_enabled(FLAG_IMPORTED_GRANTS) then return iam.Grant.drop(grantee, "") end
  return iam.Grant.add_to_principal {
    grantee = grantee,
    actions = { ... },
    resource_arns = { self.stack:format_arn { service = "kms", resource = "key", resource_name = "*" } },
    conditions = { ["ForAnyValue:StringEquals"] = { ["kms:ResourceAliases"] = self.alias_name } },
  }
end

for name, actions in pairs {
  grant_decrypt = perms.DECRYPT,
  grant_encrypt = perms.ENCRYPT,
  grant_encrypt_decrypt = perms.ENCRYPT_DECRYPT,
  grant_sign = perms.SIGN,
  grant_verify = perms.VERIFY,
  grant_sign_verify = perms.SIGN_VERIFY,
  grant_generate_mac = perms.GENERATE_MAC,
  grant_verify_mac = perms.VERIFY_MAC,
} do
  NamedAlias[name] = function(self, grantee) return self:grant(grantee, table.unpack(actions)) end
end

local Alias = engine.class("aws_cdk.aws_kms.Alias", AliasBase)

local function check_characters(scope, text)
  l2.within(scope, "aws_kms.CfnAliasProps.alias_name", text)
  if not text:find "^[%w:/_%-]+$" then
    engine.fail(scope, "alias_name %s: an alias has letters, digits, ':', '/', '_' or '-'", engine.display(text))
  end
end

local function check_reserved(scope, name, text)
  if text:lower():sub(1, #RESERVED) == RESERVED then
    engine.fail(scope, "alias_name %s: names that start with %s belong to AWS; -> choose another", engine.display(name),
      RESERVED)
  end
end

-- The name with its prefix; the literal start of a name with tokens is checked as far as it is known.
local function full_name(scope, name)
  if engine.is_unresolved(name) then
    local fragments = cdk.Tokenization.reverse_string(tostring(name))
    local start = fragments.first_value
    if fragments.first_token ~= nil or type(start) ~= "string" then return name end
    if start:sub(1, #PREFIX) ~= PREFIX then name = PREFIX .. name end
    check_reserved(scope, name, start)
    check_characters(scope, start)
    return name
  end
  if name:sub(1, #PREFIX) ~= PREFIX then name = PREFIX .. name end
  if name == PREFIX then
    engine.fail(scope, "alias_name %s: a name has to follow %s", engine.display(name), PREFIX)
  end
  check_reserved(scope, name, name)
  check_characters(scope, name)
  return name
end

function Alias:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = full_name(scope, props.alias_name) })
  self.alias_target_key = props.target_key
  self._resource = kms.CfnAlias(self, "Resource", {
    alias_name = self.physical_name,
    target_key_id = props.target_key.key_arn,
  })
  if props.removal_policy then self._resource:apply_removal_policy(props.removal_policy) end
end

Alias.get.alias_name = function(self)
  local resource = self._resource
  local by_ref = cdk.FeatureFlags.of(self):is_enabled(FLAG_NAME_REF)
  return self:get_resource_name_attribute(by_ref and resource.ref or resource.alias_name)
end

function Alias:generate_physical_name() return PREFIX .. cdk.Resource.generate_physical_name(self) end

--- An alias made elsewhere, with its key.
function Alias.from_alias_attributes(scope, id, attrs)
  return ReferencedAlias(scope, id, attrs)
end

--- An alias made elsewhere, by its name (with `alias/`). Good for properties; it grants nothing unless the flag
-- `@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal` is set.
function Alias.from_alias_name(scope, id, alias_name) return NamedAlias(scope, id, alias_name) end

return { Alias = Alias }
