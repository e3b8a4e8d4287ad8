--- What an API's root, its paths and imported resources have in common.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local preflight = require "aws_cdk.aws_apigateway.private.preflight"

local fail, display = engine.fail, engine.display

local ResourceBase = engine.class("aws_cdk.aws_apigateway.ResourceBase", cdk.Resource)

--- Arguments: scope, id.
function ResourceBase:init(scope, id) cdk.Resource.init(self, scope, id) end

ResourceBase.get.resource_ref = function(self)
  return { resource_id = self.resource_id, rest_api_id = self.api.rest_api_id }
end

--- Adds a path below this one. Options: default_integration, default_method_options, default_cors_preflight_options.
function ResourceBase:add_resource(path_part, options)
  return apigateway.Resource(self, path_part, l2.with({ parent = self, path_part = path_part }, options))
end

--- Adds a method. Without an integration it has the resource's default one, or answers by itself.
function ResourceBase:add_method(http_method, integration, options)
  return apigateway.Method(self, http_method, {
    resource = self, http_method = http_method, integration = integration, options = options,
  })
end

--- Adds a resource for all paths below this one. Options: any_method (true) and those of resources.
function ResourceBase:add_proxy(options)
  return apigateway.ProxyResource(self, "{proxy+}", l2.with({ parent = self }, options))
end

--- Adds the method OPTIONS, by which browsers ask who may use the resource.
function ResourceBase:add_cors_preflight(options)
  local integration, method_options = preflight(self, options)
  return self:add_method("OPTIONS", integration, method_options)
end

--- The resource of the path right below this one, or nil.
function ResourceBase:get_resource(path_part)
  local children = self._children
  return children and children[path_part]
end

function ResourceBase:_track_child(path_part, resource)
  local children = self._children or {}
  children[path_part] = resource
  self._children = children
end

--- The resource of a path below this one; missing resources on the way are added.
function ResourceBase:resource_for_path(path)
  if path == "" then return self end
  if path:sub(1, 1) == "/" then
    if self.path ~= "/" then
      fail(self, "a path that begins with / is one of the root; %s is below %s", display(path), self.path)
    end
    return self:resource_for_path(path:sub(2))
  end
  local next_part, rest = path:match "^([^/]*)/?(.*)$"
  local resource = self:get_resource(next_part) or self:add_resource(next_part)
  return resource:resource_for_path(rest)
end

return { ResourceBase = ResourceBase }
