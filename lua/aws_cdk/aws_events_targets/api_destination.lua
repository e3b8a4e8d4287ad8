--- Events are sent to an HTTP endpoint.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local ApiDestination = engine.class "aws_cdk.aws_events_targets.ApiDestination"

--- Arguments: api_destination, ApiDestinationProps: event (RuleTargetInput), event_role, header_parameters,
--  path_parameter_values, query_string_parameters and TargetBaseProps.
function ApiDestination:init(api_destination, props)
  self._destination = api_destination
  self._props = props
end

function ApiDestination:bind(rule)
  local destination, props = self._destination, self._props
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local role = props.event_role or target.singleton_role(destination)
  role:add_to_principal_policy(iam.PolicyStatement {
    resources = { destination.api_destination_arn },
    actions = { "events:InvokeApiDestination" },
  })
  local config = target.base_config(props)
  config.arn = destination.api_destination_arn
  config.role = role
  config.input = props.event
  config.target_resource = destination
  if props.header_parameters or props.path_parameter_values or props.query_string_parameters then
    config.http_parameters = {
      header_parameters = props.header_parameters,
      path_parameter_values = props.path_parameter_values,
      query_string_parameters = props.query_string_parameters,
    }
  end
  return config
end

return { ApiDestination = ApiDestination }
