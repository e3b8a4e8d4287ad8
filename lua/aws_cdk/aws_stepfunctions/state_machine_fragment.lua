--- Parts of state machines, to be used several times.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local StateMachineFragment = engine.class("aws_cdk.aws_stepfunctions.StateMachineFragment", engine.Construct)

function StateMachineFragment:init(scope, id) engine.Construct.init(self, scope, id) end

StateMachineFragment.get.id = function(self) return self.node.id end

--- Adds a prefix, its own id by default, to the names of all its states, so that they are unique.
function StateMachineFragment:prefix_states(prefix)
  if prefix == nil or prefix == "" then prefix = self.node.id .. ": " end
  stepfunctions.State.prefix_states(self, prefix)
  return self
end

--- A parallel state with the fragment as its only branch.
function StateMachineFragment:to_single_state(options)
  local props = l2.with({}, options)
  local id, prefix = props.state_id, props.prefix_states
  props.state_id, props.prefix_states = nil, nil
  if id == nil or id == "" then id = self.node.id end
  if prefix == nil or prefix == "" then prefix = id .. ": " end
  self:prefix_states(prefix)
  return stepfunctions.Parallel(self, id, props):branch(self)
end

--- Goes on with the state from all ends of the fragment.
function StateMachineFragment:next(next) return stepfunctions.Chain.start(self):next(next) end

return { StateMachineFragment = StateMachineFragment }
