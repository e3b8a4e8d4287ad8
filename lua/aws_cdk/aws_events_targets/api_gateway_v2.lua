--- Events are sent to an HTTP API.
local engine = require "luacdk.engine"
local api_target = require "aws_cdk.aws_events_targets.api_target"

local ApiGatewayV2 = engine.class "aws_cdk.aws_events_targets.ApiGatewayV2"

--- Arguments: http_api, ApiGatewayProps: path ("/"), method, stage, event_role, post_body (RuleTargetInput),
--  header_parameters, path_parameter_values, query_string_parameters and TargetBaseProps.
function ApiGatewayV2:init(http_api, props)
  self.i_http_api = http_api
  self._props = props or {}
end

function ApiGatewayV2:bind(rule)
  local api = self.i_http_api
  return api_target.config(rule, api, self._props, function()
    local stage = api.default_stage
    return stage and stage.stage_name
  end)
end

return { ApiGatewayV2 = ApiGatewayV2 }
