--- Fields of a state's input and of the execution's context, and the intrinsic functions of Amazon States Language.
local engine = require "luacdk.engine"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"

local field, in_expression, path_of = json_path_token.field, json_path_token.in_expression, json_path_token.path_of

local JsonPath = engine.class "aws_cdk.aws_stepfunctions.JsonPath"

-- ---- paths ----------------------------------------------------------------------------------------------------------

local INTRINSIC_FUNCTIONS = {
  "Array", "ArrayPartition", "ArrayContains", "ArrayRange", "ArrayGetItem", "ArrayLength", "ArrayUnique",
  "Base64Encode", "Base64Decode", "Hash", "JsonMerge", "StringToJson", "JsonToString", "MathRandom", "MathAdd",
  "StringSplit", "UUID", "Format",
}

local function calls_intrinsic_function(path)
  for _, name in ipairs(INTRINSIC_FUNCTIONS) do
    if path:find("States." .. name, 1, true) == 1 then return true end
  end
  return false
end

local function checked(path)
  local text = tostring(path)
  if text:sub(1, 1) ~= "$" and not calls_intrinsic_function(text) then
    engine.fail(nil, "a JSON path begins with '$', '$$' for the context, or with an intrinsic function (States.%s), "
      .. "got %s", table.concat(INTRINSIC_FUNCTIONS, ", States."), engine.display(path))
  end
  return text
end

--- The field at `path`, as a string.
function JsonPath.string_at(path) return field(checked(path), "string") end

--- The field at `path`, as a number.
function JsonPath.number_at(path) return field(checked(path), "number") end

--- The field at `path`, as a value of any type.
function JsonPath.object_at(path) return field(checked(path), "any") end

--- The field at `path`, as a list of strings.
function JsonPath.list_at(path)
  if tostring(path):sub(1, 1) ~= "$" then
    engine.fail(nil, "the path of a list begins with '$', got %s", engine.display(path))
  end
  return field(tostring(path), "list")
end

--- Whether the value is a field.
function JsonPath.is_encoded_json_path(value) return path_of(value) ~= nil end

local FIELDS = {
  entire_payload = "$", entire_context = "$$",
  execution_id = "$$.Execution.Id", execution_input = "$$.Execution.Input", execution_name = "$$.Execution.Name",
  execution_role_arn = "$$.Execution.RoleArn", execution_start_time = "$$.Execution.StartTime",
  state_entered_time = "$$.State.EnteredTime", state_name = "$$.State.Name",
  state_retry_count = "$$.State.RetryCount",
  state_machine_id = "$$.StateMachine.Id", state_machine_name = "$$.StateMachine.Name",
  task_token = "$$.Task.Token",
}

for name, path in pairs(FIELDS) do JsonPath[name] = field(path, "string") end

--- In the place of a path: the result is thrown away, or nothing is passed on.
JsonPath.DISCARD = engine.intrinsic(engine.NULL, "string")

-- ---- intrinsic functions --------------------------------------------------------------------------------------------

local function expression(name, ...)
  local arguments = { ... }
  for i = 1, select("#", ...) do arguments[i] = in_expression(arguments[i]) end
  return "States." .. name .. "(" .. table.concat(arguments, ", ") .. ")"
end

-- Functions whose arguments are those of the intrinsic function.
local FUNCTIONS = {
  array = "Array", array_partition = "ArrayPartition", array_contains = "ArrayContains", array_range = "ArrayRange",
  array_get_item = "ArrayGetItem", array_length = "ArrayLength", array_unique = "ArrayUnique",
  base64_encode = "Base64Encode", base64_decode = "Base64Decode", hash = "Hash", math_random = "MathRandom",
  math_add = "MathAdd", string_split = "StringSplit", uuid = "UUID", format = "Format",
}

for name, intrinsic in pairs(FUNCTIONS) do
  JsonPath[name] = function(...) return field(expression(intrinsic, ...), "string") end
end

--- Two objects merged at their first level; where both have a key, it is the second's.
function JsonPath.json_merge(value1, value2)
  return field("States.JsonMerge(" .. in_expression(value1) .. ", " .. in_expression(value2) .. ", false)", "string")
end

--- The value that a JSON string describes.
function JsonPath.string_to_json(json_string) return field(expression("StringToJson", json_string), "any") end

--- The JSON string that describes a field.
function JsonPath.json_to_string(value)
  local path = path_of(value)
  if not path then
    engine.fail(nil, "JsonPath.json_to_string() takes a field such as JsonPath.object_at('$.a'), got %s",
      engine.display(value))
  end
  return field("States.JsonToString(" .. path .. ")", "string")
end

return { JsonPath = JsonPath }
