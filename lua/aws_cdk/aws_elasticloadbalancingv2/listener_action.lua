--- What application load balancers do with requests.
local engine = require "luacdk.engine"
local action_chain = require "aws_cdk.aws_elasticloadbalancingv2.private.action_chain"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local forward = require "aws_cdk.aws_elasticloadbalancingv2.private.forward"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local LONGEST_URL = 256

local ListenerAction = action_chain "aws_cdk.aws_elasticloadbalancingv2.ListenerAction"

--- Called when a listener or a rule takes the action.
function ListenerAction:bind(scope, listener, associating_construct)
  if self._next then self._next:bind(scope, listener, associating_construct) end
end

--- The action in the form of a rule, instead of a listener's default action.
function ListenerAction:_add_rule_action(action_json)
  if self._rule_action_json then fail(nil, "the action for rules is already set") end
  self._rule_action_json = action_json
end

-- ---- forwarding -----------------------------------------------------------------------------------------------------

local ToGroups = engine.class("aws_cdk.aws_elasticloadbalancingv2.TargetGroupListenerAction", ListenerAction)

local function to_groups(groups, action)
  local made = ToGroups(action)
  made._groups = groups
  return made
end

function ToGroups:bind(_, listener, associating_construct)
  for _, group in ipairs(self._groups) do group:register_listener(listener, associating_construct) end
end

--- Forwards to target groups, in equal parts.
function ListenerAction.forward(target_groups, options)
  if #target_groups == 0 then fail(nil, "forward needs at least one target group") end
  if #target_groups == 1 and not (options and options.stickiness_duration) then
    return to_groups(target_groups, { type = "forward", target_group_arn = target_groups[1].target_group_arn })
  end
  local weighted = {}
  for i, group in ipairs(target_groups) do weighted[i] = { target_group = group, weight = 1 } end
  return ListenerAction.weighted_forward(weighted, options)
end

--- Forwards to target groups, to each by its weight.
function ListenerAction.weighted_forward(target_groups, options)
  if #target_groups == 0 then fail(nil, "weighted_forward needs at least one target group") end
  local groups, rows = {}, {}
  for i, one in ipairs(target_groups) do
    groups[i], rows[i] = one.target_group, { one.target_group.target_group_arn, one.weight }
  end
  return to_groups(groups, forward(rows, options))
end

-- ---- answers of the load balancer itself ----------------------------------------------------------------------------

--- Answers with a fixed text.
function ListenerAction.fixed_response(status_code, options)
  options = options or {}
  return ListenerAction {
    type = "fixed-response",
    fixed_response_config = {
      status_code = cdk.Tokenization.stringify_number(status_code), content_type = options.content_type,
      message_body = options.message_body,
    },
  }
end

--- Sends the client elsewhere.
function ListenerAction.redirect(options)
  if not (options.host or options.path or options.port or options.protocol or options.query) then
    fail(nil, "a redirect to the same place never ends: -> give host, path, port, protocol or query")
  end
  local path = options.path
  if path and path ~= "" and not is_unresolved(path) and path:sub(1, 1) ~= "/" then
    fail(nil, "the path of a redirect must begin with '/', got %s", display(path))
  end
  return ListenerAction {
    type = "redirect",
    redirect_config = {
      status_code = options.permanent and "HTTP_301" or "HTTP_302", host = options.host, path = path,
      port = options.port, protocol = options.protocol, query = options.query,
    },
  }
end

-- ---- authentication -------------------------------------------------------------------------------------------------

local Jwt = engine.class("aws_cdk.aws_elasticloadbalancingv2.AuthenticateJwtAction", ListenerAction)

function Jwt:bind(scope, listener, associating_construct)
  ListenerAction.bind(self, scope, listener, associating_construct)
  local own = engine.is_a(listener, require("aws_cdk.aws_elasticloadbalancingv2").ApplicationListener)
  if own and listener.protocol ~= "HTTPS" then
    fail(listener, "authenticate_jwt needs a listener of ApplicationProtocol.HTTPS")
  end
end

local function check_url(name, url)
  if not is_unresolved(url) and (utf8.len(url) or #url) > LONGEST_URL then
    fail(nil, "%s can have at most %d characters, got %d", name, LONGEST_URL, utf8.len(url) or #url)
  end
end

--- Lets requests pass that bring a valid token.
function ListenerAction.authenticate_jwt(options)
  local endpoint = options.jwks_endpoint
  if not is_unresolved(endpoint) and endpoint:sub(1, 8) ~= "https://" then
    fail(nil, "jwks_endpoint must begin with 'https://', got %s", display(endpoint))
  end
  check_url("jwks_endpoint", endpoint)
  check_url("issuer", options.issuer)
  return Jwt({
    type = "jwt-validation", jwt_validation_config = { issuer = options.issuer, jwks_endpoint = endpoint },
  }, options.next)
end

local Oidc = engine.class("aws_cdk.aws_elasticloadbalancingv2.AuthenticateOidcAction", ListenerAction)

function Oidc:bind(scope, listener, associating_construct)
  ListenerAction.bind(self, scope, listener, associating_construct)
  if self._allow_https then
    listener.connections:allow_to_any_ipv4(ec2.Port.tcp(443), "Allow to IdP endpoint")
  end
end

--- Has users log in with an identity provider.
function ListenerAction.authenticate_oidc(options)
  local timeout = options.session_timeout and options.session_timeout:to_seconds()
  local function config(session_timeout)
    return {
      authorization_endpoint = options.authorization_endpoint,
      client_id = options.client_id,
      client_secret = options.client_secret:unsafe_unwrap(),
      issuer = options.issuer,
      token_endpoint = options.token_endpoint,
      user_info_endpoint = options.user_info_endpoint,
      authentication_request_extra_params = options.authentication_request_extra_params,
      on_unauthenticated_request = options.on_unauthenticated_request,
      scope = options.scope,
      session_cookie_name = options.session_cookie_name,
      session_timeout = session_timeout,
    }
  end
  local action = Oidc({
    type = "authenticate-oidc",
    authenticate_oidc_config = config(timeout and cdk.Tokenization.stringify_number(timeout)),
  }, options.next)
  action:_add_rule_action { type = "authenticate-oidc", authenticate_oidc_config = config(timeout) }
  action._allow_https = options.allow_https_outbound ~= false
  return action
end

return { ListenerAction = ListenerAction }
