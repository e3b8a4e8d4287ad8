--- The format of a line in an access log.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"

local AccessLogFormat = engine.class "aws_cdk.aws_apigateway.AccessLogFormat"

--- Arguments: format.
function AccessLogFormat:init(format) self._format = format end

function AccessLogFormat:to_string() return self._format end

local function field(name) return apigateway.AccessLogField["context_" .. name]() end

--- The Common Log Format.
function AccessLogFormat.clf()
  return AccessLogFormat(('%s %s %s [%s] "%s %s %s" %s %s %s'):format(
    field "identity_source_ip", field "identity_caller", field "identity_user", field "request_time",
    field "http_method", field "resource_path", field "protocol", field "status", field "response_length",
    field "request_id"))
end

-- Fields of the JSON, in its order: the option and what is written.
local STANDARD = {
  { "ip", "identity_source_ip" }, { "user", "identity_user" }, { "caller", "identity_caller" },
  { "request_time", "request_time", "requestTime" }, { "http_method", "http_method", "httpMethod" },
  { "resource_path", "resource_path", "resourcePath" }, { "status", "status" }, { "protocol", "protocol" },
  { "response_length", "response_length", "responseLength" },
}

--- JSON with the id of the request and the given fields; all fields by default.
function AccessLogFormat.json_with_standard_fields(fields)
  local object = engine.ordered("requestId", field "request_id")
  for _, row in ipairs(STANDARD) do
    if not fields or fields[row[1]] then object[row[3] or row[1]] = field(row[2]) end
  end
  return AccessLogFormat(engine.json(object))
end

return { AccessLogFormat = AccessLogFormat }
