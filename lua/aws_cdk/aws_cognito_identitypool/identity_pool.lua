--- Identity pools: who is known to an identity provider, or is a guest, gets credentials of a role.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local iam = require "aws_cdk.aws_iam"
local identitypool = require "aws_cdk.aws_cognito_identitypool"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local ROW = {
  arn = { "identity_pool_arn", service = "cognito-identity", resource = "identitypool" },
  name = { "identity_pool_id" },
  check = function(scope, _, parts)
    local id, region = parts.resource_name or "", parts.region
    if id == "" then
      fail(scope, "an identity pool's ARN has the form arn:<partition>:cognito-identity:<region>:<account>:"
        .. "identitypool/<region>:<id>")
    end
    if engine.is_unresolved(id) then return end
    local own = id:match "^([^:]*):[^:]*$"
    if not own then fail(scope, "an identity pool's id has the form <region>:<id>, got %s", engine.display(id)) end
    if not engine.is_unresolved(region) and own ~= region then
      fail(scope, "the region of identity pool %s must be %s", engine.display(id), region)
    end
  end,
}

local IdentityPool = engine.class("aws_cdk.aws_cognito_identitypool.IdentityPool", cdk.Resource)

-- ---- roles ----------------------------------------------------------------------------------------------------------

-- The role of users that an identity provider knows, or of guests.
local function default_role(self, kind)
  local principal = iam.FederatedPrincipal("cognito-identity.amazonaws.com", engine.ordered(
    "StringEquals", { ["cognito-identity.amazonaws.com:aud"] = self.identity_pool_id },
    "ForAnyValue:StringLike", { ["cognito-identity.amazonaws.com:amr"] = kind:lower() }
  ), "sts:AssumeRoleWithWebIdentity")
  return iam.Role(self, kind .. "Role", {
    description = "Default " .. kind .. " Role for Identity Pool " .. self.identity_pool_name, assumed_by = principal,
  })
end

local function rules(mapping)
  if not mapping.rules then fail(nil, "a role mapping needs rules, or use_token = true") end
  local all = engine.list {}
  for i, rule in ipairs(mapping.rules) do
    all[i] = {
      claim = rule.claim, value = rule.claim_value, match_type = rule.match_type or "Equals",
      role_arn = rule.mapped_role.role_arn,
    }
  end
  return { rules = all }
end

-- How the role follows from a user's claims, by identity provider; nil if there are no mappings.
local function role_mappings(mappings)
  if not mappings or #mappings == 0 then return nil end
  local all = engine.ordered()
  for _, mapping in ipairs(mappings) do
    local url, key = mapping.provider_url.value, mapping.mapping_key
    if key == "" then key = nil end
    if not key and engine.is_unresolved(url) then
      fail(nil, "a role mapping whose provider_url is a token needs a mapping_key")
    end
    all[key or url] = {
      ambiguous_role_resolution = mapping.resolve_ambiguous_roles and "AuthenticatedRole" or "Deny",
      type = mapping.use_token and "Token" or "Rules",
      identity_provider = url,
      rules_configuration = not mapping.use_token and rules(mapping) or nil,
    }
  end
  return all
end

local Attachment = engine.class("aws_cdk.aws_cognito_identitypool.IdentityPoolRoleAttachment", cdk.Resource)

function Attachment:init(scope, id, pool, mappings)
  cdk.Resource.init(self, scope, id)
  self.resource = cognito.CfnIdentityPoolRoleAttachment(self, "Resource", {
    identity_pool_id = pool.identity_pool_id,
    roles = engine.ordered("authenticated", pool.authenticated_role.role_ref.role_arn,
      "unauthenticated", pool.unauthenticated_role.role_ref.role_arn),
    role_mappings = role_mappings(mappings),
  })
end

-- ---- identity providers ---------------------------------------------------------------------------------------------

local function login_providers(given)
  local Url, all = identitypool.IdentityPoolProviderUrl, engine.ordered()
  if given.amazon then all[Url.AMAZON.value] = given.amazon.app_id end
  if given.facebook then all[Url.FACEBOOK.value] = given.facebook.app_id end
  if given.google then all[Url.GOOGLE.value] = given.google.client_id end
  if given.apple then all[Url.APPLE.value] = given.apple.services_id end
  if given.twitter then
    all[Url.TWITTER.value] = given.twitter.consumer_key .. ";" .. given.twitter.consumer_secret
  end
  return #engine.keys(all) > 0 and all or nil
end

local function arns(list, reference, field)
  if not list then return nil end
  local all = engine.list {}
  for i, one in ipairs(list) do all[i] = one[reference][field] end
  return all
end

--- Lets users of a user pool in.
function IdentityPool:add_user_pool_authentication(user_pool)
  local providers = self._user_pools
  providers[#providers + 1] = user_pool:bind(self, self)
end

-- ---- the pool -------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, IdentityPoolProps.
function IdentityPool:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.identity_pool_name })
  local given = props.authentication_providers or {}
  self._user_pools = engine.list {}
  for _, user_pool in ipairs(given.user_pools or {}) do self:add_user_pool_authentication(user_pool) end
  local resource = cognito.CfnIdentityPool(self, "Resource", {
    allow_unauthenticated_identities = props.allow_unauthenticated_identities or false,
    allow_classic_flow = props.allow_classic_flow,
    identity_pool_name = self.physical_name,
    developer_provider_name = given.custom_provider,
    open_id_connect_provider_arns = arns(given.open_id_connect_providers, "oidc_provider_ref", "oidc_provider_arn"),
    saml_provider_arns = arns(given.saml_providers, "saml_provider_ref", "saml_provider_arn"),
    supported_login_providers = login_providers(given),
    cognito_identity_providers = engine.lazy(function() return self._user_pools end, { kind = "any" }),
  })
  self.identity_pool_name, self.identity_pool_id = resource.attr_name, resource.ref
  self.identity_pool_arn = engine.stack_of(scope):format_arn {
    service = "cognito-identity", resource = "identitypool", resource_name = self.identity_pool_id,
  }
  self.authenticated_role = props.authenticated_role or default_role(self, "Authenticated")
  self.unauthenticated_role = props.unauthenticated_role or default_role(self, "Unauthenticated")
  self.role_attachment = Attachment(self, "DefaultRoleAttachment", self, props.role_mappings).resource
end

l2.imports(IdentityPool, cdk.Resource, ROW, function(self) self.identity_pool_name = self.physical_name end)

--- An identity pool of the scope's region by its id.
function IdentityPool.from_identity_pool_id(scope, id, identity_pool_id)
  return IdentityPool.from_identity_pool_arn(scope, id, engine.stack_of(scope):format_arn {
    service = "cognito-identity", resource = "identitypool", resource_name = identity_pool_id,
  })
end

return { IdentityPool = IdentityPool }
