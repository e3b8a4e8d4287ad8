--- Requests to an HTTP endpoint.
local engine = require "luacdk.engine"
local Integration = require("aws_cdk.aws_apigateway").Integration

local HttpIntegration = engine.class("aws_cdk.aws_apigateway.HttpIntegration", Integration)

--- Arguments: url, HttpIntegrationProps.
function HttpIntegration:init(url, props)
  local method = props.http_method
  Integration.init(self, {
    type = props.proxy == false and "HTTP" or "HTTP_PROXY", uri = url, options = props.options,
    integration_http_method = method and method ~= "" and method or "GET",
  })
end

return { HttpIntegration = HttpIntegration }
