-- What authorizers have in common that are made when the first route is bound to them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local authorizer_base = { HTTP_IDENTITY = { "$request.header.Authorization" } }

--- Gives the class its authorizer_id, which is known once `_authorizer` is there.
function authorizer_base.has_id(class)
  class.get.authorizer_id = function(self)
    if not self._authorizer then
      engine.fail(nil, "the authorizer %s has no authorizer_id before a route uses it", engine.display(self._id))
    end
    return self._authorizer.authorizer_id
  end
end

--- The address by which API Gateway calls a function.
function authorizer_base.function_uri(handler)
  local stack = engine.stack_of(handler)
  return "arn:" .. stack.partition .. ":apigateway:" .. stack.region .. ":lambda:path/2015-03-31/functions/"
    .. handler.function_arn .. "/invocations"
end

--- Lets the authorizer of an API call the function.
function authorizer_base.permit(handler, authorizer, scope, route, api_id)
  handler:add_permission(cdk.Names.node_unique_id(authorizer.node) .. "-Permission", {
    scope = scope,
    principal = require("aws_cdk.aws_iam").ServicePrincipal "apigateway.amazonaws.com",
    source_arn = engine.stack_of(route):format_arn {
      service = "execute-api", resource = api_id, resource_name = "authorizers/" .. authorizer.authorizer_id,
    },
  })
end

--- Fails where the authorizer already belongs to another API than that of the route.
function authorizer_base.check_api(self, api, scope)
  if self._api and self._api.api_id ~= api.api_id then
    engine.fail(scope, "the authorizer %s already belongs to the API %s; -> make one for each API",
      engine.display(self._id), self._api.node.path)
  end
end

return authorizer_base
