--- Authorizers that ask a function: by a token, or by several parts of the request.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local fail, display = engine.fail, engine.display
local Authorizer = apigateway.Authorizer

local DEFAULT_TTL, MAX_TTL = 300, 3600 -- seconds

local LambdaAuthorizer = engine.class("aws_cdk.aws_apigateway.LambdaAuthorizer", Authorizer)

local as_hashed = hashed.shape {
  "name", "rest_api_id", "type", "authorizer_uri", "authorizer_credentials", "authorizer_result_ttl_in_seconds",
  "identity_source", "identity_validation_expression",
}

function LambdaAuthorizer:init(scope, id, props)
  Authorizer.init(self, scope, id)
  self._handler, self._role = props.handler, props.assume_role
  local ttl = props.results_cache_ttl and props.results_cache_ttl:to_seconds()
  if type(ttl) == "number" and ttl > MAX_TTL then
    fail(scope, "results_cache_ttl must be at most %d seconds, got %s", MAX_TTL, display(ttl))
  end
end

local function uri_of(handler)
  local arn = handler.function_arn
  local parts = cdk.Arn.split(arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
  return "arn:" .. parts.partition .. ":apigateway:" .. parts.region .. ":lambda:path/2015-03-31/functions/" .. arn
    .. "/invocations"
end

-- The L1 authorizer, and who may call the function.
local function make(self, props, kind, identity_source, validation)
  local rest_api_id = self:_lazy_rest_api_id()
  local l1 = {
    name = props.authorizer_name or cdk.Names.unique_id(self),
    rest_api_id = rest_api_id,
    type = kind,
    authorizer_uri = uri_of(props.handler),
    authorizer_credentials = props.assume_role and props.assume_role.role_arn,
    authorizer_result_ttl_in_seconds = props.results_cache_ttl and props.results_cache_ttl:to_seconds() or DEFAULT_TTL,
    identity_source = identity_source,
    identity_validation_expression = validation,
  }
  self._authorizer_props = l1
  self:_identify(apigateway.CfnAuthorizer(self, "Resource", l1), rest_api_id)
  self:_setup_permissions()
end

--- Lets the role that is assumed call the function, or API Gateway itself.
function LambdaAuthorizer:_setup_permissions()
  local role, handler = self._role, self._handler
  if not role then
    handler:add_permission(cdk.Names.unique_id(self) .. ":Permissions", {
      principal = iam.ServicePrincipal "apigateway.amazonaws.com", source_arn = self.authorizer_arn,
    })
  elseif iam.Role.is_role(role) then
    role:attach_inline_policy(iam.Policy(self, "authorizerInvokePolicy", {
      statements = {
        iam.PolicyStatement {
          resources = handler.resource_arns_for_grant_invoke, actions = { "lambda:InvokeFunction" },
        },
      },
    }))
  end
end

function LambdaAuthorizer:_attach_to_api(api)
  self:_belong_to(api, function()
    local handler = self._handler
    local of = engine.is_a(handler, lambda.Function) and handler.node.default_child or handler
    return engine.ordered("authorizer", as_hashed(self._authorizer_props), "authorizerToken", of.function_name)
  end)
end

--------------------------------------------------------------------------------------------------------------------

local TokenAuthorizer = engine.class("aws_cdk.aws_apigateway.TokenAuthorizer", LambdaAuthorizer)

--- Arguments: scope, id, TokenAuthorizerProps: handler (required).
function TokenAuthorizer:init(scope, id, props)
  LambdaAuthorizer.init(self, scope, id, props)
  local source = props.identity_source
  if not source or source == "" then source = apigateway.IdentitySource.header "Authorization" end
  make(self, props, "TOKEN", source, props.validation_regex)
end

--------------------------------------------------------------------------------------------------------------------

local RequestAuthorizer = engine.class("aws_cdk.aws_apigateway.RequestAuthorizer", LambdaAuthorizer)

--- Arguments: scope, id, RequestAuthorizerProps: handler, identity_sources (required).
function RequestAuthorizer:init(scope, id, props)
  LambdaAuthorizer.init(self, scope, id, props)
  local sources, ttl = props.identity_sources, props.results_cache_ttl
  if #sources == 0 and not (ttl and ttl:to_seconds() == 0) then
    fail(scope, "an authorizer whose results are cached needs identity_sources; -> results_cache_ttl = "
      .. "cdk.Duration.seconds(0) turns caching off")
  end
  make(self, props, "REQUEST", l2.joined(sources, ","))
end

return { RequestAuthorizer = RequestAuthorizer, TokenAuthorizer = TokenAuthorizer }
