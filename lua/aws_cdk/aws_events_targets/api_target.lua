-- What targets have in common that are APIs of API Gateway.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local api_target = {}

local function check_wildcards(rule, path, values)
  local _, wildcards = path:gsub("%*", "")
  if wildcards ~= #values then
    engine.fail(rule, "path_parameter_values must have a value for each of the %d wildcards of path, got %d", wildcards,
      #values)
  end
end

--- The target's configuration: requests of the API, by ApiGatewayProps, of the stage that `default_stage()` gives
--- unless they name one.
function api_target.config(rule, api, props, default_stage)
  target.allow_dead_letters(rule, props.dead_letter_queue)
  check_wildcards(rule, props.path or "", props.path_parameter_values or {})
  local path, stage = props.path, props.stage
  if not path or path == "" then path = "/" end
  if not stage or stage == "" then stage = default_stage() end
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

return api_target
