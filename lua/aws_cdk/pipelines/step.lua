--- Steps: what is done in a pipeline beside deployments.
local engine = require "luacdk.engine"
local step_output = require "aws_cdk.pipelines.private.step_output"

local Step = engine.class "aws_cdk.pipelines.Step"

--- Arguments: id, which must be known.
function Step:init(id)
  if engine.is_unresolved(id) then engine.fail(nil, "the id of a step must be known, got a token") end
  self.id = id
  self.is_source = false
  self._file_sets, self._dependencies = {}, {}
end

local function add_once(list, one)
  if list[one] then return end
  list[one] = true
  list[#list + 1] = one
end

--- The steps that this one waits for: those whose files it takes, then the others.
Step.get.dependencies = function(self)
  local all = {}
  for _, file_set in ipairs(self._file_sets) do add_once(all, file_set.producer) end
  for _, step in ipairs(self._dependencies) do add_once(all, step) end
  local list = {}
  for i, step in ipairs(all) do list[i] = step end
  return list
end

Step.get.dependency_file_sets = function(self) return self._file_sets end

--- The files that the step makes, if it makes any.
Step.get.primary_output = function(self) return self._primary_output end

--- The outputs of stacks that the step uses.
Step.get.consumed_stack_outputs = function() return {} end

--- Makes the step wait for another one.
function Step:add_step_dependency(step) add_once(self._dependencies, step) end

--- For subclasses: the step takes files, and waits for the step that makes them.
function Step:_add_dependency_file_set(file_set) table.insert(self._file_sets, file_set) end

--- For subclasses: the files that the step makes.
function Step:_configure_primary_output(file_set) self._primary_output = file_set end

--- For subclasses: the step waits for the steps whose outputs the value refers to.
function Step:_discover_referenced_outputs(structure)
  for _, output in ipairs(step_output.find_all(structure)) do
    add_once(self._dependencies, output.step)
    step_output.record(output)
  end
end

function Step:to_string() return (engine.class_name(self):match "[^.]+$") .. "(" .. self.id .. ")" end

--- Makes each step wait for the one before it. Returns the list.
function Step.sequence(steps)
  for i = 2, #steps do steps[i]:add_step_dependency(steps[i - 1]) end
  return steps
end

return { Step = Step }
