local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local Stack = cdk.Stack

local Construct = engine.Construct

--- A stack inside a stack: its template is an asset of its parent.
local NestedStack = engine.class("aws_cdk.NestedStack", Stack)

local function parent_stack(scope)
  if scope == nil then engine.fail(nil, "a nested stack cannot be the root: -> make it inside a Stack") end
  local scopes = scope.node.scopes
  for i = #scopes, 1, -1 do
    if engine.is_a(scopes[i], Stack) then return scopes[i] end
  end
  engine.fail(scope, "a nested stack must be made inside a Stack")
end

-- A token with one value inside the nested stack and another one outside.
local function contextual(self, inner, outer)
  return engine.lazy(function(ctx)
    return rawequal(ctx.stack, self) and inner or outer
  end, { kind = "string" })
end

local function is_empty(map)
  local first = pairs(map)
  return first(map) == nil
end

local MOST_LEVELS = 64 -- names of files for templates would become too long

function NestedStack:init(scope, id, props)
  props = props or {}
  local parent = parent_stack(scope)
  self._parent_stack, self._levels = parent, (parent._levels or 0) + 1
  if self._levels > MOST_LEVELS then
    engine.fail(scope, "stacks can be nested up to %d levels deep", MOST_LEVELS)
  end
  Stack.init(self, scope, id, {
    env = { account = parent.account, region = parent.region },
    synthesizer = cdk.NestedStackSynthesizer(parent.synthesizer),
    description = props.description,
    cross_region_references = parent._cross_region_references,
    suppress_template_indentation = props.suppress_template_indentation,
  })
  engine.mark(self, "nested")
  local parent_scope = Construct(scope, id .. ".NestedStack")
  self.template_file = cdk.Names.unique_id(self) .. ".nested.template.json"
  local parameters = engine.ordered()
  for _, name in ipairs(engine.keys(props.parameters)) do
    parameters[name] = props.parameters[name]
  end
  self._parameters = parameters
  local resource = cdk.CfnStack(parent_scope, id .. ".NestedStackResource", {
    template_url = engine.lazy(function() return self._template_url or "<unresolved>" end, { kind = "string" }),
    parameters = engine.lazy(function()
      return not is_empty(parameters) and parameters or nil
    end, { kind = "any" }),
    notification_arns = props.notification_arns,
    timeout_in_minutes = props.timeout and props.timeout:to_minutes() or nil,
  })
  resource:apply_removal_policy(props.removal_policy or "destroy")
  engine.mark(resource, "late")
  self.nested_stack_resource = resource
  self.node.default_child = resource
  local Aws, Fn = cdk.Aws, cdk.Fn
  self._contextual_name = contextual(self, Aws.STACK_NAME, Fn.select(1, Fn.split("/", resource.ref)))
  self._contextual_id = contextual(self, Aws.STACK_ID, resource.ref)
end

function NestedStack.is_nested_stack(x) return engine.is_a(x, NestedStack) end

--- The name and id that CloudFormation assigns: pseudo parameters inside, attributes of the resource outside.
NestedStack.get.stack_name = function(self) return self._contextual_name or self._stack_name end
NestedStack.get.stack_id = function(self) return self._contextual_id end
NestedStack.get.bundling_required = function(self) return self._parent_stack.bundling_required end
NestedStack.get._is_top_level_stack = function() return false end

--- Sets a parameter that the parent passes in.
function NestedStack:set_parameter(name, value) self._parameters[name] = value end

--- Adds the template to the parent's assets; false if that was done before. Called when references are resolved.
function NestedStack:_prepare_template_asset()
  if self._template_url then return false end
  local resource = self.nested_stack_resource
  for key, value in pairs(self.tags:tag_values()) do resource.tags:set_tag(key, value) end
  local hash = engine.template(self, { compact = true }):sha256()
  local location = self._parent_stack.synthesizer:add_file_asset {
    packaging = "file",
    source_hash = hash,
    file_name = self.template_file,
    display_name = cdk.Names.stack_relative_construct_path(self) .. " Nested Stack Template",
  }
  if self.node:try_get_context("aws:cdk:enable-asset-metadata") then
    resource:add_metadata("aws:asset:path", self.template_file)
    resource:add_metadata("aws:asset:property", "TemplateURL")
  end
  local parent = self._parent_stack
  self._template_url = "https://s3." .. parent.region .. "." .. parent.url_suffix .. "/" .. location.bucket_name .. "/"
    .. location.object_key
  return true
end

return { NestedStack = NestedStack }
