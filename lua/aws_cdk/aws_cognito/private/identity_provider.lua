--- What identity providers of all kinds have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local STANDARD = require "aws_cdk.aws_cognito.private.standard_attributes"
local l2 = require "aws_cdk.l2"

local is_unresolved = engine.is_unresolved

local SHORTEST_NAME = 3
local LONGEST_NAME = l2.limit "aws_cognito.CfnUserPoolIdentityProviderProps.provider_name"

local IdentityProvider = engine.class("aws_cdk.aws_cognito.UserPoolIdentityProviderBase", cdk.Resource)

function IdentityProvider:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._props = props
end

--- Which attribute of the provider becomes which of the user, or nil.
function IdentityProvider:_configure_attribute_mapping()
  local given = self._props.attribute_mapping
  if not given then return nil end
  local mapping = engine.ordered()
  for _, field in ipairs(engine.keys(given)) do
    if field ~= "custom" then mapping[STANDARD[field]] = given[field].attribute_name end
  end
  for _, name in ipairs(engine.keys(given.custom)) do mapping[name] = given.custom[name].attribute_name end
  return #engine.keys(mapping) > 0 and mapping or nil
end

--- Fails if a name that is given is too short or too long.
function IdentityProvider:_check_name(name)
  if name and name ~= "" and not is_unresolved(name) then
    local length = utf8.len(name) or #name
    if length < SHORTEST_NAME or length > LONGEST_NAME then
      engine.fail(self, "the name of an identity provider must have %d to %d characters, got %d: %s",
        SHORTEST_NAME, LONGEST_NAME, length, engine.display(name))
    end
  end
end

--- Makes the resource, and registers it with the user pool.
function IdentityProvider:_make(name, provider_type, details, identifiers)
  local props = self._props
  local resource = cognito.CfnUserPoolIdentityProvider(self, "Resource", {
    user_pool_id = props.user_pool.user_pool_ref.user_pool_id,
    provider_name = name,
    provider_type = provider_type,
    provider_details = details,
    idp_identifiers = identifiers,
    attribute_mapping = self:_configure_attribute_mapping(),
  })
  self.provider_name = self:get_resource_name_attribute(resource.ref)
  props.user_pool:register_identity_provider(self)
end

--- A class of identity providers.
function IdentityProvider.class(name)
  local class = engine.class("aws_cdk.aws_cognito." .. name, IdentityProvider)
  class.get.user_pool_identity_provider_ref = function(self)
    return { user_pool_id = self._props.user_pool.user_pool_ref.user_pool_id, provider_name = self.provider_name }
  end
  return class
end

IdentityProvider.LONGEST_NAME = LONGEST_NAME

return IdentityProvider
