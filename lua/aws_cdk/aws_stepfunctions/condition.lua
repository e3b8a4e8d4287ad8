--- Conditions of a choice.
local engine = require "luacdk.engine"
local jsonata = require "aws_cdk.aws_stepfunctions.private.jsonata"

local Condition = engine.class "aws_cdk.aws_stepfunctions.Condition"

function Condition:init() end

-- ---- comparisons ----------------------------------------------------------------------------------------------------

local Comparison = engine.class("aws_cdk.aws_stepfunctions.VariableComparison", Condition)

function Comparison:init(variable, operator, value)
  local text = tostring(variable)
  if text:sub(1, 1) ~= "$" and not text:find "%$[.[]" then
    engine.fail(nil, "a variable is '$', or begins with '$.' or '$[', got %s", engine.display(variable))
  end
  self._variable, self._operator, self._value = variable, operator, value
end

function Comparison:render_condition()
  return engine.ordered("Variable", self._variable, self._operator, self._value)
end

local TESTS = {
  present = "IsPresent", string = "IsString", numeric = "IsNumeric", boolean = "IsBoolean", timestamp = "IsTimestamp",
  null = "IsNull",
}

for name, operator in pairs(TESTS) do
  Condition["is_" .. name] = function(variable) return Comparison(variable, operator, true) end
  Condition["is_not_" .. name] = function(variable) return Comparison(variable, operator, false) end
end

-- Types: the name in methods, the name in operators, and whether there are more comparisons than that for equality.
local TYPES = {
  { "boolean", "Boolean", false }, { "string", "String", true }, { "number", "Numeric", true },
  { "timestamp", "Timestamp", true },
}
local COMPARISONS = {
  less_than = "LessThan", less_than_equals = "LessThanEquals", greater_than = "GreaterThan",
  greater_than_equals = "GreaterThanEquals",
}

local function define(name, operator)
  Condition[name] = function(variable, value) return Comparison(variable, operator, value) end
  Condition[name .. "_json_path"] = function(variable, value) return Comparison(variable, operator .. "Path", value) end
end

for _, row in ipairs(TYPES) do
  local name, prefix, is_ordered = table.unpack(row)
  define(name .. "_equals", prefix .. "Equals")
  for comparison, suffix in pairs(is_ordered and COMPARISONS or {}) do
    define(name .. "_" .. comparison, prefix .. suffix)
  end
end

--- Whether the variable matches a pattern in which * stands for any characters.
function Condition.string_matches(variable, value) return Comparison(variable, "StringMatches", value) end

-- ---- combinations ---------------------------------------------------------------------------------------------------

local Compound = engine.class("aws_cdk.aws_stepfunctions.CompoundCondition", Condition)

function Compound:init(operator, conditions)
  if #conditions == 0 then
    engine.fail(nil, "Condition.%s_() needs at least one condition", operator:lower())
  end
  self._operator, self._conditions = operator, conditions
end

function Compound:render_condition()
  local all = {}
  for i, condition in ipairs(self._conditions) do all[i] = condition:render_condition() end
  return engine.ordered(self._operator, all)
end

Condition["and"] = function(...) return Compound("And", { ... }) end
Condition["or"] = function(...) return Compound("Or", { ... }) end
Condition.and_, Condition.or_ = Condition["and"], Condition["or"]

local Not = engine.class("aws_cdk.aws_stepfunctions.NotCondition", Condition)

function Not:init(condition) self._condition = condition end
function Not:render_condition() return engine.ordered("Not", self._condition:render_condition()) end

Condition["not"] = function(condition) return Not(condition) end
Condition.not_ = Condition["not"]

-- ---- JSONata --------------------------------------------------------------------------------------------------------

local Jsonata = engine.class("aws_cdk.aws_stepfunctions.JsonataCondition", Condition)

function Jsonata:init(expression)
  if not jsonata.is_expression(tostring(expression)) then
    engine.fail(nil, "a JSONata expression begins with '{%%' and ends with '%%}', got %s", engine.display(expression))
  end
  self._expression = expression
end

function Jsonata:render_condition() return engine.ordered("Condition", self._expression) end

--- Whether a JSONata expression is true.
function Condition.jsonata(condition) return Jsonata(condition) end

return { Condition = Condition }
