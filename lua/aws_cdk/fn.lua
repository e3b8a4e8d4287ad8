local engine = require "luacdk.engine"

local Fn = engine.class("aws_cdk.Fn")

local is_unresolved = engine.is_unresolved
local fn, intrinsic = engine.fn, engine.intrinsic

--- `{ Ref = logical_name }`, for elements that are not constructs of this app.
function Fn.ref(logical_name) return fn("Ref", logical_name) end

function Fn.get_att(logical_name, attribute)
  return fn("Fn::GetAtt", { logical_name, attribute }, "any")
end

-- A token as delimiter is placed between literals too.
local function join_by_token(delimiter, values)
  if is_unresolved(values) then return fn("Fn::Join", { delimiter, values }) end
  local parts, after_literal = {}, false
  for _, value in ipairs(values) do
    local literal = not is_unresolved(value)
    if literal and after_literal then
      parts[#parts] = parts[#parts] .. delimiter .. value
    else
      parts[#parts + 1] = value
    end
    after_literal = literal
  end
  return #parts == 1 and parts[1] or fn("Fn::Join", { delimiter, parts })
end

--- Joins values, merging literals; a string if nothing is left to deployment.
function Fn.join(delimiter, values)
  if not is_unresolved(values) and #values == 0 then
    engine.fail(nil, "Fn.join needs at least one value")
  end
  if is_unresolved(delimiter) then return join_by_token(delimiter, values) end
  return engine.join(delimiter, values)
end

local function split_literal(delimiter, source)
  local parts = {}
  if delimiter == "" then
    for _, c in utf8.codes(source) do parts[#parts + 1] = utf8.char(c) end
    return parts
  end
  local from = 1
  while true do
    local first, last = source:find(delimiter, from, true)
    parts[#parts + 1] = source:sub(from, first and first - 1)
    if not first then return parts end
    from = last + 1
  end
end

local MOST_ELEMENTS = 10000 -- of a list whose length is assumed

--- Splits a string into a list; with `assumed_length` a token gives that many elements.
function Fn.split(delimiter, source, assumed_length)
  if not is_unresolved(source) then return split_literal(tostring(delimiter), tostring(source)) end
  if is_unresolved(delimiter) then engine.fail(nil, "Fn.split: the delimiter must be literal text, not a token") end
  local list = fn("Fn::Split", { delimiter, source }, "list")
  if assumed_length == nil then return list end
  if is_unresolved(assumed_length) then
    engine.fail(nil, "Fn.split: assumed_length must be a literal number, not a token")
  end
  local count = math.tointeger(assumed_length)
  if not count or count < 0 or count > MOST_ELEMENTS then
    engine.fail(nil, "assumed_length must be a whole number from 0 to %d, got %s", MOST_ELEMENTS,
      engine.display(assumed_length))
  end
  local elements = {}
  for i = 1, count do elements[i] = fn("Fn::Select", { i - 1, list }) end
  return elements
end

--- Element `index` (from 0, as in CloudFormation) of a list; nil beyond the end of a literal one.
function Fn.select(index, list)
  if not is_unresolved(index) and not is_unresolved(list) then
    local literal = true
    for _, value in ipairs(list) do
      if is_unresolved(value) then literal = false break end
    end
    if literal then return list[index + 1] end
  end
  return fn("Fn::Select", { index, list })
end

function Fn.sub(body, variables)
  return fn("Fn::Sub", variables and { body, engine.map(variables) } or body)
end

function Fn.base64(data) return fn("Fn::Base64", data) end

function Fn.cidr(ip_block, count, size_mask)
  if type(count) == "number" and (count < 1 or count > 256) then
    engine.fail(nil, "the count of Fn.cidr must be between 1 and 256, got %s", engine.display(count))
  end
  return fn("Fn::Cidr", { ip_block, count, size_mask }, "list")
end

--- The host name of an https URL.
function Fn.parse_domain_name(url)
  local rest = Fn.select(1, Fn.split("//", url))
  if rest == nil then engine.fail(nil, "Fn.parse_domain_name needs a URL with '//', got %s", engine.display(url)) end
  return Fn.select(0, Fn.split("/", rest))
end

function Fn.get_azs(region) return fn("Fn::GetAZs", region or "", "list") end
function Fn.import_value(name) return fn("Fn::ImportValue", name) end

function Fn.import_list_value(name, assumed_length, delimiter)
  return Fn.split(delimiter or ",", Fn.import_value(name), assumed_length)
end

function Fn.get_stack_output(stack_name, output_name, region, role_arn)
  return fn("Fn::GetStackOutput", engine.ordered("StackName", stack_name, "Region", region, "RoleArn", role_arn,
    "OutputName", output_name))
end

-- Some functions need the language extensions; they are added to the stack when the functions are rendered.
local function with_extensions(value, kind, is_function)
  return engine.lazy(function(ctx)
    ctx.stack:add_transform("AWS::LanguageExtensions")
    return value
  end, { kind = kind, is_function = is_function })
end

--- A value of a mapping; a default needs the transform AWS::LanguageExtensions, which is added to the stack.
function Fn.find_in_map(map_name, top_level_key, second_level_key, default_value)
  if default_value == nil then return fn("Fn::FindInMap", { map_name, top_level_key, second_level_key }) end
  return with_extensions({
    ["Fn::FindInMap"] = { map_name, top_level_key, second_level_key, { DefaultValue = default_value } },
  }, "string", true)
end

function Fn.transform(macro_name, parameters)
  return fn("Fn::Transform", engine.ordered("Name", macro_name, "Parameters", parameters), "any")
end

-- Fn::And and Fn::Or take at most ten conditions: more are grouped in tens, in order.
local function connective(name, what, ...)
  local conditions = { ... }
  local count = #conditions
  if count == 0 then engine.fail(nil, "Fn.%s needs at least one condition", what) end
  if count == 1 then return conditions[1] end
  if count <= 10 then return intrinsic({ [name] = engine.list(conditions) }, "any") end
  local groups = {}
  for from = 1, count, 10 do
    groups[#groups + 1] = connective(name, what, table.unpack(conditions, from, math.min(from + 9, count)))
  end
  return connective(name, what, table.unpack(groups))
end

function Fn.condition_and(...) return connective("Fn::And", "condition_and", ...) end
function Fn.condition_or(...) return connective("Fn::Or", "condition_or", ...) end

-- A nil side must not shorten the pair.
function Fn.condition_equals(lhs, rhs)
  return fn("Fn::Equals", { lhs == nil and engine.NULL or lhs, rhs == nil and engine.NULL or rhs }, "any")
end

function Fn.condition_if(condition_id, value_if_true, value_if_false)
  return fn("Fn::If", { condition_id, value_if_true, value_if_false }, "any")
end

function Fn.condition_not(condition) return fn("Fn::Not", { condition }, "any") end
function Fn.condition_contains(strings, value) return fn("Fn::Contains", { strings, value }, "any") end
function Fn.condition_each_member_equals(strings, value) return fn("Fn::EachMemberEquals", { strings, value },
  "any") end
function Fn.condition_each_member_in(to_check, to_match) return fn("Fn::EachMemberIn", { to_check, to_match },
  "any") end
function Fn.ref_all(parameter_type) return fn("Fn::RefAll", parameter_type, "list") end

function Fn.value_of(parameter_or_logical_id, attribute)
  return fn("Fn::ValueOf", { parameter_or_logical_id, attribute })
end

function Fn.value_of_all(parameter_type, attribute)
  return fn("Fn::ValueOfAll", { parameter_type, attribute }, "list")
end

local MAX_DEPTH = 190 -- of values; deeper ones are refused when they are printed

local function holds_tokens(value, depth)
  if is_unresolved(value) then return true end
  if type(value) ~= "table" or depth > MAX_DEPTH then return false end
  if engine.class_name(value) then return engine.has(value, "_resolve") end
  for key, entry in pairs(value) do
    if is_unresolved(key) or holds_tokens(entry, depth + 1) then return true end
  end
  return false
end

--- JSON text; for a token with Fn::ToJsonString, which adds AWS::LanguageExtensions to the stack.
function Fn.to_json_string(object)
  if is_unresolved(object) then return with_extensions({ ["Fn::ToJsonString"] = object }, "string") end
  return holds_tokens(object, 0) and engine.to_json_string(nil, object) or engine.json(object)
end

--- Number of elements; for a token with Fn::Length, which adds AWS::LanguageExtensions to the stack.
function Fn.len(list)
  if is_unresolved(list) then return with_extensions({ ["Fn::Length"] = list }, "number") end
  if type(list) ~= "table" then engine.fail(nil, "Fn.len needs a list, got %s", engine.display(list)) end
  return #list
end

return { Fn = Fn }
