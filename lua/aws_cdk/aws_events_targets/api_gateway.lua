--- Events are sent to a REST API.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local fail = engine.fail

local ApiGateway = engine.class "aws_cdk.aws_events_targets.ApiGateway"

--- Arguments: rest_api, ApiGatewayProps: path ("/"), method, stage, event_role, post_body (RuleTargetInput),
--  header_parameters, path_parameter_values, query_string_parameters and TargetBaseProps.
function ApiGateway:init(rest_api, props)
  self.i_rest_api = rest_api
  self._props = props or {}
end

ApiGateway.get.rest_api = function(self)
  engine.deprecated("aws_cdk.aws_events_targets.ApiGateway#rest_api", "use `i_rest_api` instead")
  if not require("aws_cdk.aws_apigateway").RestApi.is_rest_api(self.i_rest_api) then
    fail(self.i_rest_api, "the API of the target is no RestApi; read i_rest_api")
  end
  return self.i_rest_api
end

local function check_wildcards(rule, path, values)
  local _, wildcards = path:gsub("%*", "")
  if wildcards ~= #values then
    fail(rule, "path_parameter_values must have a value for each of the %d wildcards of path, got %d", wildcards,
      #values)
  end
end

local function stage_of(rule, api)
  local stage = api.deployment_stage
  if not stage then fail(rule, "the API has no deployment stage; give stage") end
  return stage.stage_name
end

function ApiGateway:bind(rule)
  local api, props = self.i_rest_api, self._props
  target.allow_dead_letters(rule, props.dead_letter_queue)
  check_wildcards(rule, props.path or "", props.path_parameter_values or {})
  local path, stage = props.path, props.stage
  if not path or path == "" then path = "/" end
  if not stage or stage == "" then stage = stage_of(rule, api) end
  local arn = api:arn_for_execute_api(props.method, path, stage)
  local role = props.event_role or target.singleton_role(api)
  role:add_to_principal_policy(iam.PolicyStatement {
    resources = { arn }, actions = { "execute-api:Invoke", "execute-api:ManageConnections" },
  })
  local config = target.base_config(props)
  config.arn, config.role, config.input, config.target_resource = arn, role, props.post_body, api
  config.http_parameters = {
    header_parameters = props.header_parameters,
    path_parameter_values = props.path_parameter_values,
    query_string_parameters = props.query_string_parameters,
  }
  return config
end

return { ApiGateway = ApiGateway }
