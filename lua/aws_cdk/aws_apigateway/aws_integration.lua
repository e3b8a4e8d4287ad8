--- Requests to an AWS service.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local Integration = require("aws_cdk.aws_apigateway").Integration

local fail, display = engine.fail, engine.display

local AwsIntegration = engine.class("aws_cdk.aws_apigateway.AwsIntegration", Integration)

local function encoded(text)
  if engine.is_unresolved(text) then return text end
  return (text:gsub("[^%w%-_.!~*'()]", function(char) return ("%%%02X"):format(char:byte()) end))
end

local function with_parameters(action, parameters)
  local text = action
  for _, name in ipairs(engine.keys(parameters)) do
    text = text .. "&" .. encoded(name) .. "=" .. encoded(parameters[name])
  end
  return text
end

-- Whether the service takes a path or an action, and which.
local function call_of(props)
  local path, action, parameters = props.path, props.action, props.action_parameters
  if path == "" then path = nil end
  if action == "" then action = nil end
  if parameters and not action then fail(nil, "action_parameters need action") end
  if path and action then
    fail(nil, "path and action are mutually exclusive, got %s and %s", display(path), display(action))
  end
  if path then return "path", path end
  if not action then fail(nil, "an AwsIntegration needs path or action") end
  return "action", with_parameters(action, parameters)
end

--- Arguments: AwsIntegrationProps: service (required), and path or action.
function AwsIntegration:init(props)
  local backend = (props.subdomain or "") ~= "" and props.subdomain .. "." .. props.service or props.service
  local kind, call = call_of(props)
  local method = props.integration_http_method
  Integration.init(self, {
    type = props.proxy and "AWS_PROXY" or "AWS",
    integration_http_method = method and method ~= "" and method or "POST",
    uri = engine.lazy(function()
      if not self._scope then fail(nil, "an AwsIntegration has no URI before a method has it") end
      return engine.stack_of(self._scope):format_arn {
        service = "apigateway", account = backend, resource = kind, resource_name = call, region = props.region,
        arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
      }
    end, { kind = "string" }),
    options = props.options,
  })
end

--- The configuration for the method.
function AwsIntegration:bind(method)
  local bound = Integration.bind(self, method)
  self._scope = method
  return bound
end

return { AwsIntegration = AwsIntegration }
