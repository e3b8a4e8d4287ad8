local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local mutating_priority = require "aws_cdk.private.mutating_priority"

local function contains(list, value)
  for _, element in ipairs(list or {}) do
    if element == value then return true end
  end
  return false
end

-- An aspect that applies a policy to the resources that `props` select.
local function aspect(policy, props, only_missing)
  return {
    visit = function(_, node)
      if not engine.is_a(node, cdk.CfnResource) then return end
      local type = node.cfn_resource_type
      if contains(props.exclude_resource_types, type) then return end
      local wanted = props.apply_to_resource_types
      if wanted and #wanted > 0 and not contains(wanted, type) then return end
      if only_missing then
        local options = node.cfn_options
        if options.deletion_policy ~= nil or options.update_replace_policy ~= nil then return end
      end
      node:apply_removal_policy(policy)
    end,
  }
end

local function define(Class)
  function Class:init(scope) self._scope = scope end
  function Class.of(scope)
    if not engine.is_construct(scope) then
      local name = engine.class_name(Class):match "[^.]+$"
      engine.fail(nil, "%s.of() expects a construct, got %s", name, engine.display(scope))
    end
    return Class(scope)
  end
  function Class:destroy(props) self:apply("destroy", props) end
  function Class:retain(props) self:apply("retain", props) end
  function Class:snapshot(props) self:apply("snapshot", props) end
  function Class:retain_on_update_or_delete(props) self:apply("retain-on-update-or-delete", props) end
end

--- Removal policies of all resources below a construct, overwriting existing ones.
local RemovalPolicies = engine.class("aws_cdk.RemovalPolicies")
define(RemovalPolicies)

--- Props: apply_to_resource_types, exclude_resource_types, priority.
function RemovalPolicies:apply(policy, props)
  props = props or {}
  cdk.Aspects.of(self._scope):add(aspect(policy, props, false),
    { priority = props.priority or mutating_priority(self._scope) })
end

--- The same for resources that have no policy yet.
local MissingRemovalPolicies = engine.class("aws_cdk.MissingRemovalPolicies")
define(MissingRemovalPolicies)

function MissingRemovalPolicies:apply(policy, props)
  props = props or {}
  cdk.Aspects.of(self._scope):add(aspect(policy, props, true),
    { priority = props.priority or cdk.AspectPriority.MUTATING })
  if props.priority ~= nil then
    cdk.Annotations.of(self._scope):add_warning_v2(
      "Warning MissingRemovalPolicies with priority in " .. self._scope.node.path,
      "a missing removal policy with a priority may come before or after other policies: it applies only to"
        .. " resources that"
        .. " have none at that moment")
  end
end

return { RemovalPolicies = RemovalPolicies, MissingRemovalPolicies = MissingRemovalPolicies }
