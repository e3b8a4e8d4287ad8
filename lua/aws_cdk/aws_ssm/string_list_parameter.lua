--- Parameters with a list of strings.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ssm = require "aws_cdk.aws_ssm"
local ParameterBase = require("aws_cdk.aws_ssm.parameter_base").ParameterBase

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display
local ParameterType, ParameterValueType = ssm.ParameterType, ssm.ParameterValueType

local StringListParameter = engine.class("aws_cdk.aws_ssm.StringListParameter", ParameterBase)

local function check_values(self, values, pattern)
  if is_unresolved(values) then return end
  for _, value in ipairs(values) do
    if not is_unresolved(value) and value:find(",", 1, true) then
      fail(self, "a value of a list cannot contain a comma, got %s; -> use ssm.StringParameter", display(value))
    end
  end
  if pattern == nil or pattern == "" then return end
  for _, value in ipairs(values) do self:_check_value(value, pattern) end
end

--- Arguments: scope, id, StringListParameterProps: string_list_value (required). Fails on values with commas, or that
--- do not match allowed_pattern, and on a name that Systems Manager does not take.
function StringListParameter:init(scope, id, props)
  ParameterBase.init(self, scope, id, { physical_name = props.parameter_name })
  check_values(self, props.string_list_value, props.allowed_pattern)
  self:_check_texts(props.description)
  local resource = ssm.CfnParameter(self, "Resource", {
    allowed_pattern = props.allowed_pattern,
    description = props.description,
    name = self.physical_name,
    tier = props.tier,
    type = ParameterType.STRING_LIST,
    value = cdk.Fn.join(",", props.string_list_value),
  })
  self:_adopt(resource, props)
  self.string_list_value = cdk.Fn.split(",", resource.attr_value)
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

local Imported = engine.class("aws_cdk.aws_ssm.ImportedStringListParameter", ParameterBase)
Imported.__interface = rawget(StringListParameter, "__schema")

-- `fields`: name, type, simple_name, and the value or a function that makes the template's parameter.
function Imported:init(scope, id, fields)
  ParameterBase.init(self, scope, id)
  self.parameter_name = fields.name
  self.parameter_arn = ParameterBase._arn(self, fields.name, fields.simple_name)
  self.parameter_type = fields.type
  self._value, self._parameter = fields.value, fields.parameter
end

Imported.get.string_list_value = function(self) return self._value or self._parameter().value_as_list end

local function from_attributes(scope, id, attrs)
  local name, version = attrs.parameter_name, attrs.version
  if name == "" then fail(scope, "parameter_name cannot be empty") end
  local fields = {
    name = name, type = ("List<%s>"):format(attrs.element_type or ParameterValueType.STRING),
    simple_name = attrs.simple_name,
  }
  if version ~= nil and version ~= 0 then
    fields.value = cdk.Token.as_list(ParameterBase._dynamic_reference("ssm", name, version))
  else
    fields.parameter = ParameterBase._template_parameter(scope, id, fields.type, name)
  end
  return Imported(scope, id, fields)
end

--- A parameter of type StringList by its name.
function StringListParameter.from_string_list_parameter_name(scope, id, string_list_parameter_name)
  local value = ParameterBase._dynamic_reference("ssm", string_list_parameter_name)
  return Imported(scope, id, {
    name = string_list_parameter_name, type = ParameterType.STRING_LIST,
    value = cdk.Fn.split(",", cdk.Token.as_string(value)),
  })
end

--- A parameter by its name, version and the type of its elements.
function StringListParameter.from_list_parameter_attributes(scope, id, attrs)
  return from_attributes(scope, id, attrs)
end

--- The list at deployment, of elements of that type, ParameterValueType.
function StringListParameter.value_for_typed_list_parameter(scope, parameter_name, type, version)
  return ParameterBase._shared(scope, parameter_name, function(stack, id)
    return from_attributes(stack, id, {
      parameter_name = parameter_name, version = version, element_type = type or ParameterValueType.STRING,
    })
  end).string_list_value
end

return { StringListParameter = StringListParameter }
