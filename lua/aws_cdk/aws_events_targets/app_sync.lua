--- Events become mutations of a GraphQL API.
local engine = require "luacdk.engine"
local target = require "aws_cdk.aws_events_targets.target"

local AppSync = engine.class "aws_cdk.aws_events_targets.AppSync"

--- Arguments: appsync_api, AppSyncGraphQLApiProps: graph_ql_operation (required).
function AppSync:init(appsync_api, props) self._api, self._props = appsync_api, props end

local function check(rule, api)
  local by_iam = false
  for _, mode in ipairs(api.modes) do by_iam = by_iam or mode == "AWS_IAM" end
  if not by_iam then
    engine.fail(rule, "an AppSync target needs an API with the authorization mode AuthorizationType.IAM")
  end
  if api.visibility ~= "GLOBAL" then engine.fail(rule, "an AppSync target needs an API of Visibility.GLOBAL") end
  if api.graph_ql_endpoint_arn == "" then
    engine.fail(rule, "an AppSync target needs the graph_ql_endpoint_arn of an imported API")
  end
end

function AppSync:bind(rule)
  local api, props = self._api, self._props
  target.allow_dead_letters(rule, props.dead_letter_queue)
  check(rule, api)
  local role = props.event_role
  if not role then
    role = target.singleton_role(api)
    api:grant_mutation(role)
  end
  local config = target.base_config(props)
  config.arn = api.graph_ql_endpoint_arn
  config.role = role
  config.input = props.variables
  config.target_resource = api
  config.app_sync_parameters = { graph_ql_operation = props.graph_ql_operation }
  return config
end

return { AppSync = AppSync }
