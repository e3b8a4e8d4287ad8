--- Members of every HTTP API, whether made here, imported or referenced.
local engine = require "luacdk.engine"
local execute_api_arn = require "aws_cdk.aws_apigatewayv2.private.execute_api_arn"

local HttpApiHelper = engine.class "aws_cdk.aws_apigatewayv2.HttpApiHelper"

function HttpApiHelper:init(http_api) self._http_api = http_api end

--- The helper of an API.
function HttpApiHelper.from_http_api(http_api) return HttpApiHelper(http_api) end

--- The ARN by which policies speak of calls of the API: all, or those of a method, a path and a stage.
function HttpApiHelper:arn_for_execute_api(method, path, stage)
  local api = self._http_api
  return execute_api_arn(api, { api_id = api.api_ref.api_id, account = api.env.account, region = api.env.region },
    execute_api_arn.request(api, method, path, stage))
end

return { HttpApiHelper = HttpApiHelper }
