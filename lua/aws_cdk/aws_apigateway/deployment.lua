--- Snapshots of an API, which stages show.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local assets = require "luacdk.assets"

local Deployment = engine.class("aws_cdk.aws_apigateway.Deployment", cdk.Resource)

-- APIs made here are part of what their deployments are made of.
local function is_own(api) return engine.is_a(api, apigateway.RestApi) or engine.is_a(api, apigateway.SpecRestApi) end

-- Has each resource of the API refer to other stacks in the order of the tree, which is that of exports and parameters.
local function refer_in_order(api)
  for _, construct in ipairs(is_own(api) and api.node:find_all() or {}) do
    if engine.is_a(construct, cdk.CfnResource) then engine.resolve_properties(construct) end
  end
end

-- The parts as JSON. What refers to other stacks does so by imports where the deployment's stack imports it anyway.
local function part_texts(self, resource)
  local texts, of_other_stacks, waiting = {}, self._of_other_stacks, {}
  for i, part in ipairs(self._parts) do
    local text, refers = engine.json(part, nil, resource, true)
    texts[i] = text or ""
    if refers then waiting[#waiting + 1] = i end
  end
  if #waiting > 0 then refer_in_order(self.api) end
  for _, i in ipairs(waiting) do texts[i] = engine.json(self._parts[i], nil, resource, of_other_stacks[i]) or "" end
  return texts
end

-- A deployment never changes: its logical id changes with what it is made of, so that there is a new one.
local function follow_contents(self, resource)
  local id = engine.resolve(self, resource.logical_id)
  rawset(resource, "_logical_id_while_naming", id)
  resource:override_logical_id(engine.lazy(function()
    local texts, api = part_texts(self, resource), self.api
    if is_own(api) then texts[#texts + 1] = engine.json(engine.resolve_resource(api.node.default_child)) end
    return #texts == 0 and id or id .. assets.md5(table.concat(texts))
  end, { kind = "string" }))
end

--- Arguments: scope, id, DeploymentProps: api (required).
function Deployment:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local api = props.api
  self.api, self._parts, self._of_other_stacks = api, {}, {}
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
  if self.node.locked then engine.fail(self, "the logical id is fixed by now: -> add to it before the synthesis") end
  local count = #self._parts + 1
  self._parts[count], self._of_other_stacks[count] = data, true
end

--- The same for what a resource of the API has. If it is in the same stack, that stack refers to whatever it refers to.
function Deployment:_depend_on(resource, data)
  self.node:add_dependency(resource)
  self:add_to_logical_id(data)
  if engine.stack_of(resource) == engine.stack_of(self) then self._of_other_stacks[#self._parts] = nil end
end

function Deployment:_add_method_dependency(method) self.node:add_dependency(method.node.default_child) end

return { Deployment = Deployment }
