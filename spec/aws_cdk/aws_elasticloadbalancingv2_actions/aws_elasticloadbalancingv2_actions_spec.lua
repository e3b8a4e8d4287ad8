-- Logins at load balancers. The cases are twins of tools/golden/aws_elasticloadbalancingv2_actions.js.
local actions = require "aws_cdk.aws_elasticloadbalancingv2_actions"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"

local cases = {}

function cases.logins(app)
  local stack = cdk.Stack(app, "S")
  local vpc, user_pool = ec2.Vpc(stack, "Vpc"), cognito.UserPool(stack, "Users")
  local user_pool_client = user_pool:add_client("Client", { generate_secret = true })
  local user_pool_domain = user_pool:add_domain("Domain", { cognito_domain = { domain_prefix = "d" } })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc, internet_facing = true })
  local after = elbv2.ListenerAction.fixed_response(200, { message_body = "in" })
  local listener = balancer:add_listener("Https", {
    port = 443, certificates = { elbv2.ListenerCertificate.from_arn("arn:certificate") },
    default_action = actions.AuthenticateCognitoAction {
      user_pool = user_pool, user_pool_client = user_pool_client, user_pool_domain = user_pool_domain, next = after,
    },
  })
  listener:add_action("Rule", {
    priority = 1, conditions = { elbv2.ListenerCondition.path_patterns { "/admin/*" } },
    action = actions.AuthenticateCognitoAction {
      user_pool = user_pool, user_pool_client = user_pool_client, user_pool_domain = user_pool_domain, next = after,
      allow_https_outbound = false, authentication_request_extra_params = { display = "page" }, scope = "openid email",
      on_unauthenticated_request = elbv2.UnauthenticatedAction.DENY, session_cookie_name = "c",
      session_timeout = cdk.Duration.hours(1),
    },
  })
  balancer:add_listener("Other", {
    port = 8443, protocol = elbv2.ApplicationProtocol.HTTPS,
    certificates = { elbv2.ListenerCertificate.from_arn("arn:certificate") },
    default_action = actions.AuthenticateCognitoAction {
      user_pool = user_pool, user_pool_client = user_pool_client, user_pool_domain = user_pool_domain, next = after,
      session_timeout = cdk.Duration.days(1),
    },
  })
end

describe("aws_elasticloadbalancingv2_actions", function()
  golden.check("aws_elasticloadbalancingv2_actions", cases)
end)
