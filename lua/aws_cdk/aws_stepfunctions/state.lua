--- States of a state machine: how they follow each other, and what they have in common in their definition.
---
--- A state belongs to the graph that it is bound to with all that can be reached from it. When that happens the graph
--- learns its name and its permissions.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"

local fail, ordered = engine.fail, engine.ordered
local render_object = json_path_token.render_object
local ALL, JSON_PATH, JSONATA = asl.ALL_ERRORS, asl.JSON_PATH, asl.JSONATA

local State = engine.class("aws_cdk.aws_stepfunctions.State", engine.Construct)

local function nothing_wrong() return {} end

--- Messages about what is missing or contradictory, as a list.
State._validate_state = nothing_wrong

function State:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  self.start_state = self
  self._state_name = props.state_name
  self._query_language = props.query_language
  self._comment = props.comment
  self._input_path = props.input_path
  self._parameters = props.parameters
  self._output_path = props.output_path
  self._result_path = props.result_path
  self._result_selector = props.result_selector
  self._outputs = props.outputs
  self._arguments = props.arguments
  self._assign = props.assign
  self._branches = {}
  self._processor_mode = "INLINE"
  self._retries, self._catches, self._choices = {}, {}, {}
  self._prefixes, self._incoming = {}, {}
  if self._validate_state ~= nothing_wrong then
    self.node:add_validation { validate = function() return self:_validate_state() end }
  end
end

State.get.id = function(self) return self.node.id end

--- The name of the state in the definition.
State.get.state_id = function(self)
  local name = self._state_name
  if name == nil or name == "" then name = self.node.id end
  local prefixes = self._prefixes
  return #prefixes == 0 and tostring(name) or table.concat(prefixes) .. tostring(name)
end

--- Adds a prefix to the state's name, before its prefixes so far.
function State:add_prefix(x)
  if x ~= "" then table.insert(self._prefixes, 1, tostring(x)) end
end

-- ---- graph ----------------------------------------------------------------------------------------------------------

local function outgoing_transitions(state, include_error_handlers)
  local all = {}
  if state._next then all[1] = state._next end
  if state._default_choice then all[#all + 1] = state._default_choice end
  for _, choice in ipairs(state._choices) do all[#all + 1] = choice.next end
  if include_error_handlers then
    for _, catch in ipairs(state._catches) do all[#all + 1] = catch.next end
  end
  return all
end

--- Makes the state and all that can be reached from it part of the graph.
function State:bind_to_graph(graph)
  local own = self._containing_graph
  if own == graph then return end
  if own then
    fail(self, "the state '%s' is used in %s, but is part of %s already; a state can only be used in one graph",
      self.state_id, graph:to_string(), own:to_string())
  end
  self._containing_graph = graph
  self:_when_bound_to_graph(graph)
  for _, state in ipairs(self._incoming) do state:bind_to_graph(graph) end
  for _, state in ipairs(outgoing_transitions(self, true)) do state:bind_to_graph(graph) end
  for _, branch in ipairs(self._branches) do branch:register_super_graph(graph) end
  if self._iteration then self._iteration:register_super_graph(graph) end
  if self._processor then self._processor:register_super_graph(graph) end
end

--- Called when the state becomes part of a graph: registers it there.
function State:_when_bound_to_graph(graph) graph:register_state(self) end

local function follow(state, next_state)
  local incoming = next_state._incoming
  incoming[#incoming + 1] = state
  if state._containing_graph then next_state:bind_to_graph(state._containing_graph) end
end

--- Makes `next` the state that follows.
function State:_make_next(next_state)
  if self._next then
    fail(self, "the state '%s' has a next state already, '%s'", self.node.id, self._next.state_id)
  end
  self._next = next_state
  follow(self, next_state)
end

--- Adds a rule of a choice.
function State:_add_choice(condition, next_state, options)
  options = options or {}
  self._choices[#self._choices + 1] = {
    condition = condition, next = next_state, comment = options.comment, outputs = options.outputs,
    assign = options.assign,
  }
  follow(self, next_state.start_state)
end

--- Makes `def` the state that follows when no rule of a choice applies.
function State:_make_default(def)
  if self._default_choice then
    fail(self, "the choice '%s' has a default already, '%s'", self.node.id, self._default_choice.state_id)
  end
  self._default_choice = def
end

local function register(state, graph)
  if state._containing_graph then graph:register_super_graph(state._containing_graph) end
end

--- Adds a branch of a parallel state.
function State:_add_branch(branch)
  self._branches[#self._branches + 1] = branch
  register(self, branch)
end

--- Sets the states that a map runs for each item, in the old way.
function State:_add_iterator(iteration)
  self._iteration = iteration
  register(self, iteration)
end

--- Sets the states that a map runs for each item.
function State:_add_item_processor(processor, config)
  self._processor = processor
  self._processor_config = config or {}
  register(self, processor)
end

local function checked_errors(state, errors)
  if errors == nil then return { ALL } end
  if engine.is_unresolved(errors) then return errors end
  for _, one in ipairs(errors) do
    if one == ALL and #errors > 1 then
      fail(state, "%s must stand alone in a list of errors, got %d", ALL, #errors)
    end
  end
  return errors
end

--- Retries when one of the errors comes. Called by add_retry() of states that can.
function State:_add_retry(props)
  props = props or {}
  self._retries[#self._retries + 1] = {
    errors = checked_errors(self, props.errors), interval = props.interval, max_attempts = props.max_attempts,
    backoff_rate = props.backoff_rate, max_delay = props.max_delay, jitter_strategy = props.jitter_strategy,
  }
  return self
end

--- Goes on with `handler` when one of the errors comes. Called by add_catch() of states that can.
function State:_add_catch(handler, props)
  props = props or {}
  handler = handler.start_state
  self._catches[#self._catches + 1] = {
    next = handler, errors = checked_errors(self, props.errors), result_path = props.result_path,
    outputs = props.outputs, assign = props.assign,
  }
  follow(self, handler)
  return self
end

--- Goes on with `next_state`; gives the chain. Called by next() of states that can.
function State:_go_on(next_state)
  self:_make_next(next_state.start_state)
  return require("aws_cdk.aws_stepfunctions").Chain.sequence(self, next_state)
end

-- ---- walks ----------------------------------------------------------------------------------------------------------

--- Adds a prefix to the names of all states in the construct and below.
function State.prefix_states(root, prefix)
  local queue = { root }
  local at = 1
  while queue[at] do
    local construct = queue[at]
    if engine.has(construct, "add_prefix") then construct:add_prefix(prefix) end
    for _, child in ipairs(construct.node.children) do queue[#queue + 1] = child end
    at = at + 1
  end
end

-- The reachable states, in order of distance, for which `wanted(state, outgoing)` is true.
local function reachable(start, options, wanted)
  local found, visited, queue = {}, {}, { start }
  local at = 1
  while queue[at] do
    local state = queue[at]
    if not visited[state] then
      visited[state] = true
      local outgoing = outgoing_transitions(state, options and options.include_error_handlers)
      if wanted(outgoing) then found[#found + 1] = state end
      table.move(outgoing, 1, #outgoing, #queue + 1, queue)
    end
    at = at + 1
  end
  return found
end

--- All states that can be reached from `start`, which is the first.
function State.find_reachable_states(start, options)
  return reachable(start, options, function() return true end)
end

--- Those of them from which no other can be reached.
function State.find_reachable_end_states(start, options)
  return reachable(start, options, function(outgoing) return #outgoing == 0 end)
end

--- Those of the states that another can follow.
function State.filter_nextables(states)
  local found = {}
  for _, state in ipairs(states) do
    if engine.has(state, "next") then found[#found + 1] = state end
  end
  return found
end

-- ---- definition -----------------------------------------------------------------------------------------------------

--- The language of the state: its own, else that of the state machine.
function State:_actual_query_language(top_level_query_language)
  return self._query_language or top_level_query_language or JSON_PATH
end

--- What follows, or that nothing does.
function State:_render_next_end()
  if self._next then return ordered("Next", self._next.state_id) end
  return ordered("End", true)
end

local function render_choice(choice, state, language)
  local rendered = engine.extend(ordered(), choice.condition:render_condition())
  if language == JSONATA then
    rendered.Output = choice.outputs
    rendered.Assign = choice.assign
  else
    rendered.Assign = render_object(choice.assign, state)
  end
  rendered.Next = choice.next.start_state.state_id
  rendered.Comment = choice.comment
  return rendered
end

--- The rules of a choice and its default.
function State:_render_choices(top_level_query_language)
  local language = self:_actual_query_language(top_level_query_language)
  local rules
  for i, choice in ipairs(self._choices) do
    rules = rules or {}
    rules[i] = render_choice(choice, self, language)
  end
  return ordered("Choices", rules, "Default", self._default_choice and self._default_choice.state_id)
end

--- What is taken of the input and passed on.
function State:_render_input_output()
  return ordered(
    "InputPath", asl.path(self, self._input_path), "Parameters", self._parameters,
    "OutputPath", asl.path(self, self._output_path), "Arguments", self._arguments, "Output", self._outputs)
end

--- The branches of a parallel state.
function State:_render_branches()
  local graphs = {}
  for i, branch in ipairs(self._branches) do graphs[i] = branch:to_graph_json() end
  return ordered("Branches", engine.list(graphs))
end

--- The states that a map runs for each item, in the old way.
function State:_render_iterator()
  return self._iteration and ordered("Iterator", self._iteration:to_graph_json())
end

--- The states that a map runs for each item, and how.
function State:_render_item_processor()
  if not self._processor then return nil end
  local config = self._processor_config or {}
  local mode = config.mode or self._processor_mode
  local rendered = ordered("ProcessorConfig",
    ordered("Mode", mode, "ExecutionType", mode ~= "INLINE" and config.execution_type or nil))
  return ordered("ItemProcessor", engine.extend(rendered, self._processor:to_graph_json()))
end

local function render_retry(retry)
  return ordered(
    "ErrorEquals", retry.errors,
    "IntervalSeconds", retry.interval and retry.interval:to_seconds(),
    "MaxAttempts", retry.max_attempts,
    "BackoffRate", retry.backoff_rate,
    "MaxDelaySeconds", retry.max_delay and retry.max_delay:to_seconds(),
    "JitterStrategy", retry.jitter_strategy)
end

local function render_catch(catch, state, language)
  local is_jsonata = language == JSONATA
  return ordered(
    "Output", is_jsonata and catch.outputs or nil,
    "Assign", is_jsonata and catch.assign or render_object(catch.assign, state),
    "ErrorEquals", catch.errors,
    "ResultPath", asl.path(state, catch.result_path),
    "Next", catch.next.state_id)
end

-- The list in rendered form, with the catch-all for errors at its end, as Step Functions wants it; nil if it is empty.
local function render_list(list, render, ...)
  if #list == 0 then return nil end
  local rendered, for_all = {}, {}
  for _, one in ipairs(list) do
    local to = not engine.is_unresolved(one.errors) and one.errors[1] == ALL and for_all or rendered
    to[#to + 1] = render(one, ...)
  end
  return table.move(for_all, 1, #for_all, #rendered + 1, rendered)
end

--- What happens when an error comes; nil if nothing special does.
function State:_render_retry_catch(top_level_query_language)
  if #self._retries == 0 and #self._catches == 0 then return nil end
  local language = self:_actual_query_language(top_level_query_language)
  return ordered(
    "Retry", render_list(self._retries, render_retry),
    "Catch", render_list(self._catches, render_catch, self, language))
end

--- What is taken of the result; nil if all is.
function State:_render_result_selector()
  if self._result_selector == nil then return nil end
  local rendered = ordered()
  asl.set_field(rendered, "ResultSelector", self._result_selector, self)
  return rendered
end

--- The language of the state; nil where it is that of the state machine.
function State:_render_query_language(top_level_query_language)
  local top = top_level_query_language or JSON_PATH
  if top == JSONATA and self._query_language == JSON_PATH then
    fail(self, "query_language cannot be JSON_PATH in a state machine whose query_language is JSONATA")
  end
  return top == JSON_PATH and self._query_language == JSONATA and ordered("QueryLanguage", JSONATA) or nil
end

--- The variables that the state sets; nil if there are none.
function State:_render_assign(top_level_query_language)
  local assign = self._assign
  if assign == nil then return nil end
  if self:_actual_query_language(top_level_query_language) == JSON_PATH then assign = render_object(assign, self) end
  return ordered("Assign", assign)
end

return { State = State }
