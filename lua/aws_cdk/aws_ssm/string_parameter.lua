--- Parameters with a string.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ssm = require "aws_cdk.aws_ssm"
local ParameterBase = require("aws_cdk.aws_ssm.parameter_base").ParameterBase

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display
local ParameterType, ParameterValueType = ssm.ParameterType, ssm.ParameterValueType

local StringParameter = engine.class("aws_cdk.aws_ssm.StringParameter", ParameterBase)

--- Arguments: scope, id, StringParameterProps: string_value (required). Fails on a name that Systems Manager does not
--- take and on a value that does not match allowed_pattern.
function StringParameter:init(scope, id, props)
  ParameterBase.init(self, scope, id, { physical_name = props.parameter_name })
  local pattern = props.allowed_pattern
  if pattern ~= nil and pattern ~= "" then self:_check_value(props.string_value, pattern) end
  self:_check_texts(props.description)
  if props.type == ParameterType.AWS_EC2_IMAGE_ID then
    fail(self, "type must be ParameterType.STRING or STRING_LIST; -> for the id of an image set "
      .. "data_type = ssm.ParameterDataType.AWS_EC2_IMAGE")
  end
  local resource = ssm.CfnParameter(self, "Resource", {
    allowed_pattern = pattern,
    description = props.description,
    name = self.physical_name,
    tier = props.tier,
    type = props.type or ParameterType.STRING,
    data_type = props.data_type,
    value = props.string_value,
  })
  self:_adopt(resource, props)
  self.string_value = resource.attr_value
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

local Imported = engine.class("aws_cdk.aws_ssm.ImportedStringParameter", ParameterBase)
Imported.__interface = rawget(StringParameter, "__schema")

-- `fields`: name, type, arn or simple_name, key, and the value or a function that makes the template's parameter.
function Imported:init(scope, id, fields)
  ParameterBase.init(self, scope, id)
  self.parameter_name = fields.name
  self.parameter_arn = fields.arn or ParameterBase._arn(self, fields.name, fields.simple_name)
  self.parameter_type = fields.type
  self._encryption_key = fields.key
  self._value, self._parameter = fields.value, fields.parameter
end

Imported.get.string_value = function(self) return self._value or self._parameter().value_as_string end

local function check_name(scope, name)
  if name == "" then fail(scope, "parameter_name cannot be empty") end
end

local function from_attributes(scope, id, attrs)
  local name, type, version = attrs.parameter_name, attrs.type, attrs.version
  check_name(scope, name)
  if type ~= nil and type ~= ParameterType.STRING and type ~= ParameterType.AWS_EC2_IMAGE_ID then
    fail(scope, "from_string_parameter_attributes takes the types ParameterType.STRING and AWS_EC2_IMAGE_ID, got %s",
      display(type))
  end
  local fields = { name = name, type = ParameterType.STRING, simple_name = attrs.simple_name }
  local versioned = version ~= nil and version ~= 0
  -- The default of a template's parameter cannot be computed.
  if versioned or attrs.force_dynamic_reference or engine.starts_with_fn(name) then
    fields.value = cdk.Token.as_string(ParameterBase._dynamic_reference("ssm", name, version))
  else
    fields.parameter = ParameterBase._template_parameter(scope, id,
      type or attrs.value_type or ParameterValueType.STRING, name)
  end
  return Imported(scope, id, fields)
end

local function from_secure_attributes(scope, id, attrs)
  local name = attrs.parameter_name
  return Imported(scope, id, {
    name = name, type = ParameterType.SECURE_STRING, simple_name = attrs.simple_name, key = attrs.encryption_key,
    value = cdk.Token.as_string(ParameterBase._dynamic_reference("ssm-secure", name, attrs.version)),
  })
end

--- A parameter by its name; its newest value, looked up at each deployment.
function StringParameter.from_string_parameter_name(scope, id, string_parameter_name)
  return from_attributes(scope, id, { parameter_name = string_parameter_name })
end

--- A parameter by its ARN, which may belong to another account but not to another region.
function StringParameter.from_string_parameter_arn(scope, id, string_parameter_arn)
  if is_unresolved(string_parameter_arn) then
    fail(scope, "string_parameter_arn must be a literal string, not a token; -> use from_string_parameter_attributes")
  end
  local parts = cdk.Fn.split(":", string_parameter_arn)
  if #parts ~= 6 then
    fail(scope, "a parameter's ARN has the form arn:<partition>:ssm:<region>:<account>:parameter/<name>, got %s",
      display(string_parameter_arn))
  end
  local region = engine.stack_of(scope).region
  if is_unresolved(region) then
    cdk.Annotations.of(scope):add_warning_v2("aws-cdk-lib/aws-ssm:crossAccountReferenceSameRegion",
      "a parameter of another account can be read only in its own region, but the stack's region is not known")
  elseif parts[4] ~= region then
    fail(scope, "the parameter must be in the region of the stack, %s; its ARN says %s", display(region),
      display(parts[4]))
  end
  return Imported(scope, id, {
    name = string_parameter_arn:match "^.*/(.*)$" or string_parameter_arn, arn = string_parameter_arn,
    type = ParameterValueType.STRING,
    parameter = ParameterBase._template_parameter(scope, id, ParameterValueType.STRING, string_parameter_arn),
  })
end

--- A parameter by its name, version and type.
function StringParameter.from_string_parameter_attributes(scope, id, attrs)
  return from_attributes(scope, id, attrs)
end

--- A parameter of type SecureString; its value can only be used where CloudFormation takes secure references.
function StringParameter.from_secure_string_parameter_attributes(scope, id, attrs)
  return from_secure_attributes(scope, id, attrs)
end

--------------------------------------------------------------------------------------------------------------------
-- Values

--- The value that the parameter has now, looked up by the CLI and kept in cdk.context.json.
function StringParameter.value_from_lookup(scope, parameter_name, default_value, options)
  options = options or {}
  local dummy = default_value
  if dummy == nil or dummy == "" then dummy = "dummy-value-for-" .. parameter_name end
  return cdk.ContextProvider.get_value(scope, {
    provider = "ssm",
    props = { parameterName = parameter_name },
    dummy_value = dummy,
    must_exist = default_value == nil,
    additional_cache_key = options.additional_cache_key,
  }).value
end

--- The value at deployment of the parameter of that type, ParameterValueType.
function StringParameter.value_for_typed_string_parameter_v2(scope, parameter_name, type, version)
  return ParameterBase._shared(scope, parameter_name, function(stack, id)
    return from_attributes(stack, id, {
      parameter_name = parameter_name, version = version, value_type = type or ParameterValueType.STRING,
    })
  end).string_value
end

--- The value at deployment.
function StringParameter.value_for_string_parameter(scope, parameter_name, version)
  return StringParameter.value_for_typed_string_parameter_v2(scope, parameter_name, nil, version)
end

function StringParameter.value_for_typed_string_parameter(scope, parameter_name, type, version)
  engine.deprecated("aws_cdk.aws_ssm.StringParameter#value_for_typed_string_parameter",
    "use value_for_typed_string_parameter_v2")
  if type == ParameterType.STRING_LIST then
    fail(scope, "value_for_typed_string_parameter does not take STRING_LIST; -> use "
      .. "ssm.StringListParameter.value_for_typed_list_parameter")
  end
  return ParameterBase._shared(scope, parameter_name, function(stack, id)
    return from_attributes(stack, id, {
      parameter_name = parameter_name, version = version, type = type or ParameterType.STRING,
    })
  end).string_value
end

function StringParameter.value_for_secure_string_parameter(scope, parameter_name, version)
  engine.deprecated("aws_cdk.aws_ssm.StringParameter#value_for_secure_string_parameter",
    "use cdk.SecretValue.ssm_secure")
  return ParameterBase._shared(scope, parameter_name, function(stack, id)
    return from_secure_attributes(stack, id, { parameter_name = parameter_name, version = version })
  end).string_value
end

return { StringParameter = StringParameter }
