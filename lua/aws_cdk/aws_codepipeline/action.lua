--- Actions: the steps of a pipeline's stages.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local Action = engine.class "aws_cdk.aws_codepipeline.Action"

--- Subclasses have a field `_provided_action_properties`, the struct ActionProperties, and a method
-- `_bound(scope, stage, options)` that gives an ActionConfig.
function Action:init() end -- luacheck: no unused args

local function own_properties(self)
  local provided = self._properties_provided
  if provided == nil then
    provided = self._provided_action_properties
    if provided == nil then
      fail(nil, "a class of actions needs the field _provided_action_properties: a table with action_name, category, "
        .. "provider and artifact_bounds")
    end
    self._properties_provided = provided
  end
  return provided
end

-- The namespace of the action's variables: the given one, or one of its own as soon as anything refers to a variable.
local function namespace_token(self)
  local token = self._namespace_token
  if not token then
    token = engine.lazy(function()
      local given = own_properties(self).variables_namespace
      if self._own_namespace == nil then
        fail(nil, "the action %s is in no pipeline, so nothing can refer to its variables",
          engine.display(own_properties(self).action_name))
      end
      if given ~= nil then return given end
      return self._variable_referenced and self._own_namespace or nil
    end, { kind = "string" })
    self._namespace_token = token
  end
  return token
end

--- What the action is; a struct ActionProperties.
Action.get.action_properties = function(self)
  local all = self._action_properties
  if not all then
    all = {}
    for name, value in pairs(own_properties(self)) do all[name] = value end
    if all.variables_namespace == nil then all.variables_namespace = namespace_token(self) end
    self._action_properties = all
  end
  return all
end

--- Called by the stage that the action is added to. Returns an ActionConfig.
function Action:bind(scope, stage, options)
  self._pipeline, self._stage, self._scope = stage.pipeline, stage, scope
  local properties = own_properties(self)
  self._own_namespace = properties.variables_namespace
    or stage.stage_name .. "_" .. properties.action_name .. "_NS"
  return self:_bound(scope, stage, options)
end

--- A rule for changes of the action's state. The action must be part of a stage already.
function Action:on_state_change(name, target, options)
  local stage = self._stage
  if not stage then fail(nil, "on_state_change needs an action that is part of a stage; -> add it to a stage first") end
  return l2.event_rule(self._scope, name, l2.with({ target = target }, options), engine.ordered(
    "detail_type", { "CodePipeline Action Execution State Change" },
    "source", { "aws.codepipeline" },
    "resources", { self._pipeline.pipeline_arn },
    "detail", engine.ordered("stage", { stage.stage_name }, "action", { self.action_properties.action_name })))
end

--- How others refer to a variable that the action sets.
function Action:_variable_expression(variable_name)
  self._variable_referenced = true
  return "#{" .. namespace_token(self) .. "." .. variable_name .. "}"
end

return { Action = Action }
