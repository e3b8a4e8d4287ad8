--- Runs shell commands.
local engine = require "luacdk.engine"
local pipelines = require "aws_cdk.pipelines"

local fail, display = engine.fail, engine.display

-- ---- outputs of stacks ----------------------------------------------------------------------------------------------

local StackOutputReference = engine.class "aws_cdk.pipelines.StackOutputReference"

function StackOutputReference:init(output)
  local stack = engine.stack_of(output)
  self.stack_description = stack.node.path
  self._artifact_id = stack.artifact_id
  self.output_name = stack:resolve(output.logical_id)
end

--- A reference to an output, which the stack gives when it is deployed.
function StackOutputReference.from_cfn_output(output) return StackOutputReference(output) end

--- Whether the deployment is that of the output's stack.
function StackOutputReference:is_produced_by(stack) return stack.stack_artifact_id == self._artifact_id end

-- ---- the step -------------------------------------------------------------------------------------------------------

local ShellStep = engine.class("aws_cdk.pipelines.ShellStep", pipelines.Step)

local function add_input(self, directory, producer, what)
  local file_set = producer.primary_output
  if not file_set then
    fail(nil, "%s of the step %s must be a step that makes files, got %s", what, display(self.id), display(producer.id))
  end
  self:_add_dependency_file_set(file_set)
  table.insert(self.inputs, { directory = directory, file_set = file_set })
end

local function set_primary_output(self, directory)
  self._primary_directory = directory
  local file_set = pipelines.FileSet("Output", self)
  self:_configure_primary_output(file_set)
  table.insert(self.outputs, { directory = directory, file_set = file_set })
  return file_set
end

--- Arguments: id, ShellStepProps: commands (required), install_commands, input, additional_inputs (directory → step),
-- env, env_from_cfn_outputs (name → CfnOutput), primary_output_directory.
function ShellStep:init(id, props)
  pipelines.Step.init(self, id)
  self.commands = props.commands
  self.install_commands = props.install_commands or engine.list {}
  self.env = props.env or engine.map {}
  self.env_from_cfn_outputs = engine.ordered()
  for _, name in ipairs(engine.keys(props.env_from_cfn_outputs)) do
    engine.extend(self.env_from_cfn_outputs,
      { [name] = StackOutputReference.from_cfn_output(props.env_from_cfn_outputs[name]) })
  end
  self:_discover_referenced_outputs(self.env)
  self.inputs, self.outputs, self._additional_outputs = {}, {}, {}
  if props.input then add_input(self, ".", props.input, "input") end
  for _, directory in ipairs(engine.keys(props.additional_inputs)) do
    if directory == "." then
      fail(nil, "additional_inputs of the step %s cannot have the directory '.'; -> use input for it", display(id))
    end
    add_input(self, directory, props.additional_inputs[directory], "additional_inputs")
  end
  local output = props.primary_output_directory
  if output ~= nil and output ~= "" then set_primary_output(self, output) end
end

--- The files in a directory as what the step makes. Returns the FileSet.
function ShellStep:primary_output_directory(directory)
  local known = self._primary_directory
  if known == nil then return set_primary_output(self, directory) end
  if known ~= directory then
    fail(nil, "the primary output directory of the step %s is %s already, it cannot become %s", display(self.id),
      display(known), display(directory))
  end
  return self.primary_output
end

--- The files in a further directory. Returns the FileSet, the same one for the same directory.
function ShellStep:add_output_directory(directory)
  local file_set = self._additional_outputs[directory]
  if not file_set then
    file_set = pipelines.FileSet(directory, self)
    self._additional_outputs[directory] = file_set
    table.insert(self.outputs, { directory = directory, file_set = file_set })
  end
  return file_set
end

ShellStep.get.consumed_stack_outputs = function(self)
  local list = {}
  for i, name in ipairs(engine.keys(self.env_from_cfn_outputs)) do list[i] = self.env_from_cfn_outputs[name] end
  return list
end

return { ShellStep = ShellStep, StackOutputReference = StackOutputReference }
