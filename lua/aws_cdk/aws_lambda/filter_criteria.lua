--- Filters of event sources: rules on values and the pattern they are written as.
local engine = require "luacdk.engine"

local FilterRule = engine.class("aws_cdk.aws_lambda.FilterRule")

function FilterRule.null() return { engine.NULL } end

function FilterRule.empty() return { "" } end

--- Equal to a string or a number.
function FilterRule.is_equal(item)
  if type(item) == "number" then return { { numeric = { "=", item } } } end
  return { item }
end

--- Equal to one of the strings.
function FilterRule.or_(...) return engine.list { ... } end

function FilterRule.not_equals(elem) return { { ["anything-but"] = { elem } } } end

--- Greater than `first` and at most `second`.
function FilterRule.between(first, second) return { { numeric = { ">", first, "<=", second } } } end

function FilterRule.exists() return { { exists = true } } end

function FilterRule.not_exists() return { { exists = false } } end

function FilterRule.begins_with(elem) return { { prefix = elem } } end

local FilterCriteria = engine.class("aws_cdk.aws_lambda.FilterCriteria")

--- A filter in the form of event source mappings: the pattern as JSON text.
function FilterCriteria.filter(filter) return { pattern = engine.json(filter) } end

return { FilterRule = FilterRule, FilterCriteria = FilterCriteria }
