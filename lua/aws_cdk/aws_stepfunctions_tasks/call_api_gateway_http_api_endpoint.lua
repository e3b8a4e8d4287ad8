--- Calls an HTTP API.
local api_call = require "aws_cdk.aws_stepfunctions_tasks.private.api_call"
local cdk = require "aws_cdk"

local function endpoint(props)
  local stack = props.api_stack
  return props.api_id .. ".execute-api." .. stack.region .. "." .. stack.url_suffix
end

local function arn(props)
  return props.api_stack:format_arn {
    service = "execute-api", resource = props.api_id, arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    -- What is left out is told as the reference's JavaScript tells it.
    resource_name = (props.stage_name or "undefined") .. "/" .. props.method .. (props.api_path or "undefined"),
  }
end

return { CallApiGatewayHttpApiEndpoint = api_call.class("CallApiGatewayHttpApiEndpoint", endpoint, arn) }
