--- HTTP APIs.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ApiBase = require "aws_cdk.aws_apigatewayv2.api_base"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local fail = engine.fail

-- What gives each request a route.
local ROUTE_SELECTION = "${request.method} ${request.path}"

local HttpApiBase = engine.class("aws_cdk.aws_apigatewayv2.HttpApiBase", ApiBase)
HttpApiBase.get.is_http_api = function() return true end

--- The link of the API to a VPC; one for each VPC.
function HttpApiBase:add_vpc_link(options)
  local links = self._vpc_links or { count = 0, by_vpc = {} }
  self._vpc_links = links
  local key = tostring(options.vpc.vpc_id)
  if not links.by_vpc[key] then
    links.count = links.count + 1
    links.by_vpc[key] = apigatewayv2.VpcLink(self, "VpcLink-" .. links.count, options)
  end
  return links.by_vpc[key]
end

--- The ARN by which policies speak of calls of the API: all, or those of a method, a path and a stage.
function HttpApiBase:arn_for_execute_api(method, path, stage)
  return apigatewayv2.HttpApiHelper.from_http_api(self):arn_for_execute_api(method, path, stage)
end

local HttpApi = engine.class("aws_cdk.aws_apigatewayv2.HttpApi", HttpApiBase)

local function cors_of(self, cors)
  if not cors then return nil end
  if cors.allow_credentials then
    for _, origin in ipairs(cors.allow_origins or {}) do
      if origin == "*" then
        fail(self, "allow_credentials cannot be combined with allow_origins \"*\"; -> name the origins")
      end
    end
  end
  return {
    allow_credentials = cors.allow_credentials, allow_headers = cors.allow_headers, allow_methods = cors.allow_methods,
    allow_origins = cors.allow_origins, expose_headers = cors.expose_headers,
    max_age = cors.max_age and cors.max_age:to_seconds(),
  }
end

--- Arguments: scope, id, HttpApiProps. Unless `create_default_stage` is false there is a stage $default, which is
--- deployed with every change.
function HttpApi:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local mapping, integration = props.default_domain_mapping, props.default_integration
  self.http_api_name = props.api_name or id
  self.disable_execute_api_endpoint = props.disable_execute_api_endpoint
  local resource = apigatewayv2.CfnApi(self, "Resource", {
    name = self.http_api_name,
    protocol_type = "HTTP",
    cors_configuration = cors_of(self, props.cors_preflight),
    description = props.description,
    disable_execute_api_endpoint = props.disable_execute_api_endpoint,
    route_selection_expression = props.route_selection_expression and ROUTE_SELECTION or nil,
    ip_address_type = props.ip_address_type,
  })
  self.api_id, self.http_api_id, self._api_endpoint = resource.ref, resource.ref, resource.attr_api_endpoint
  self.default_authorizer = props.default_authorizer
  self.default_authorization_scopes = props.default_authorization_scopes
  if integration then
    apigatewayv2.HttpRoute(self, "DefaultRoute", {
      http_api = self, route_key = apigatewayv2.HttpRouteKey.DEFAULT, integration = integration,
      authorizer = props.default_authorizer, authorization_scopes = props.default_authorization_scopes,
    })
  end
  if props.create_default_stage ~= false then
    self.default_stage = apigatewayv2.HttpStage(self, "DefaultStage", {
      http_api = self, auto_deploy = true, domain_mapping = mapping,
    })
    if mapping then self.default_stage.node:add_dependency(mapping.domain_name) end
  elseif mapping then
    fail(self, "default_domain_mapping needs the default stage; -> leave create_default_stage = false out, or give a "
      .. "stage of your own domain_mapping")
  end
end

--- The URL of the API without a stage.
HttpApi.get.api_endpoint = function(self)
  if self.disable_execute_api_endpoint then
    fail(self, "the API has no api_endpoint, since disable_execute_api_endpoint is set; -> use a domain name")
  end
  return self._api_endpoint
end

--- The URL of the default stage, or nil.
HttpApi.get.url = function(self)
  local stage = self.default_stage
  return stage and stage.url or nil
end

--- Adds a stage.
function HttpApi:add_stage(id, options)
  local props = l2.with({ http_api = self }, options)
  return apigatewayv2.HttpStage(self, id, props)
end

--- Adds a route for each of the methods, any method unless they are given; gives them as a list. Options: path,
--- integration (required).
function HttpApi:add_routes(options)
  local routes = {}
  for i, method in ipairs(options.methods or { "ANY" }) do
    routes[i] = apigatewayv2.HttpRoute(self, method .. options.path, {
      http_api = self, route_key = apigatewayv2.HttpRouteKey.with(options.path, method),
      integration = options.integration, authorizer = options.authorizer or self.default_authorizer,
      authorization_scopes = options.authorization_scopes or self.default_authorization_scopes,
    })
  end
  return routes
end

local ImportedHttpApi = engine.class("aws_cdk.aws_apigatewayv2.ImportedHttpApi", HttpApiBase)
ImportedHttpApi.__model = rawget(HttpApi, "__schema")

function ImportedHttpApi:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.api_id, self.http_api_id, self._api_endpoint = attrs.http_api_id, attrs.http_api_id, attrs.api_endpoint
end

-- What is not known of an imported API.
for _, name in ipairs { "default_authorization_scopes", "default_authorizer", "default_stage" } do
  ImportedHttpApi.get[name] = function() return nil end
end

ImportedHttpApi.get.api_endpoint = function(self)
  if not self._api_endpoint then fail(self, "the imported API has no api_endpoint; -> give it where it is imported") end
  return self._api_endpoint
end

--- An API by http_api_id, and api_endpoint if it is needed.
function HttpApi.from_http_api_attributes(scope, id, attrs) return ImportedHttpApi(scope, id, attrs) end

return { HttpApi = HttpApi }
