-- Who may call APIs. The cases are twins of tools/golden/aws_apigatewayv2_authorizers.js.
local apigw = require "aws_cdk.aws_apigatewayv2"
local authorizers = require "aws_cdk.aws_apigatewayv2_authorizers"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local integrations = require "aws_cdk.aws_apigatewayv2_integrations"
local lambda = require "aws_cdk.aws_lambda"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local function function_in(stack, id)
  return lambda.Function(stack, id, {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
end

local function router(api)
  return function(path, authorizer)
    api:add_routes {
      path = path, authorizer = authorizer, integration = integrations.HttpUrlIntegration("I", "https://example.com"),
    }
  end
end

local cases = {}

function cases.tokens(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local route = router(apigw.HttpApi(stack, "Api"))
  local jwt = authorizers.HttpJwtAuthorizer("Jwt", "https://issuer", { jwt_audience = { "a", "b" } })
  route("/a", jwt)
  route("/b", jwt)
  cdk.CfnOutput(stack, "Jwt", { value = jwt.authorizer_id .. " " .. jwt.authorization_type })
  route("/c", authorizers.HttpJwtAuthorizer("Full", "https://issuer", {
    jwt_audience = { "a" }, authorizer_name = "full", identity_source = { "$request.header.x", "$request.header.y" },
  }))
  local by_iam = authorizers.HttpIamAuthorizer()
  route("/iam", by_iam)
  cdk.CfnOutput(stack, "Iam", { value = by_iam.authorization_type })
end

function cases.functions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local HttpLambdaAuthorizer, ResponseType = authorizers.HttpLambdaAuthorizer, authorizers.HttpLambdaResponseType
  local route = router(apigw.HttpApi(stack, "Api"))
  local plain = HttpLambdaAuthorizer("Plain", function_in(stack, "PlainFunction"))
  route("/a", plain)
  route("/b", plain)
  cdk.CfnOutput(stack, "Plain", { value = plain.authorizer_id .. " " .. plain.authorization_type })
  route("/c", HttpLambdaAuthorizer("Simple", function_in(stack, "SimpleFunction"), {
    response_types = { ResponseType.IAM, ResponseType.SIMPLE }, authorizer_name = "simple",
    identity_source = { "$context.path" }, results_cache_ttl = cdk.Duration.seconds(0),
  }))
  route("/d", HttpLambdaAuthorizer("Role", function_in(stack, "RoleFunction"), {
    response_types = { ResponseType.IAM },
    role = iam.Role.from_role_arn(stack, "R", "arn:aws:iam::111122223333:role/r"),
  }))
  route("/e", HttpLambdaAuthorizer("Imported",
    lambda.Function.from_function_arn(stack, "F", "arn:aws:lambda:eu-west-1:111122223333:function:f")))
end

function cases.user_pools(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pool = cognito.UserPool(stack, "Pool")
  local route = router(apigw.HttpApi(stack, "Api"))
  local plain = authorizers.HttpUserPoolAuthorizer("Plain", pool)
  route("/a", plain)
  route("/b", plain)
  cdk.CfnOutput(stack, "Plain", { value = plain.authorizer_id .. " " .. plain.authorization_type })
  local imported = cognito.UserPool.from_user_pool_id(stack, "Imported", "us-east-1_p")
  route("/c", authorizers.HttpUserPoolAuthorizer("Full", imported, {
    user_pool_clients = {
      pool:add_client "Client", cognito.UserPoolClient.from_user_pool_client_id(stack, "ImportedClient", "c"),
    },
    user_pool_region = "us-east-1", authorizer_name = "full", identity_source = { "$request.header.x" },
  }))
end

local function socket(stack, id, authorizer)
  return apigw.WebSocketApi(stack, id, {
    connect_route_options = { authorizer = authorizer, integration = integrations.WebSocketMockIntegration "M" },
  })
end

function cases.web_sockets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  socket(stack, "Iam", authorizers.WebSocketIamAuthorizer())
  socket(stack, "Plain", authorizers.WebSocketLambdaAuthorizer("Authorizer", function_in(stack, "F")))
  socket(stack, "Full", authorizers.WebSocketLambdaAuthorizer("Authorizer", function_in(stack, "G"), {
    authorizer_name = "full", identity_source = { "route.request.querystring.a" },
  }))
end

describe("aws_apigatewayv2_authorizers", function()
  golden.check("aws_apigatewayv2_authorizers", cases)

  it("knows the id of an authorizer once a route uses it", function()
    local stack = cdk.Stack(cdk.App(), "S")
    for _, one in ipairs {
      authorizers.HttpJwtAuthorizer("A", "i", { jwt_audience = { "a" } }),
      authorizers.HttpLambdaAuthorizer("A", function_in(stack, "F")),
    } do
      refuses("the authorizer 'A' has no authorizer_id before a route uses it", function() return one.authorizer_id end)
    end
  end)

  it("keeps a function's authorizer with one API", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local fn = function_in(stack, "F")
    local authorizer = authorizers.HttpLambdaAuthorizer("A", fn)
    router(apigw.HttpApi(stack, "One"))("/", authorizer)
    refuses("the authorizer 'A' already belongs to the API S/One", router(apigw.HttpApi(stack, "Two")), "/", authorizer)
    local of_socket = authorizers.WebSocketLambdaAuthorizer("W", fn)
    socket(stack, "Three", of_socket)
    refuses("the authorizer 'W' already belongs to the API S/Three", socket, stack, "Four", of_socket)
  end)
end)
