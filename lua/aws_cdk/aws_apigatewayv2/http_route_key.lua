--- Which requests a route takes: those of a method and a path, or all that no other takes.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local HttpRouteKey = engine.class "aws_cdk.aws_apigatewayv2.HttpRouteKey"

function HttpRouteKey:init(method, path)
  self.method, self.path = method or apigatewayv2.HttpMethod.ANY, path
  -- A key without a method says "undefined", as the library's does.
  self.key = path ~= nil and (method or "undefined") .. " " .. path or "$default"
end

--- Requests of a path and a method. Give HttpMethod.ANY for any method: API Gateway takes no key without one.
function HttpRouteKey.with(path, method)
  local text = tostring(path)
  if text ~= "/" and (text:sub(1, 1) ~= "/" or text:sub(-1) == "/") then
    engine.fail(nil, "the path of a route must begin with / and not end with it, got %s", engine.display(path))
  end
  return HttpRouteKey(method, path)
end

return { HttpRouteKey = HttpRouteKey }
