--- Routes of HTTP APIs: which requests go to which integration.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local as_http_api = require "aws_cdk.aws_apigatewayv2.private.as_http_api"
local iam = require "aws_cdk.aws_iam"

local fail, display = engine.fail, engine.display

local MAX_PATH = 1000
local AUTHORIZATION_TYPES = { AWS_IAM = true, JWT = true, CUSTOM = true, NONE = true }

local HttpRoute = engine.class("aws_cdk.aws_apigatewayv2.HttpRoute", cdk.Resource)

-- The ARN of the route for requests with a method. Parameters of the path match anything.
local function arn_for(self, method)
  local path = tostring(self.path or "/")
  if #path > MAX_PATH then fail(self, "path can have at most %d characters, got %d", MAX_PATH, #path) end
  return "arn:" .. cdk.Aws.PARTITION .. ":execute-api:" .. self.env.region .. ":" .. self.env.account .. ":"
    .. self._http_api.api_ref.api_id .. "/*/" .. (method == "ANY" and "*" or method)
    .. path:gsub("{.-}.*$", "*")
end

-- Who may call, as the authorizer says, nil without one.
local function authorization_of(self, props)
  local authorizer = props.authorizer or self.http_api.default_authorizer
  if not authorizer then return nil end
  local found = authorizer:bind { route = self, scope = self.http_api }
  if not AUTHORIZATION_TYPES[found.authorization_type] then
    fail(self, "authorization_type must be one of AWS_IAM, JWT, CUSTOM and NONE, got %s",
      display(found.authorization_type))
  end
  return found
end

-- The scopes of the authorizer and of the route, each once.
local function scopes_of(self, props, authorization)
  local scopes = authorization and authorization.authorization_scopes
  if authorization then
    local own = props.authorization_scopes or self.http_api.default_authorization_scopes
    if own then
      local all, seen = {}, {}
      for _, list in ipairs { scopes or {}, own } do
        for _, scope in ipairs(list) do
          if not seen[tostring(scope)] then all[#all + 1] = scope end
          seen[tostring(scope)] = true
        end
      end
      scopes = all
    end
  end
  return scopes and scopes[1] ~= nil and scopes or nil
end

--- Arguments: scope, id, HttpRouteProps: http_api, route_key, integration (required).
function HttpRoute:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local key = props.route_key
  self._http_api, self.path, self._method = props.http_api, key.path, key.method
  self.route_arn = arn_for(self, key.method)
  local integration = props.integration:_bind_to_route { route = self, scope = self }
  local authorization = authorization_of(self, props)
  self._authorization_type = authorization and authorization.authorization_type
  local resource = apigatewayv2.CfnRoute(self, "Resource", {
    api_id = props.http_api.api_ref.api_id,
    route_key = key.key,
    target = "integrations/" .. integration.integration_id,
    authorizer_id = authorization and authorization.authorizer_id,
    authorization_type = self._authorization_type or "NONE",
    authorization_scopes = scopes_of(self, props, authorization),
  })
  self.route_id = resource.ref
end

HttpRoute.get.http_api = function(self) return as_http_api(self, self._http_api) end
HttpRoute.get.route_ref = function(self)
  return { api_id = self._http_api.api_ref.api_id, route_id = self.route_id }
end

--- Lets the grantee call the route, which must be authorized by IAM. Options: http_methods, of a route of any method.
function HttpRoute:grant_invoke(grantee, options)
  if self._authorization_type ~= "AWS_IAM" then
    fail(self, "grant_invoke is for routes that IAM authorizes; -> give the route a HttpIamAuthorizer")
  end
  local arns, seen = {}, {}
  for _, method in ipairs(options and options.http_methods or { self._method }) do
    if self._method ~= "ANY" and method ~= self._method then
      fail(self, "the route takes requests of the method %s only, http_methods has %s", self._method, method)
    end
    if not seen[method] then arns[#arns + 1] = arn_for(self, method) end
    seen[method] = true
  end
  return iam.Grant.add_to_principal { grantee = grantee, actions = { "execute-api:Invoke" }, resource_arns = arns }
end

return { HttpRoute = HttpRoute }
