--- States that follow each other.
local engine = require "luacdk.engine"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local Chain = engine.class "aws_cdk.aws_stepfunctions.Chain"

function Chain:init(start_state, end_states, last_added)
  self.start_state = start_state
  self.end_states = end_states
  self.id = last_added.id
  self._last_added = last_added
end

--- A chain of one state, or of the states of a chain or fragment.
function Chain.start(state) return Chain(state.start_state, state.end_states, state) end

--- A chain from `start` to `next`; connects nothing.
function Chain.sequence(start, next) return Chain(start.start_state, next.end_states, next) end

--- A chain with these ends.
function Chain.custom(start_state, end_states, last_added) return Chain(start_state, end_states, last_added) end

--- Goes on with `next` from all ends of the chain.
function Chain:next(next)
  if #self.end_states == 0 then
    engine.fail(nil, "nothing can follow '%s', the last state of the chain", self._last_added.id)
  end
  for _, state in ipairs(self.end_states) do state:next(next) end
  return Chain(self.start_state, next.end_states, next)
end

--- A parallel state with the chain as its only branch.
function Chain:to_single_state(id, props)
  return stepfunctions.Parallel(self.start_state, id, props or {}):branch(self)
end

return { Chain = Chain }
