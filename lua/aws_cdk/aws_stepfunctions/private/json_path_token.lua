-- Fields of a state's input and context: values that become JSON paths, and the objects that hold them.
local engine = require "luacdk.engine"

local is_token, is_unresolved, fail = engine.is_token, engine.is_unresolved, engine.fail

local M = {}

-- ---- fields ---------------------------------------------------------------------------------------------------------

local JsonPathToken = engine.class "aws_cdk.aws_stepfunctions.JsonPathToken"

function JsonPathToken:init(path) self._path = path end
function JsonPathToken:_resolve() return self._path end

--- A value of the kind ("string", "number", "list", "any") that becomes `path`.
function M.field(path, kind) return engine.view(JsonPathToken(path), kind) end

-- The path of one token, nil if it stands for something else.
local function path_of_token(token)
  local value = engine.viewed(token)
  while is_token(value) do value = engine.viewed(value) end
  if type(value) == "table" then return engine.is_a(value, JsonPathToken) and value._path or nil end
  return type(value) == "string" and M.path_of(value) or nil
end

--- The path that a value stands for, nil if it stands for none. A text may not have one beside other things; `owner`, a
--- construct or nil, is blamed if it does.
function M.path_of(value, owner)
  local kind = type(value)
  if kind == "userdata" and is_token(value) then
    local path = path_of_token(value)
    if path then return path end
  elseif kind ~= "string" or not is_unresolved(value) then
    return nil
  end
  local pieces = engine.fragments(tostring(value))
  for _, piece in ipairs(pieces) do
    local path = is_token(piece) and path_of_token(piece)
    if path then
      if #pieces > 1 then
        fail(owner, "a field of the input must be the whole text, it cannot be joined to others: %s; -> join them by "
          .. "JsonPath.format('{}…', …)", engine.display(path))
      end
      return path
    end
  end
  return nil
end

local path_of = M.path_of

--- The value as an argument of one of the intrinsic functions.
function M.in_expression(value)
  local path = path_of(value)
  if path then return path end
  if type(value) == "number" then return engine.json(value) end
  if type(value) ~= "string" and not is_token(value) then
    fail(nil, "an argument of an intrinsic function must be a string, a number or a field such as "
      .. "JsonPath.string_at('$.a'), got %s", engine.display(value))
  end
  local text = tostring(value):gsub("(['\\])([{}]?)", function(special, brace)
    return (special == "'" and "\\'" or brace == "" and "\\\\" or "\\") .. brace
  end)
  return "'" .. text .. "'"
end

-- ---- objects --------------------------------------------------------------------------------------------------------

--- Whether the value is a list or map; instances of classes are values of their own.
function M.is_data(value) return type(value) == "table" and not engine.class_name(value) end

local is_data = M.is_data

-- The keys of a map in their order; where it has none those that are numbers come first, as in JavaScript.
local function keys_of(map)
  local is_plain = true
  for key in pairs(map) do
    if type(key) ~= "string" or key:find "^%d" then
      is_plain = false
      break
    end
  end
  if is_plain or engine.is_ordered(map) then return engine.keys(map) end
  local numbers, texts = {}, {}
  for key in pairs(map) do
    local to = tostring(key):find "^%d+$" and numbers or texts
    to[#to + 1] = key
  end
  table.sort(numbers, function(a, b) return tonumber(a) < tonumber(b) end)
  table.sort(texts, function(a, b) return tostring(a) < tostring(b) end)
  return table.move(texts, 1, #texts, #numbers + 1, numbers)
end

local render

local function render_list(list, above, owner)
  local copy = {}
  for i = 1, #list do
    local one = list[i]
    local path = path_of(one, owner)
    if path then
      fail(owner, "a field of the input cannot stand in a list: %s; -> use JsonPath.array(…), or put it into a map",
        engine.display(path))
    end
    copy[i] = is_data(one) and render(one, above, owner) or one
  end
  return engine.list(copy)
end

local function render_map(map, above, owner)
  if above[map] then return engine.map {} end
  above[map] = true
  local copy = engine.ordered()
  for _, key in ipairs(keys_of(map)) do
    local value = map[key]
    local path = path_of(value, owner)
    if path then
      copy[(type(key) == "string" and key or tostring(key)) .. ".$"] = path
    elseif is_data(value) then
      copy[key] = render(value, above, owner)
    elseif value ~= engine.NULL then
      copy[key] = value
    end
  end
  above[map] = nil
  return copy
end

-- What is empty stays the list or map that it is marked as; what is both is told when it is resolved.
function render(data, above, owner)
  if next(data) == nil then return data end
  if #data == 0 then return render_map(data, above, owner) end
  for key in pairs(data) do
    if type(key) ~= "number" then return data end
  end
  return render_list(data, above, owner)
end

--- The object with `"key.$": path` for each of its fields; values of other types as they are. `owner`: the construct
--- that is blamed for what cannot be rendered, or nil.
function M.render_object(object, owner)
  if not is_data(object) then return object end
  return render(object, {}, owner)
end

return M
