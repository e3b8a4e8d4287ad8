--- What can be said of a pipeline only when all of it is known. All functions add messages to a list.
local engine = require "luacdk.engine"

local display = engine.display

local validation = {}

local function add(messages, ...) messages[#messages + 1] = (...):format(select(2, ...)) end

local function check_place(messages, stage, action, first)
  local is_source = action.category == "Source"
  if is_source == first then return end
  add(messages, first and "the first stage may only have source actions, got %s of the category %s in the stage %s"
    or "%s of the category %s is in the stage %s; source actions belong into the first stage", display(action.name),
    action.category, display(stage.stage_name))
end

local function check_bounds(messages, action, kind, count, least, most)
  if count < least then
    add(messages, "%s/%s needs at least %d %s artifacts, got %d (action %s)", action.category, action.provider, least,
      kind, count, display(action.name))
  elseif count > most then
    add(messages, "%s/%s takes at most %d %s artifacts, got %d (action %s)", action.category, action.provider, most,
      kind, count, display(action.name))
  end
end

--- What actions the stages have, and how many artifacts these take and give.
function validation.stages(messages, stages)
  for index, stage in ipairs(stages) do
    for _, action in ipairs(stage._attached) do check_place(messages, stage, action, index == 1) end
  end
  if #stages < 2 then add(messages, "a pipeline needs at least two stages, got %d", #stages) end
  for _, stage in ipairs(stages) do
    if #stage._attached == 0 then
      add(messages, "the stage %s needs at least one action", display(stage.stage_name))
    end
    for _, action in ipairs(stage._attached) do
      local bounds = action.bounds
      check_bounds(messages, action, "input", #action.inputs, bounds.min_inputs, bounds.max_inputs)
      check_bounds(messages, action, "output", #action.outputs, bounds.min_outputs, bounds.max_outputs)
    end
  end
end

local function place(at)
  return ("%s (stage %s, run_order %s)"):format(display(at.action.name), display(at.stage.stage_name),
    display(at.action.run_order))
end

-- Whether one action of a stage runs before the other or together with it. As in the library, nothing is said of
-- actions of different stages.
local function runs_before(one, other)
  return one.stage == other.stage and one.action.run_order <= other.action.run_order
end

-- Each artifact's producer and first consumer, and the names of what is consumed in their order.
local function flows(messages, stages)
  local producers, consumers, consumed = {}, {}, {}
  for _, stage in ipairs(stages) do
    for _, action in ipairs(stage._attached) do
      local here = { stage = stage, action = action }
      for _, output in ipairs(action.outputs) do
        local name = output.artifact_name
        if producers[name] then
          add(messages, "the actions %s and %s both produce the artifact %s", display(producers[name].action.name),
            display(action.name), display(name))
        else
          producers[name] = here
        end
      end
      for _, input in ipairs(action.inputs) do
        local name = input.artifact_name
        if name == nil then
          add(messages, "the action %s takes an artifact that no action of this pipeline produces",
            display(action.name))
        elseif not consumers[name] then
          consumers[name], consumed[#consumed + 1] = here, name
        elseif not runs_before(consumers[name], here) then
          consumers[name] = here
        end
      end
    end
  end
  return producers, consumers, consumed
end

--- That each artifact is produced once, and before it is consumed.
function validation.artifacts(messages, stages)
  for _, stage in ipairs(stages) do stage:_name_outputs() end
  local producers, consumers, consumed = flows(messages, stages)
  for _, name in ipairs(consumed) do
    local producer, consumer = producers[name], consumers[name]
    if not producer then
      add(messages, "the action %s takes the artifact %s, which no action of this pipeline produces",
        display(consumer.action.name), display(name))
    elseif runs_before(consumer, producer) then
      add(messages, "%s takes the artifact %s before it is produced by %s", place(consumer), display(name),
        place(producer))
    end
  end
end

return validation
