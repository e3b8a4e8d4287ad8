-- Identity pools. The cases are twins of tools/golden/aws_cognito_identitypool.js.
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local identitypool = require "aws_cdk.aws_cognito_identitypool"
local s3 = require "aws_cdk.aws_s3"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.identity_pools(app)
  local IdentityPool, Url, Provider = identitypool.IdentityPool, identitypool.IdentityPoolProviderUrl,
    identitypool.UserPoolAuthenticationProvider
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local plain = IdentityPool(stack, "Plain")
  local user_pool = cognito.UserPool(stack, "Users")
  local client = user_pool:add_client "Client"
  local guests = iam.Role(stack, "Guests", { assumed_by = iam.FederatedPrincipal("cognito-identity.amazonaws.com") })
  local admins = iam.Role.from_role_arn(stack, "Admins", "arn:aws:iam::111122223333:role/admins")
  local full = IdentityPool(stack, "Full", {
    identity_pool_name = "full", allow_unauthenticated_identities = true, allow_classic_flow = true,
    unauthenticated_role = guests, authenticated_role = admins,
    authentication_providers = {
      amazon = { app_id = "amzn1.app" }, apple = { services_id = "com.example" }, custom_provider = "my.provider",
      facebook = { app_id = "1" }, google = { client_id = "g" },
      twitter = { consumer_key = "k", consumer_secret = "s" },
      user_pools = {
        Provider { user_pool = user_pool },
        Provider { user_pool = user_pool, user_pool_client = client, disable_server_side_token_check = true },
      },
      open_id_connect_providers = { iam.OpenIdConnectProvider(stack, "Oidc", { url = "https://oidc.example" }) },
      saml_providers = {
        iam.SamlProvider(stack, "Saml", { metadata_document = iam.SamlMetadataDocument.from_xml "<xml/>" }),
      },
    },
    role_mappings = {
      { provider_url = Url.AMAZON, use_token = true, resolve_ambiguous_roles = true },
      {
        provider_url = Url.user_pool(user_pool, client), mapping_key = "users",
        rules = {
          { claim = "custom:admin", claim_value = "admin", mapped_role = admins },
          {
            claim = "sub", claim_value = "x", mapped_role = guests,
            match_type = identitypool.RoleMappingMatchType.STARTS_WITH,
          },
        },
      },
      { provider_url = Url.saml("saml"), rules = {}, resolve_ambiguous_roles = false },
      { provider_url = Url.custom("own"), use_token = true },
      { provider_url = Url.open_id("https://oidc.example"), use_token = true },
      { provider_url = Url(identitypool.IdentityPoolProviderType.CUSTOM, "other"), use_token = true },
    },
  })
  plain:add_user_pool_authentication(Provider { user_pool = user_pool, user_pool_client = client })
  s3.Bucket(stack, "Bucket"):grant_read(plain.authenticated_role)
  s3.Bucket(stack, "Public"):grant_read(plain.unauthenticated_role)
  IdentityPool(stack, "Empty", {
    authentication_providers = { user_pools = {}, open_id_connect_providers = {}, saml_providers = {} },
    role_mappings = {},
  })
  out("Id", plain.identity_pool_id)
  out("Arn", plain.identity_pool_arn)
  out("Name", full.identity_pool_name)
  out("Ref", full.identity_pool_ref.identity_pool_id)
  out("Attachment", full.role_attachment.attr_id)
  local by_id = IdentityPool.from_identity_pool_id(stack, "ById", "eu-west-1:abc")
  local by_arn = IdentityPool.from_identity_pool_arn(stack, "ByArn",
    "arn:aws:cognito-identity:us-east-1:444455556666:identitypool/us-east-1:def")
  local by_token = IdentityPool.from_identity_pool_id(stack, "ByToken", cdk.Fn.import_value "id")
  for place, pool in ipairs { by_id, by_arn, by_token } do
    local i = place - 1
    out("Id" .. i, pool.identity_pool_id)
    out("Arn" .. i, pool.identity_pool_arn)
    out("Ref" .. i, pool.identity_pool_ref.identity_pool_id)
    out("Region" .. i, pool.env.region)
  end
end

describe("aws_cognito_identitypool", function()
  golden.check("aws_cognito_identitypool", cases)

  it("refuses ids and role mappings that mean nothing", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local IdentityPool, Url = identitypool.IdentityPool, identitypool.IdentityPoolProviderUrl
    refuses("an identity pool's id has the form <region>:<id>, got 'abc'", IdentityPool.from_identity_pool_id, stack,
      "A", "abc")
    refuses("the region of identity pool 'us-east-1:abc' must be eu-west-1", IdentityPool.from_identity_pool_id, stack,
      "B", "us-east-1:abc")
    refuses("an identity pool's ARN has the form arn:<partition>:cognito-identity:",
      IdentityPool.from_identity_pool_arn, stack, "C", "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool")
    refuses("a role mapping needs rules, or use_token = true", IdentityPool, stack, "D", {
      role_mappings = { { provider_url = Url.AMAZON } },
    })
    refuses("a role mapping whose provider_url is a token needs a mapping_key", IdentityPool, stack, "E", {
      role_mappings = { { provider_url = Url.custom(cdk.Fn.import_value "url"), use_token = true } },
    })
  end)
end)
