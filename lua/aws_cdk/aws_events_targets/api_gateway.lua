--- Events are sent to a REST API.
local engine = require "luacdk.engine"
local api_target = require "aws_cdk.aws_events_targets.api_target"

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
    fail(self.i_rest_api, "the API of the target is no RestApi; -> read i_rest_api")
  end
  return self.i_rest_api
end

local function stage_of(rule, api)
  local stage = api.deployment_stage
  if not stage then fail(rule, "the API has no deployment stage; -> give stage") end
  return stage.stage_name
end

function ApiGateway:bind(rule)
  local api = self.i_rest_api
  return api_target.config(rule, api, self._props, function() return stage_of(rule, api) end)
end

return { ApiGateway = ApiGateway }
