-- The ARNs by which policies speak of calls of an API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local execute_api_arn = {}

--- The part of the ARN after the API, for requests with a method, a path and a stage.
function execute_api_arn.request(scope, method, path, stage)
  if path ~= nil and path ~= "" and not engine.is_unresolved(path) and path:sub(1, 1) ~= "/" then
    engine.fail(scope, "path must begin with /, got %s", engine.display(path))
  end
  if type(method) == "string" and method:upper() == "ANY" then method = "*" end
  return (stage or "*") .. "/" .. (method or "*") .. (path or "/*")
end

--- The ARN of calls of an API. `api`: api_id, and account and region where they are not the scope's.
return setmetatable(execute_api_arn, { __call = function(_, scope, api, name)
  return engine.stack_of(scope):format_arn {
    service = "execute-api", account = api.account, region = api.region, resource = api.api_id, resource_name = name,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end })
