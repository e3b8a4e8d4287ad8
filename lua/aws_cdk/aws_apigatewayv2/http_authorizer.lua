--- Who may call the routes of an HTTP API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local fail = engine.fail

local HttpAuthorizer = engine.class("aws_cdk.aws_apigatewayv2.HttpAuthorizer", cdk.Resource)

local function check(self, props, of_lambda)
  if props.type == "JWT" then
    local audience, issuer = props.jwt_audience, props.jwt_issuer
    if not audience or #audience == 0 or issuer == nil or issuer == "" then
      fail(self, "an authorizer of type JWT needs jwt_audience and jwt_issuer")
    end
  end
  if of_lambda and (props.authorizer_uri == nil or props.authorizer_uri == "") then
    fail(self, "an authorizer of type LAMBDA needs authorizer_uri")
  end
  if not of_lambda and props.role then fail(self, "role belongs to authorizers of type LAMBDA, got %s", props.type) end
end

--- Arguments: scope, id, HttpAuthorizerProps: http_api, type, identity_source (required).
function HttpAuthorizer:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local of_lambda = props.type == apigatewayv2.HttpAuthorizerType.LAMBDA
  check(self, props, of_lambda)
  self._api_id = props.http_api.api_ref.api_id
  local audience, issuer, ttl = props.jwt_audience, props.jwt_issuer, props.results_cache_ttl
  local resource = apigatewayv2.CfnAuthorizer(self, "Resource", {
    name = props.authorizer_name or id,
    api_id = self._api_id,
    authorizer_type = props.type,
    identity_source = props.identity_source,
    jwt_configuration = (audience or issuer ~= nil) and { audience = audience, issuer = issuer } or nil,
    enable_simple_responses = props.enable_simple_responses,
    authorizer_payload_format_version = props.payload_format_version
      or of_lambda and apigatewayv2.AuthorizerPayloadVersion.VERSION_2_0 or nil,
    authorizer_uri = props.authorizer_uri,
    authorizer_result_ttl_in_seconds = ttl and ttl:to_seconds(),
    authorizer_credentials_arn = props.role and props.role.role_ref.role_arn,
  })
  self.authorizer_id = resource.ref
end

HttpAuthorizer.get.authorizer_ref = function(self)
  return { authorizer_id = self.authorizer_id, api_id = self._api_id }
end

local ImportedHttpAuthorizer = engine.class("aws_cdk.aws_apigatewayv2.ImportedHttpAuthorizer", cdk.Resource)

function ImportedHttpAuthorizer:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.authorizer_id, self.authorizer_type = attrs.authorizer_id, attrs.authorizer_type
end

function ImportedHttpAuthorizer:bind()
  return { authorizer_id = self.authorizer_id, authorization_type = self.authorizer_type }
end

--- An authorizer by authorizer_id and authorizer_type: "JWT" or "CUSTOM".
function HttpAuthorizer.from_http_authorizer_attributes(scope, id, attrs)
  return ImportedHttpAuthorizer(scope, id, attrs)
end

--- Everybody may call, whatever the default authorizer of the API is.
local HttpNoneAuthorizer = engine.class "aws_cdk.aws_apigatewayv2.HttpNoneAuthorizer"

function HttpNoneAuthorizer:init() self.authorization_type = "NONE" end

function HttpNoneAuthorizer:bind() return { authorization_type = self.authorization_type } end

return { HttpAuthorizer = HttpAuthorizer, HttpNoneAuthorizer = HttpNoneAuthorizer }
