--- Paths of an API.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"
local l2 = require "aws_cdk.l2"

local fail = engine.fail
local ResourceBase = apigateway.ResourceBase

local PROXY = "{proxy+}"

local Resource = engine.class("aws_cdk.aws_apigateway.Resource", ResourceBase)

local as_hashed = hashed.shape { "rest_api_id", "parent_id", "path_part" }

local function check_path_part(scope, part)
  local inner = part:match "^{(.*)}$"
  if inner then inner = inner:gsub("%+$", "", 1) end
  if not (inner or part):find "^[%w:._$-]+$" then
    fail(scope, "a part of a path has letters, digits and :._-$, or is such a name in braces ({name}, {name+}), got %s",
      engine.display(part))
  end
end

--- Arguments: scope, id, ResourceProps: parent, path_part (required).
function Resource:init(scope, id, props)
  ResourceBase.init(self, scope, id)
  local parent, part = props.parent, props.path_part
  check_path_part(scope, part)
  local api = parent.api
  self.parent_resource, self.api = parent, api
  if engine.is_a(parent, ResourceBase) then parent:_track_child(part, self) end
  local l1 = { rest_api_id = api.rest_api_id, parent_id = parent.resource_id, path_part = part }
  local resource = apigateway.CfnResource(self, "Resource", l1)
  self.resource_id = resource.ref
  local path = parent.path
  self.path = (path:sub(-1) == "/" and path or path .. "/") .. part
  local deployment = api.latest_deployment
  if deployment then deployment:_depend_on(resource, engine.ordered("resource", as_hashed(l1))) end
  self.default_integration = props.default_integration or parent.default_integration
  self.default_method_options = l2.with(l2.with({}, parent.default_method_options), props.default_method_options)
  local cors = props.default_cors_preflight_options or parent.default_cors_preflight_options
  self.default_cors_preflight_options = cors
  if cors then self:add_cors_preflight(cors) end
end

--------------------------------------------------------------------------------------------------------------------

local ProxyResource = engine.class("aws_cdk.aws_apigateway.ProxyResource", Resource)

--- Arguments: scope, id, ProxyResourceProps: parent (required), any_method (true).
function ProxyResource:init(scope, id, props)
  Resource.init(self, scope, id, {
    parent = props.parent, path_part = PROXY, default_integration = props.default_integration,
    default_method_options = props.default_method_options,
  })
  if props.any_method ~= false then self.any_method = self:add_method "ANY" end
end

--- Adds a method, also to the root if the proxy is right below it: a proxy does not take the root's own path.
function ProxyResource:add_method(http_method, integration, options)
  local parent = self.parent_resource
  if parent.path == "/" and not engine.is_a(parent.node:try_find_child(http_method), apigateway.Method) then
    parent:add_method(http_method, integration, options)
  end
  return ResourceBase.add_method(self, http_method, integration, options)
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedResource", ResourceBase)
Imported.__model = rawget(Resource, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, attrs)
  ResourceBase.init(self, scope, id)
  self.api, self.resource_id, self.path = attrs.rest_api, attrs.resource_id, attrs.path
end

Imported.get.parent_resource = function(self)
  fail(self, "the parent of an imported resource is not known")
end

--- A resource of an API that exists, by its id and path.
function Resource.from_resource_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { Resource = Resource, ProxyResource = ProxyResource }
