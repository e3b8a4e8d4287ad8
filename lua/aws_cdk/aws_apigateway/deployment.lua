--- Snapshots of an API, which stages show.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local assets = require "luacdk.assets"

local Deployment = engine.class("aws_cdk.aws_apigateway.Deployment", cdk.Resource)

-- APIs made here are part of what their deployments are made of.
local function is_own(api) return engine.is_a(api, apigateway.RestApi) or engine.is_a(api, apigateway.SpecRestApi) end

-- A deployment never changes: its logical id changes with what it is made of, so that there is a new one.
local function follow_contents(self, resource)
  local id = engine.resolve(self, resource.logical_id)
  local parts, foreign = self._parts, self._foreign
  resource:override_logical_id(engine.lazy(function()
    local texts = {}
    for i, part in ipairs(parts) do texts[i] = engine.json(part, nil, resource, foreign[i]) or "" end
    local api = self.api
    if is_own(api) then texts[#texts + 1] = engine.json(engine.resolve_resource(api.node.default_child)) end
    return #texts == 0 and id or id .. assets.md5(table.concat(texts))
  end, { kind = "string" }))
end

--- Arguments: scope, id, DeploymentProps: api (required).
function Deployment:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local api = props.api
  self.api, self._parts, self._foreign = api, {}, {}
  local resource = apigateway.CfnDeployment(self, "Resource", {
    description = props.description, rest_api_id = api.rest_api_ref.rest_api_id, stage_name = props.stage_name,
  })
  follow_contents(self, resource)
  -- A comparison of stacks must not take the new deployment for the old one, moved.
  resource:add_metadata("aws:cdk:do-not-refactor", true)
  if props.retain_deployments then resource:apply_removal_policy(cdk.RemovalPolicy.RETAIN) end
  self.deployment_id = resource.ref
  if engine.is_a(api, apigateway.RestApiBase) then api:_attach_deployment(self) end
end

--- Makes the deployment a new one whenever `data` changes. Data may hold tokens.
function Deployment:add_to_logical_id(data)
  if self.node.locked then engine.fail(self, "the logical id is fixed by now: add to it before the synthesis") end
  local count = #self._parts + 1
  self._parts[count], self._foreign[count] = data, true
end

--- The same for what a resource of the API has. If it is in the same stack, that stack refers to whatever it refers to.
function Deployment:_depend_on(resource, data)
  self.node:add_dependency(resource)
  self:add_to_logical_id(data)
  if engine.stack_of(resource) == engine.stack_of(self) then self._foreign[#self._parts] = nil end
end

function Deployment:_add_method_dependency(method) self.node:add_dependency(method.node.default_child) end

return { Deployment = Deployment }
