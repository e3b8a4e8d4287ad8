--- Requests to a REST API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local ApiEventSource = engine.class("aws_cdk.aws_lambda_event_sources.ApiEventSource")

function ApiEventSource:init(method, path, options)
  if path:sub(1, 1) ~= "/" then
    engine.fail(nil, "the path of an ApiEventSource must start with \"/\"; it is %s", engine.display(path))
  end
  self._method = method
  self._path = path
  self._options = options
end

function ApiEventSource:bind(target)
  local apigateway = require "aws_cdk.aws_apigateway"
  local stack = engine.stack_of(target)
  local id = cdk.Names.node_unique_id(target.node) .. ":ApiEventSourceA7A86A4F"
  local api = stack.node:try_find_child(id) or apigateway.RestApi(stack, id, {
    default_integration = apigateway.LambdaIntegration(target),
  })
  api.root:resource_for_path(self._path):add_method(self._method, nil, self._options)
end

return { ApiEventSource = ApiEventSource }
