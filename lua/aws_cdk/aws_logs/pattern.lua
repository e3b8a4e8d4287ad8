--- Patterns that select log events: text, JSON fields, or columns separated by spaces.
local engine = require "luacdk.engine"

local ELLIPSIS = "..."
local NUMBER_OPERATORS = { ["="] = true, ["!="] = true, ["<"] = true, ["<="] = true, [">"] = true, [">="] = true }

local function quote(term)
  if type(term) == "string" then term = term:gsub("\\", "\\\\"):gsub('"', '\\"') end
  return '"' .. term .. '"'
end

local function number_text(value)
  if engine.is_unresolved(value) then return value end
  return engine.to_json_string(nil, value)
end

local function string_operator(operator)
  if operator == "==" then operator = "=" end
  if operator ~= "=" and operator ~= "!=" then
    engine.fail(nil, "strings are compared with = or !=, got %s", engine.display(operator))
  end
  return operator
end

local function number_operator(operator)
  if operator == "==" then operator = "=" end
  if not NUMBER_OPERATORS[operator] then
    engine.fail(nil, "numbers are compared with =, !=, <, <=, > or >=, got %s", engine.display(operator))
  end
  return operator
end

local LiteralPattern = engine.class("aws_cdk.aws_logs.LiteralPattern", nil, "aws_cdk.aws_logs.IFilterPattern")

function LiteralPattern:init(text) self.log_pattern_string = text end

local JsonPattern = engine.class "aws_cdk.aws_logs.JsonPattern"

function JsonPattern:init(json_pattern_string) self.json_pattern_string = json_pattern_string end

JsonPattern.get.log_pattern_string = function(self) return "{ " .. self.json_pattern_string .. " }" end

-- JsonPattern is abstract; the factories make this class.
local JsonComparison = engine.class("aws_cdk.aws_logs.JsonComparison", JsonPattern)

local function json(field, operator, value)
  local text = field .. " " .. operator
  return JsonComparison(value == nil and text or text .. " " .. value)
end

-- Lists of terms: a single one is matched as a whole, of several any.
local function text_pattern(groups)
  local clauses = {}
  for i, terms in ipairs(groups) do
    local text = ""
    for j, term in ipairs(terms) do text = text .. (j > 1 and " " or "") .. quote(term) end
    clauses[i] = text
  end
  if #clauses == 1 then return LiteralPattern(clauses[1]) end
  local text = ""
  for i, clause in ipairs(clauses) do text = text .. (i > 1 and " ?" or "?") .. clause end
  return LiteralPattern(text)
end

local function aggregate(operator, patterns)
  if #patterns == 1 then return patterns[1] end
  local text = ""
  for i, pattern in ipairs(patterns) do
    text = text .. (i > 1 and " " .. operator .. " " or "") .. "(" .. pattern.json_pattern_string .. ")"
  end
  return JsonComparison(text)
end

local SpaceDelimitedTextPattern = engine.class "aws_cdk.aws_logs.SpaceDelimitedTextPattern"

function SpaceDelimitedTextPattern:init(columns, restrictions)
  self._columns = columns
  self._restrictions = restrictions
end

--- A pattern of these columns; `...` stands for any number of them and can occur once.
function SpaceDelimitedTextPattern.construct(columns)
  local ellipses = 0
  for _, column in ipairs(columns) do
    if column == ELLIPSIS then
      ellipses = ellipses + 1
    elseif not column:find "^[%w_-]+$" then
      engine.fail(nil, "column name %s: only letters, digits, '_' and '-' are allowed, or '...'",
        engine.display(column))
    end
  end
  if ellipses > 1 then engine.fail(nil, "the column '...' can be used once, got %d", ellipses) end
  return SpaceDelimitedTextPattern(columns, {})
end

local function restricted(self, column, restriction)
  if column == ELLIPSIS then
    engine.fail(nil, "columns that '...' stands for cannot be restricted; -> name the column")
  end
  local known = false
  for _, name in ipairs(self._columns) do known = known or name == column end
  if not known then
    engine.fail(nil, "%s is not one of the pattern's columns: %s", engine.display(column),
      table.concat(self._columns, ", "))
  end
  local restrictions = {}
  for name, list in pairs(self._restrictions) do restrictions[name] = table.move(list, 1, #list, 1, {}) end
  local list = restrictions[column] or {}
  list[#list + 1] = restriction
  restrictions[column] = list
  return SpaceDelimitedTextPattern(self._columns, restrictions)
end

--- The pattern with another condition: a column's text, in which `*` stands for any characters.
function SpaceDelimitedTextPattern:where_string(column_name, comparison, value)
  return restricted(self, column_name, { comparison = string_operator(comparison), string_value = value })
end

--- The pattern with one more condition: the number in a column.
function SpaceDelimitedTextPattern:where_number(column_name, comparison, value)
  return restricted(self, column_name, { comparison = number_operator(comparison), number_value = value })
end

local function restriction_text(column, restriction)
  local value = restriction.number_value
  if value ~= nil then
    value = number_text(value)
  elseif restriction.string_value ~= nil and restriction.string_value ~= "" then
    value = quote(restriction.string_value)
  else
    engine.fail(nil, "the restriction of column %s has neither number_value nor string_value", engine.display(column))
  end
  return column .. " " .. restriction.comparison .. " " .. value
end

SpaceDelimitedTextPattern.get.log_pattern_string = function(self)
  local text = "["
  for i, column in ipairs(self._columns) do
    if i > 1 then text = text .. ", " end
    local list = self._restrictions[column]
    if list then
      for j, restriction in ipairs(list) do
        text = text .. (j > 1 and " && " or "") .. restriction_text(column, restriction)
      end
    else
      text = text .. column
    end
  end
  return text .. "]"
end

local FilterPattern = engine.class "aws_cdk.aws_logs.FilterPattern"

--- A pattern written out, in CloudWatch's own syntax.
function FilterPattern.literal(log_pattern_string) return LiteralPattern(log_pattern_string) end

--- Every event.
function FilterPattern.all_events() return LiteralPattern "" end

--- Events with all of the terms.
function FilterPattern.all_terms(...) return text_pattern { { ... } } end

--- Events with any of the terms.
function FilterPattern.any_term(...)
  local groups = {}
  for i, term in ipairs { ... } do groups[i] = { term } end
  return text_pattern(groups)
end

--- Events with all terms of any of the groups.
function FilterPattern.any_term_group(...) return text_pattern { ... } end

--- Events whose JSON field matches a string, in which `*` stands for any characters.
function FilterPattern.string_value(json_field, comparison, value)
  return json(json_field, string_operator(comparison), quote(value))
end

--- Events whose JSON field compares to a number.
function FilterPattern.number_value(json_field, comparison, value)
  return json(json_field, number_operator(comparison), number_text(value))
end

--- Events whose JSON field matches a regular expression.
function FilterPattern.regex_value(json_field, comparison, value)
  return json(json_field, comparison, "%" .. value .. "%")
end

--- Events whose JSON field is null.
function FilterPattern.is_null(json_field) return json(json_field, "IS NULL") end

--- Events without the JSON field.
function FilterPattern.not_exists(json_field) return json(json_field, "NOT EXISTS") end

--- Events with the JSON field.
function FilterPattern.exists(json_field) return json(json_field, "=", quote "*") end

--- Events whose JSON field is the boolean.
function FilterPattern.boolean_value(json_field, value) return json(json_field, value and "IS TRUE" or "IS FALSE") end

--- Events that match all of the JSON patterns.
function FilterPattern.all(...)
  if select("#", ...) == 0 then
    engine.fail(nil, "FilterPattern.all needs at least one pattern; -> FilterPattern.all_events() matches every event")
  end
  return aggregate("&&", { ... })
end

--- Events that match any of the JSON patterns.
function FilterPattern.any(...)
  if select("#", ...) == 0 then engine.fail(nil, "FilterPattern.any needs at least one pattern") end
  return aggregate("||", { ... })
end

--- Events of columns parted by spaces.
function FilterPattern.space_delimited(...) return SpaceDelimitedTextPattern.construct { ... } end

return {
  FilterPattern = FilterPattern,
  JsonPattern = JsonPattern,
  SpaceDelimitedTextPattern = SpaceDelimitedTextPattern,
}
