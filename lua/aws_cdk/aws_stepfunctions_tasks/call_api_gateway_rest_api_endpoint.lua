--- Calls a REST API.
local api_call = require "aws_cdk.aws_stepfunctions_tasks.private.api_call"
local cdk = require "aws_cdk"

local function endpoint(props)
  local stack = cdk.Stack.of(props.api)
  return props.api.rest_api_id .. ".execute-api." .. (props.region or stack.region) .. "." .. stack.url_suffix
end

local function arn(props)
  local path = props.api_path
  -- What an expression will give is not known: all paths, then.
  if path and tostring(path):find "^{%%.*%%}$" then path = "/*" end
  return props.api:arn_for_execute_api(props.method, path, props.stage_name)
end

return { CallApiGatewayRestApiEndpoint = api_call.class("CallApiGatewayRestApiEndpoint", endpoint, arn) }
