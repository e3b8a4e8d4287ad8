local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Construct, construct_init, stack_of = engine.Construct, engine.Construct.init, engine.stack_of

--- Base of constructs that represent one AWS resource.
local Resource = engine.class("aws_cdk.Resource", Construct)

function Resource:init(scope, id, props)
  construct_init(self, scope, id)
  if not props then return end
  local name = props.physical_name
  if name ~= nil then self._given_physical_name = name end
  local arn = props.environment_from_arn
  if arn then
    if props.account ~= nil or props.region ~= nil then
      engine.fail(self, "give either account and region (%s, %s) or environment_from_arn (%s), not both",
        engine.display(props.account), engine.display(props.region), engine.display(arn))
    end
    self._environment_arn = arn
  else
    self._custom_account, self._custom_region = props.account, props.region
  end
end

--- What stands for a resource that exists already, with that ARN or none: the class is abstract for users only.
function Resource._existing(scope, id, arn)
  return Resource(scope, id, { environment_from_arn = arn })
end

Resource.get.stack = function(self)
  local stack = stack_of(self)
  rawset(self, "stack", stack)
  return stack
end

--- Account and region of the resource; for an imported one, those of its ARN.
Resource.get.env = function(self)
  local account, region = self._custom_account, self._custom_region
  local arn = self._environment_arn
  if arn then
    local parts = cdk.Arn.split(arn, "arn:aws:service:region:account:resource")
    account, region = parts.account, parts.region
  end
  local env = { account = account or self.stack.account, region = region or self.stack.region }
  rawset(self, "env", env)
  return env
end

-- How the name is determined: "generate" (only if another environment asks), "given" (literal) or "deploy-time".
local function name_mode(self)
  local name = self._given_physical_name
  if name == nil then return "deploy-time" end
  if rawequal(name, cdk.PhysicalName.GENERATE_IF_NEEDED) then return "generate" end
  return engine.is_unresolved(name) and "deploy-time" or "given"
end

-- The name of a resource that is given none: it resolves to nothing, but can be read and joined.
local NO_NAME = engine.intrinsic(nil, "string")

--- The name for the template: a string, a token, or a token for nothing if CloudFormation is to generate one.
Resource.get.physical_name = function(self)
  local name = self._given_physical_name
  if name == nil then return NO_NAME end
  if name_mode(self) ~= "generate" then return name end
  local token = self._physical_name_token
  if not token then
    token = engine.lazy(function() return self._generated_physical_name end, { kind = "string" })
    self._physical_name_token = token
    -- Synthesis renders the resource after those that may ask for its name.
    local root = self.node.root
    local waiting = root._generated_names
    if not waiting then
      waiting = {}
      root._generated_names = waiting
    end
    waiting[#waiting + 1] = self
  end
  return token
end

Resource.get._physical_name = Resource.get.physical_name

--- Makes the name known to other environments; an error if it is left to the deployment.
function Resource:_enable_cross_environment()
  local mode = name_mode(self)
  if mode == "deploy-time" then
    engine.fail(self,
      "the resource '%s' cannot be used from another environment: its physical name is generated at "
        .. "deployment; -> give it a name or PhysicalName.GENERATE_IF_NEEDED", self.node.path)
  end
  if mode == "generate" and not self._generated_physical_name then
    self._generated_physical_name = self:generate_physical_name()
  end
end

function Resource:generate_physical_name()
  return require "aws_cdk.private.generate_physical_name"(self)
end

function Resource:_generate_physical_name() return self:generate_physical_name() end

--- A token that is `name_attribute` in the resource's own environment and the physical name in others.
function Resource:get_resource_name_attribute(name_attribute)
  return engine.mirror(self, name_attribute, function()
    self:_enable_cross_environment()
    return self.physical_name
  end)
end

--- A token that is `arn_attribute` in the resource's own environment and an ARN made of `arn_components` in others.
function Resource:get_resource_arn_attribute(arn_attribute, arn_components)
  return engine.mirror(self, arn_attribute, function()
    self:_enable_cross_environment()
    return self.stack:format_arn(arn_components)
  end)
end

Resource._get_resource_name_attribute = Resource.get_resource_name_attribute
Resource._get_resource_arn_attribute = Resource.get_resource_arn_attribute

local function default_resource(self, what)
  local child = self.node.default_child
  if not engine.is_a(child, cdk.CfnResource) then
    engine.fail(self,
      "%s cannot be applied: %s has no default child that is a CfnResource; -> apply it to the CfnResource itself",
      what, self.node.path)
  end
  return child
end

--- What happens to the resource when it leaves the stack.
function Resource:apply_removal_policy(policy)
  default_resource(self, "a removal policy"):apply_removal_policy(policy)
end

--- How other stacks refer to the resource: strong, weak or both.
function Resource:apply_cross_stack_reference_strength(strength)
  default_resource(self, "a reference strength"):apply_cross_stack_reference_strength(strength)
end

--- Applies mixins to the resource and everything below it; returns the resource.
function Resource:with(...)
  return require "aws_cdk.private.with_mixins"(self, ...)
end

function Resource.is_resource(construct) return engine.is_a(construct, Resource) end

--- True if the resource is made by this app: its default child is a CfnResource.
function Resource.is_owned_resource(construct)
  return engine.is_a(construct.node.default_child, cdk.CfnResource)
end

return { Resource = Resource }
