--- Calls an HTTP endpoint, with the credentials of an EventBridge connection.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local stepfunctions = require "aws_cdk.aws_stepfunctions"
local jsonata = require "aws_cdk.aws_stepfunctions.private.jsonata"

local Format = require("aws_cdk.aws_stepfunctions_tasks").URLEncodingFormat

-- A text as a part of a JSONata expression.
local function operand(text)
  if not jsonata.is_expression(text) then return "'" .. text .. "'" end
  return (text:gsub("^{%%", ""):gsub("%%}$", ""):match "^%s*(.-)%s*$")
end

local function endpoint(self, props)
  local root, path = props.api_root, props.api_endpoint.value
  if self._query_language == integration.JSONATA then
    return "{% " .. operand(root) .. " & '/' & " .. operand(path) .. " %}"
  end
  local flag = cx_api.STEPFUNCTIONS_TASKS_HTTPINVOKE_DYNAMIC_JSONPATH_ENDPOINT
  if cdk.FeatureFlags.of(self):is_enabled(flag) then return stepfunctions.JsonPath.format("{}/{}", root, path) end
  return root .. "/" .. path
end

local function parameters(self, props)
  local headers, format, transform = task.value(props.headers), props.url_encoding_format, nil
  if format and format ~= Format.NONE then
    local all = engine.ordered()
    for _, name in ipairs(engine.keys(headers or {})) do all[name] = headers[name] end
    all["Content-Type"] = "application/x-www-form-urlencoded"
    headers = all
    transform = engine.ordered("RequestBodyEncoding", "URL_ENCODED",
      "RequestEncodingOptions", format ~= Format.DEFAULT and { ArrayFormat = format } or nil)
  end
  return engine.ordered("ApiEndpoint", endpoint(self, props),
    "Authentication", { ConnectionArn = props.connection.connection_arn }, "Method", props.method.value,
    "Headers", headers, "RequestBody", task.value(props.body),
    "QueryParameters", task.value(props.query_string_parameters), "Transform", transform)
end

return {
  HttpInvoke = task.class("HttpInvoke", {
    service = "http", api = "invoke",
    policies = function(_, props)
      local root = jsonata.is_expression(props.api_root) and "" or props.api_root
      return {
        task.allow({ "events:RetrieveConnectionCredentials" }, { props.connection.connection_arn }),
        task.allow({ "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret" },
          { props.connection.connection_secret_arn }),
        task.allow({ "states:InvokeHTTPEndpoint" }, { "*" },
          { StringLike = { ["states:HTTPEndpoint"] = root .. "*" } }),
      }
    end,
    parameters = parameters,
  }),
}
