--- Values that steps give when the pipeline runs: tokens, each of a step, whose text is known when the pipeline is
--- built.
local engine = require "luacdk.engine"

local step_output = {}

-- Token → { step, name, text }.
local outputs = setmetatable({}, { __mode = "k" })

--- A token for the value `name` of a step.
function step_output.token(step, name)
  local output = { step = step, name = name }
  local token = engine.lazy(function(ctx)
    if output.text == nil then
      engine.fail(ctx and ctx.scope,
        "the outputs of the step %s are not known: the step is not part of the pipeline, or the one that uses them did "
          .. "not call _discover_referenced_outputs()", engine.display(step.id))
    end
    return output.text
  end, { kind = "string" })
  outputs[token] = output
  return token
end

local function find(value, found)
  if type(value) == "string" or engine.is_token(value) then
    for _, part in ipairs(engine.fragments(tostring(value))) do
      local output = outputs[part]
      if output and not found[output] then
        found[output] = true
        found[#found + 1] = output
      end
    end
  elseif type(value) == "table" and not engine.class_name(value) then
    for _, key in ipairs(#value > 0 and {} or engine.keys(value)) do
      find(key, found)
      find(value[key], found)
    end
    for _, one in ipairs(value) do find(one, found) end
  end
  return found
end

--- The outputs of steps that a value refers to: texts, lists and maps.
function step_output.find_all(value) return find(value, {}) end

--- Notes that somebody uses the output.
function step_output.record(output)
  local step = output.step
  local used = step._used_outputs or {}
  used[#used + 1] = output
  step._used_outputs = used
end

--- The outputs of a step that somebody uses.
function step_output.used(step) return step._used_outputs or {} end

return step_output
