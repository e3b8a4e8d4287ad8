--- States that run several branches at once.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

local Parallel = engine.class("aws_cdk.aws_stepfunctions.Parallel", State)

function Parallel:init(scope, id, props)
  State.init(self, scope, id, props or {})
  self.end_states = { self }
  self._pending = {} -- branches before the state is part of a graph
end

--- Tries again when one of the errors comes; several rules may be added.
function Parallel:add_retry(props) return self:_add_retry(props) end

--- Goes on with `handler` when one of the errors comes and trying again did not help.
function Parallel:add_catch(handler, props) return self:_add_catch(handler, props) end

--- Goes on with the state when all branches have succeeded.
function Parallel:next(next) return self:_go_on(next) end

--- Adds branches.
function Parallel:branch(...)
  for _, branch in ipairs { ... } do self._pending[#self._pending + 1] = branch end
  return self
end

function Parallel:bind_to_graph(graph)
  local pending = self._pending
  for _, branch in ipairs(pending) do
    local name = ("Parallel '%s' branch %d"):format(self.state_id, #self._branches + 1)
    self:_add_branch(stepfunctions.StateGraph(branch.start_state, name))
  end
  self._pending = {}
  State.bind_to_graph(self, graph)
end

function Parallel:to_state_json(top_level_query_language)
  local rendered = engine.ordered("Type", "Parallel")
  engine.extend(rendered, self:_render_query_language(top_level_query_language))
  rendered.Comment = self._comment
  rendered.ResultPath = asl.path(self, self._result_path)
  engine.extend(rendered, self:_render_next_end())
  engine.extend(rendered, self:_render_input_output())
  engine.extend(rendered, self:_render_retry_catch())
  engine.extend(rendered, self:_render_branches())
  engine.extend(rendered, self:_render_result_selector())
  asl.set_field(rendered, "Parameters", self._parameters, self)
  return engine.extend(rendered, self:_render_assign(top_level_query_language))
end

function Parallel:_validate_state()
  if #self._branches > 0 then return {} end
  return { "a parallel state needs a branch; add one with branch()" }
end

return { Parallel = asl.query_languages(Parallel) }
