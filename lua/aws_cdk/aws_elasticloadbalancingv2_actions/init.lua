-- Actions of load balancers on other services: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_elasticloadbalancingv2_actions", {
  AuthenticateCognitoAction = "authenticate_cognito_action",
})
