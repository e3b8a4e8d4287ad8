--- Connected states: those of a state machine, of a branch, or of a map's iterations.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local StateGraph = engine.class "aws_cdk.aws_stepfunctions.StateGraph"

--- Arguments: start_state, graph_description (for error messages).
function StateGraph:init(start_state, graph_description)
  self.start_state = start_state
  self._description = graph_description
  self.policy_statements = {}
  self._states, self._is_state = { start_state }, { [start_state] = true }
  self._names = engine.ordered() -- of all states in the graph and in those below it → its graph
  start_state:bind_to_graph(self)
end

-- Tells the topmost graph the name of a state in `graph`.
local function register_name(self, name, graph)
  while self._super_graph do self = self._super_graph end
  local other = self._names[name]
  if other then
    engine.fail(graph.start_state, "there are two states named '%s', in %s and in %s; names must be unique", name,
      graph:to_string(), other:to_string())
  end
  self._names[name] = graph
end

--- Adds a state.
function StateGraph:register_state(state)
  register_name(self, state.state_id, self)
  if not self._is_state[state] then
    self._is_state[state] = true
    self._states[#self._states + 1] = state
  end
end

--- Adds a permission that the states need, to the topmost graph.
function StateGraph:register_policy_statement(statement)
  if self._super_graph then return self._super_graph:register_policy_statement(statement) end
  self.policy_statements[#self.policy_statements + 1] = statement
end

--- Makes the graph a part of another.
function StateGraph:register_super_graph(graph)
  if self._super_graph == graph then return end
  if self._super_graph then
    engine.fail(self.start_state, "%s is part of %s already; it can only be part of one graph", self:to_string(),
      self._super_graph:to_string())
  end
  local above = graph
  while above do
    if above == self then
      engine.fail(self.start_state, "%s would be part of itself: a state in it leads to one outside of it",
        self:to_string())
    end
    above = above._super_graph
  end
  self._super_graph = graph
  for name, owner in pairs(self._names) do register_name(graph, name, owner) end
  for _, statement in ipairs(self.policy_statements) do graph:register_policy_statement(statement) end
end

--- The graph in Amazon States Language.
function StateGraph:to_graph_json(query_language)
  local states = engine.ordered()
  for _, state in ipairs(self._states) do states[state.state_id] = state:to_state_json(query_language) end
  return engine.ordered("StartAt", self.start_state.state_id, "States", states,
    "TimeoutSeconds", self.timeout and self.timeout:to_seconds())
end

--- The description with the first states, for messages.
function StateGraph:to_string()
  local names = {}
  for i = 1, math.min(3, #self._states) do names[i] = self._states[i].state_id end
  if #self._states > 3 then names[4] = "..." end
  return self._description .. " (" .. table.concat(names, ", ") .. ")"
end

StateGraph.__tostring = StateGraph.to_string

-- ---- permissions of distributed maps --------------------------------------------------------------------------------

-- This graph and those below it, the last found first.
local function graphs(self)
  local found, known, stack = {}, {}, { self }
  while #stack > 0 do
    local graph = table.remove(stack)
    if not known[graph] then
      known[graph] = true
      found[#found + 1] = graph
      for _, below in pairs(graph._names) do
        if not known[below] then stack[#stack + 1] = below end
      end
    end
  end
  return found
end

local function distributed_maps(self)
  local is_distributed_map = require("aws_cdk.aws_stepfunctions").DistributedMap.is_distributed_map
  local found = {}
  for _, graph in ipairs(graphs(self)) do
    for _, state in ipairs(graph._states) do
      if is_distributed_map(state) then found[#found + 1] = state end
    end
  end
  return found
end

-- The ARN of the executions that a map with that label starts.
local function map_run_arn(state_machine, label)
  local parts = cdk.Arn.split(state_machine.state_machine_arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
  return engine.stack_of(state_machine):format_arn {
    service = "states", resource = "execution", resource_name = parts.resource_name .. "/" .. label .. ":*",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

--- Lets the state machine run the distributed maps in the graph, which are separate executions.
function StateGraph:bind(state_machine)
  local maps = distributed_maps(self)
  if #maps == 0 then return end
  local policy = iam.Policy(state_machine, "DistributedMapPolicy")
  state_machine.role:attach_inline_policy(policy)
  state_machine:grant_start_execution(policy)
  state_machine:grant_execution(policy, "states:DescribeExecution", "states:StopExecution")
  local arns = {}
  for i, map in ipairs(maps) do
    if not map:_rendered_label() then
      arns = { map_run_arn(state_machine, "*") }
      break
    end
    arns[i] = map_run_arn(state_machine, map:_rendered_label())
  end
  iam.Grant.add_to_principal { grantee = policy, actions = { "states:RedriveExecution" }, resource_arns = arns }
end

return { StateGraph = StateGraph }
