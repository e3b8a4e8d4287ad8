--- Runs shell commands.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local fail = engine.fail

local CommandsAction = engine.class("aws_cdk.aws_codepipeline_actions.CommandsAction", actions.Action)

local MOST_COMMANDS, MOST_VARIABLES = 50, 15

local function check_count(name, list, most)
  if list and (#list < 1 or #list > most) then fail(nil, "%s must have 1 to %d items, got %d", name, most, #list) end
end

--- Arguments: CommandsActionProps: action_name, commands, input (all required), extra_inputs, output, output_variables.
function CommandsAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = "Compute", provider = "Commands", artifact_bounds = common.bounds(1, 10, 0, 1),
    inputs = { props.input, table.unpack(props.extra_inputs or {}) }, outputs = { props.output },
  }))
  check_count("commands", props.commands, MOST_COMMANDS)
  check_count("output_variables", props.output_variables, MOST_VARIABLES)
  self._variables = props.output_variables or {}
end

--- How others refer to a variable that the commands set; it must be one of output_variables.
function CommandsAction:variable(variable_name)
  if not l2.includes(self._variables, variable_name) then
    fail(nil, "the variable %s is none of output_variables; -> they are %s", engine.display(variable_name),
      #self._variables > 0 and l2.joined(self._variables, ", ") or "empty")
  end
  return self:_variable_expression(variable_name)
end

function CommandsAction:_bound(scope, stage, options)
  local streams = common.allow_logs(scope, stage, options.role)
  common.allow(options.role, { "logs:GetLogEvents" }, { streams })
  common.allow_artifacts(self, options)
  return {}
end

return { CommandsAction = CommandsAction }
