--- Has users of a load balancer log in with a user pool.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local ListenerAction = elbv2.ListenerAction

local AuthenticateCognitoAction = engine.class(
  "aws_cdk.aws_elasticloadbalancingv2_actions.AuthenticateCognitoAction", ListenerAction)

local function action(options, session_timeout)
  return {
    type = "authenticate-cognito",
    authenticate_cognito_config = {
      user_pool_arn = options.user_pool.user_pool_arn,
      user_pool_client_id = options.user_pool_client.user_pool_client_id,
      user_pool_domain = options.user_pool_domain.domain_name,
      authentication_request_extra_params = options.authentication_request_extra_params,
      on_unauthenticated_request = options.on_unauthenticated_request,
      scope = options.scope,
      session_cookie_name = options.session_cookie_name,
      session_timeout = session_timeout,
    },
  }
end

--- Arguments: AuthenticateCognitoActionProps: user_pool, user_pool_client, user_pool_domain, next (required).
function AuthenticateCognitoAction:init(options)
  local timeout = options.session_timeout and options.session_timeout:to_seconds()
  ListenerAction.init(self, action(options, timeout and cdk.Tokenization.stringify_number(timeout)), options.next)
  self:_add_rule_action(action(options, timeout))
  self._allow_https = options.allow_https_outbound ~= false
end

--- Called when a listener or a rule takes the action.
function AuthenticateCognitoAction:bind(scope, listener, associating_construct)
  ListenerAction.bind(self, scope, listener, associating_construct)
  if self._allow_https then listener.connections:allow_to_any_ipv4(ec2.Port.tcp(443), "Allow to IdP endpoint") end
end

return { AuthenticateCognitoAction = AuthenticateCognitoAction }
