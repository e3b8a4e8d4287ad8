--- Variables of a pipeline, whose values may be given when it is started.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codepipeline.private.names"

local Variable = engine.class "aws_cdk.aws_codepipeline.Variable"

--- Arguments: VariableProps: variable_name (required), default_value (1 to 1000 characters), description (up to 200).
function Variable:init(props)
  local name = props.variable_name
  names.check(nil, "variable", name)
  l2.within(nil, "aws_codepipeline.CfnPipeline.VariableDeclarationProperty.default_value", props.default_value)
  l2.at_most(nil, "aws_codepipeline.CfnPipeline.VariableDeclarationProperty.description", props.description)
  self.variable_name = name
  self._default_value, self._description = props.default_value, props.description
end

--- How actions of the pipeline refer to the value.
function Variable:reference() return "#{variables." .. self.variable_name .. "}" end

function Variable:_render()
  return { default_value = self._default_value, description = self._description, name = self.variable_name }
end

return { Variable = Variable }
