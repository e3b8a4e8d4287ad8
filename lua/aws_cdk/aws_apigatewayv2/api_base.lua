-- What HTTP and WebSocket APIs, made here and imported, have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"

local ApiBase = engine.class("aws_cdk.aws_apigatewayv2.ApiBase", cdk.Resource)

ApiBase.get.api_ref = function(self) return { api_id = self.api_id } end

--- Any metric of the API.
function ApiBase:metric(metric_name, props)
  local all = l2.with({
    namespace = "AWS/ApiGateway", metric_name = metric_name, dimensions_map = { ApiId = self.api_id },
  }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all):attach_to(self)
end

return ApiBase
