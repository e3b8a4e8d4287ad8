--- Variables of a pipeline, whose values may be given when it is started.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codepipeline.private.names"

local LONGEST_VALUE, LONGEST_DESCRIPTION = 1000, 200 -- characters

-- Fails unless a text has `least` to `most` characters.
local function check_length(of, name, text, least, most)
  if text == nil or engine.is_unresolved(text) then return end
  local length = l2.length(text)
  if length < least or length > most then
    engine.fail(nil, "%s of the variable %s must have %d to %d characters, got %d", name, engine.display(of), least,
      most, length)
  end
end

local Variable = engine.class "aws_cdk.aws_codepipeline.Variable"

--- Arguments: VariableProps: variable_name (required), default_value (1 to 1000 characters), description (up to 200).
function Variable:init(props)
  local name = props.variable_name
  names.check(nil, "variable", name)
  check_length(name, "default_value", props.default_value, 1, LONGEST_VALUE)
  check_length(name, "description", props.description, 0, LONGEST_DESCRIPTION)
  self.variable_name = name
  self._default_value, self._description = props.default_value, props.description
end

--- How actions of the pipeline refer to the value.
function Variable:reference() return "#{variables." .. self.variable_name .. "}" end

function Variable:_render()
  return { default_value = self._default_value, description = self._description, name = self.variable_name }
end

return { Variable = Variable }
