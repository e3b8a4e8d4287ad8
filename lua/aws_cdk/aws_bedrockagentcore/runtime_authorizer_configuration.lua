--- How those who call a runtime say who they are.
local engine = require "luacdk.engine"

local MODULE = "aws_cdk.aws_bedrockagentcore."

local RuntimeAuthorizerConfiguration = engine.class(MODULE .. "RuntimeAuthorizerConfiguration")

--- What users' own classes cannot say.
function RuntimeAuthorizerConfiguration:_render()
  engine.fail(nil, "only an authorizer of RuntimeAuthorizerConfiguration.using_… can be rendered, got %s",
    engine.display(self))
end

local OfIam = engine.class(MODULE .. "IamAuthorizerConfiguration", RuntimeAuthorizerConfiguration)
function OfIam.init() end
function OfIam._render() return nil end

local OfTokens = engine.class(MODULE .. "JwtAuthorizerConfiguration", RuntimeAuthorizerConfiguration)

-- `claims` is what every such configuration may have: { audience, scopes, custom claims }.
function OfTokens:init(discovery_url, clients, claims)
  self._url, self._clients, self._claims = discovery_url, clients, claims
end

function OfTokens:_render()
  local audience, scopes, claims = table.unpack(self._claims, 1, 3)
  local custom
  for i, claim in ipairs(claims or {}) do
    custom = custom or {}
    custom[i] = claim:_render()
  end
  return { custom_jwt_authorizer = {
    discovery_url = self._url, allowed_clients = self._clients, allowed_audience = audience, allowed_scopes = scopes,
    custom_claims = custom,
  } }
end

local ENDING = "/.well-known/openid-configuration"

local function check_url(url)
  if engine.is_unresolved(url) or url:sub(-#ENDING) == ENDING then return end
  engine.fail(nil, "discovery_url must end with %s, got %s", ENDING, engine.display(url))
end

--- By IAM: with signed requests.
function RuntimeAuthorizerConfiguration.using_iam() return OfIam() end

--- By tokens of an OpenID provider: its discovery URL, and of the token lists of clients, audiences and scopes, and
--- RuntimeCustomClaims; any may be left out.
function RuntimeAuthorizerConfiguration.using_jwt(discovery_url, allowed_clients, ...)
  check_url(discovery_url)
  return OfTokens(discovery_url, allowed_clients, { ... })
end

--- By tokens of an OpenID provider for one client. Arguments as for using_jwt.
function RuntimeAuthorizerConfiguration.using_o_auth(discovery_url, client_id, ...)
  check_url(discovery_url)
  return OfTokens(discovery_url, { client_id }, { ... })
end

--- By tokens of a user pool for some of its clients. Further arguments as for using_jwt.
function RuntimeAuthorizerConfiguration.using_cognito(user_pool, user_pool_clients, ...)
  local clients = {}
  for i, client in ipairs(user_pool_clients) do clients[i] = client.user_pool_client_id end
  return OfTokens("https://cognito-idp." .. user_pool.env.region .. ".amazonaws.com/" .. user_pool.user_pool_id
    .. ENDING, clients, { ... })
end

return { RuntimeAuthorizerConfiguration = RuntimeAuthorizerConfiguration }
