--- Variables of a pipeline, whose values may be given when it is started.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codepipeline.private.names"

local LONGEST_VALUE, LONGEST_DESCRIPTION = 1000, 200 -- characters

local Variable = engine.class "aws_cdk.aws_codepipeline.Variable"

--- Arguments: VariableProps: variable_name (required), default_value (1 to 1000 characters), description (up to 200).
function Variable:init(props)
  local name = props.variable_name
  names.check(nil, "variable", name)
  local of = " of the variable " .. engine.display(name)
  l2.check_length(nil, "default_value" .. of, props.default_value, 1, LONGEST_VALUE)
  l2.check_length(nil, "description" .. of, props.description, 0, LONGEST_DESCRIPTION)
  self.variable_name = name
  self._default_value, self._description = props.default_value, props.description
end

--- How actions of the pipeline refer to the value.
function Variable:reference() return "#{variables." .. self.variable_name .. "}" end

function Variable:_render()
  return { default_value = self._default_value, description = self._description, name = self.variable_name }
end

return { Variable = Variable }
