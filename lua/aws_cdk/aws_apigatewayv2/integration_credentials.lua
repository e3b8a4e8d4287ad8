--- By what permissions API Gateway calls a service of AWS.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local IntegrationCredentials = engine.class "aws_cdk.aws_apigatewayv2.IntegrationCredentials"

function IntegrationCredentials.init() end

local GivenCredentials = engine.class("aws_cdk.aws_apigatewayv2.GivenCredentials", IntegrationCredentials)

function GivenCredentials:init(credentials_arn) self.credentials_arn = credentials_arn end

--- Those of a role, which API Gateway may assume.
function IntegrationCredentials.from_role(role) return GivenCredentials(role.role_ref.role_arn) end

--- The caller's credentials.
function IntegrationCredentials.use_caller_identity()
  return GivenCredentials("arn:" .. cdk.Aws.PARTITION .. ":iam::*:user/*")
end

return { IntegrationCredentials = IntegrationCredentials }
