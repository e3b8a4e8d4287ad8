local engine = require "luacdk.engine"

--- A parameter of the template.
local CfnParameter = engine.class("aws_cdk.CfnParameter", engine.CfnElement)
CfnParameter._section = "Parameters"

function CfnParameter:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  self.type = props.type ~= "" and props.type or "String"
  for _, field in ipairs {
    "default", "allowed_pattern", "allowed_values", "constraint_description", "description", "max_length", "max_value",
    "min_length", "min_value",
  } do
    self[field] = props[field]
  end
  self._no_echo = props.no_echo
end

CfnParameter.get.no_echo = function(self) return self._no_echo or false end
CfnParameter.set.no_echo = function(self, value) rawset(self, "_no_echo", value) end

local function is_list(type) return type:find("List<", 1, true) or type:find("CommaDelimitedList", 1, true) end
local function is_number(type) return type == "Number" end

--- The parameter's value, as a token of the kind that its type says.
CfnParameter.get.value = function(self)
  local kind = is_list(self.type) and "list" or is_number(self.type) and "number" or "string"
  return engine.ref(self, kind)
end

local function view(self, kind)
  local value = self.value
  return engine.token_type(value) == kind and value or engine.view(value, kind)
end

CfnParameter.get.value_as_string = function(self)
  if is_list(self.type) then
    engine.fail(self, "the type %s of the parameter is neither String nor Number; -> use value_as_list", self.type)
  end
  return view(self, "string")
end

CfnParameter.get.value_as_list = function(self)
  if not is_list(self.type) then
    engine.fail(self, "the type %s of the parameter is not a list; -> use value_as_string", self.type)
  end
  return view(self, "list")
end

CfnParameter.get.value_as_number = function(self)
  if not is_number(self.type) then
    engine.fail(self, "the type %s of the parameter is not Number; -> use value_as_string", self.type)
  end
  return view(self, "number")
end

-- Used as a value, a parameter is a reference to it.
function CfnParameter:_resolve() return self.value end
function CfnParameter:resolve() return self.value end

function CfnParameter:_render()
  local allowed = self.allowed_values -- an included template may have anything here
  if type(allowed) == "table" and not engine.is_ordered(allowed) then allowed = engine.list(allowed) end
  return engine.ordered(
    "Type", self.type,
    "Default", self.default,
    "AllowedPattern", self.allowed_pattern,
    "AllowedValues", allowed,
    "ConstraintDescription", self.constraint_description,
    "Description", self.description,
    "MaxLength", self.max_length,
    "MaxValue", self.max_value,
    "MinLength", self.min_length,
    "MinValue", self.min_value,
    "NoEcho", self._no_echo)
end

return { CfnParameter = CfnParameter }
