--- Stages of a pipeline.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local attached = require "aws_cdk.aws_codepipeline.private.attached_action"
local names = require "aws_cdk.aws_codepipeline.private.names"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local Stage = engine.class("aws_cdk.aws_codepipeline.Stage", nil, "aws_cdk.aws_codepipeline.IStage")

--- Arguments: StageProps: stage_name (required), actions, transition_to_enabled (true), transition_disabled_reason,
-- before_entry, on_success, on_failure; the pipeline; a function (stage, action, scope) that gives what the stage is to
-- keep of an action.
function Stage:init(props, pipeline, attach)
  local name = props.stage_name
  self.stage_name, self.pipeline = name, pipeline
  self._attach = attach
  self._enabled = props.transition_to_enabled ~= false
  self._disabled_reason = props.transition_disabled_reason or "Transition disabled"
  self._before_entry, self._on_success, self._on_failure = props.before_entry, props.on_success, props.on_failure
  self._attached, self._has_action, self._counts = {}, {}, {}
  self._scope = engine.Construct(pipeline, name)
  names.check(self._scope, "stage", name)
  for _, action in ipairs(props.actions or {}) do self:add_action(action) end
end

Stage.get.actions = function(self)
  local list = {}
  for i, one in ipairs(self._attached) do list[i] = one.action end
  return list
end

-- The construct below which an action makes its own ones: named after the action, or after its provider if the name is
-- known only at deployment.
local function scope_for(self, properties)
  local node, id = self._scope.node, properties.action_name
  if is_unresolved(id) then
    id = properties.provider
    local count = self._counts[id] or 1
    if count > 1 then id = properties.provider .. count end
    while node:try_find_child(id) do
      count = count + 1
      id = properties.provider .. count
    end
    self._counts[properties.provider] = count
  else
    local found = node:try_find_child(id)
    if found then return found end
  end
  return engine.Construct(self._scope, id)
end

--- Adds an action, which must not have the name of another one.
function Stage:add_action(action)
  local properties = action.action_properties
  local name = properties.action_name
  names.check(self._scope, "action", name)
  if self._has_action[name] then
    fail(self._scope, "the stage %s already has an action %s", engine.display(self.stage_name), engine.display(name))
  end
  table.insert(self._attached, self._attach(self, action, scope_for(self, properties)))
  self._has_action[name] = true
end

--- A rule for changes of the stage's state.
function Stage:on_state_change(name, target, options)
  return l2.event_rule(self._scope, name, l2.with({ target = target }, options), engine.ordered(
    "detail_type", { "CodePipeline Stage Execution State Change" },
    "source", { "aws.codepipeline" },
    "resources", { self.pipeline.pipeline_arn },
    "detail", { stage = { self.stage_name } }))
end

--- Names the outputs that have no name yet after their stage and action.
function Stage:_name_outputs()
  for _, one in ipairs(self._attached) do
    local unnamed = {}
    for _, output in ipairs(one.outputs) do
      local name = output.artifact_name
      if name == nil or name == "" then unnamed[#unnamed + 1] = output end
    end
    for i, output in ipairs(unnamed) do
      local name = "Artifact_" .. self.stage_name .. "_" .. one.name .. (#unnamed > 1 and "_" .. i or "")
      output:_set_name(is_unresolved(name) and name or name:gsub("[@.]", ""))
    end
  end
end

-- ---- rendering ------------------------------------------------------------------------------------------------------

local function rendered_rules(rules)
  if not rules or #rules == 0 then return nil end
  local list = {}
  for i, rule in ipairs(rules) do list[i] = rule:_render() end
  return list
end

local function conditions(given)
  if not given then return nil end
  local list
  for i, condition in ipairs(given.conditions or {}) do
    list = list or {}
    list[i] = { rules = rendered_rules(condition.rules), result = condition.result }
  end
  return { conditions = list }
end

--- The stage as CfnPipeline has it.
function Stage:_render()
  local actions = engine.list {}
  for i, one in ipairs(self._attached) do actions[i] = attached.render(one) end
  local failure = self._on_failure
  local on_failure = conditions(failure)
  if on_failure then
    on_failure.result = failure.result
    on_failure.retry_configuration = failure.retry_mode and { retry_mode = failure.retry_mode }
  end
  return {
    name = self.stage_name, actions = actions, before_entry = conditions(self._before_entry),
    on_success = conditions(self._on_success), on_failure = on_failure,
  }
end

return Stage
