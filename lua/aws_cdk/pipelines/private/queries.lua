--- What is in a pipeline.
local engine = require "luacdk.engine"

local queries = {}
queries.__index = queries

local function all_steps(pipeline)
  local steps = {}
  local function add(list) table.move(list, 1, #list, #steps + 1, steps) end
  for _, wave in ipairs(pipeline.waves) do
    add(wave.pre)
    add(wave.post)
    for _, stage in ipairs(wave.stages) do
      add(stage.pre)
      add(stage.post)
      for _, stack in ipairs(stage.stacks) do
        add(stack.pre)
        add(stack.change_set)
        add(stack.post)
      end
    end
  end
  return steps
end

-- The first deployment of each stack, by its id.
local function stacks_of(pipeline)
  local stacks = {}
  for _, wave in ipairs(pipeline.waves) do
    for _, stage in ipairs(wave.stages) do
      for _, stack in ipairs(stage.stacks) do
        stacks[stack.stack_artifact_id] = stacks[stack.stack_artifact_id] or stack
      end
    end
  end
  return stacks
end

--- What the steps and stacks of a pipeline are.
function queries.of(pipeline)
  local used = {}
  for _, step in ipairs(all_steps(pipeline)) do
    for _, output in ipairs(step.consumed_stack_outputs) do used[output._artifact_id] = true end
  end
  return setmetatable({ _pipeline = pipeline, _used = used, _stacks = stacks_of(pipeline) }, queries)
end

--- Whether any step of a wave, stage or stack uses an output of the stack.
function queries:has_used_outputs(stack) return self._used[stack.stack_artifact_id] == true end

--- The deployment of the stack that gives an output.
function queries:producing_stack(output)
  local stack = self._stacks[output._artifact_id]
  if not stack then
    self._stacks = stacks_of(self._pipeline) -- there may be more by now
    stack = self._stacks[output._artifact_id]
  end
  if not stack then
    engine.fail(self._pipeline,
      "the stack %s with the output %s is not part of the pipeline; -> add its stage with add_stage",
      engine.display(output.stack_description), engine.display(output.output_name))
  end
  return stack
end

return queries
