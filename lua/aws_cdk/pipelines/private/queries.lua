--- What is in a pipeline.
local engine = require "luacdk.engine"

local queries = {}

-- Calls visit(stack deployment) for all stacks of the pipeline until it returns something, and returns that.
local function any_stack(pipeline, visit)
  for _, wave in ipairs(pipeline.waves) do
    for _, stage in ipairs(wave.stages) do
      for _, stack in ipairs(stage.stacks) do
        local result = visit(stack)
        if result ~= nil then return result end
      end
    end
  end
end

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

--- Whether any step of a wave, stage or stack uses an output of the stack.
function queries.has_used_outputs(pipeline, stack)
  for _, step in ipairs(all_steps(pipeline)) do
    for _, output in ipairs(step.consumed_stack_outputs) do
      if output:is_produced_by(stack) then return true end
    end
  end
  return false
end

--- The deployment of the stack that gives an output.
function queries.producing_stack(pipeline, output)
  local stack = any_stack(pipeline, function(one) return output:is_produced_by(one) and one or nil end)
  if not stack then
    engine.fail(pipeline,
      "the stack %s with the output %s is not part of the pipeline; -> add its stage with add_stage",
      engine.display(output.stack_description), engine.display(output.output_name))
  end
  return stack
end

return queries
