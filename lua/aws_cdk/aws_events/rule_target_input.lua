-- What a target receives.
local engine = require "luacdk.engine"

local events = require "aws_cdk.aws_events"

local each = require("aws_cdk.aws_iam.util").each

local RuleTargetInput = engine.class "aws_cdk.aws_events.RuleTargetInput"

function RuleTargetInput:init() end

local PathInput = engine.class("aws_cdk.aws_events.EventPathInput", RuleTargetInput)

function PathInput:init(path) self._path = path end
function PathInput:bind(_) return { input_path = self._path } end

local FieldInput = engine.class("aws_cdk.aws_events.FieldAwareEventInput", RuleTargetInput)

function FieldInput:init(value, kind)
  self._value = value
  self._kind = kind
end

local function hint(path)
  local text = path:gsub("^[^%w_-]+", ""):gsub("[^%w_-]", "-")
  return text
end

-- Replaces the fields of the event inside a value by <key>, the way EventBridge's input transformer wants it.
local function replace_fields(value, key_of)
  if engine.is_token(value) then
    local path = events.EventField._path_of(value)
    if path then return "<" .. key_of(path) .. ">" end
    local pieces = engine.fragments(tostring(value))
    if #pieces == 1 then return value end
    value = tostring(value)
  end
  if type(value) == "string" then
    if not engine.is_unresolved(value) then return value end
    local result
    for _, piece in ipairs(engine.fragments(value)) do
      local part = type(piece) == "string" and piece or replace_fields(piece, key_of)
      if result == nil then result = part else result = result .. part end
    end
    return result
  end
  if type(value) ~= "table" or engine.class_name(value) then return value end
  if #value > 0 then
    local list = {}
    for i = 1, #value do list[i] = replace_fields(value[i], key_of) end
    return list
  end
  local copy = engine.ordered()
  for k, v in each(value) do copy[replace_fields(k, key_of)] = replace_fields(v, key_of) end
  return copy
end

-- In a template for JSON, a field that is a whole value must not be quoted: it may be a number or an object.
local function unquote(value, keys)
  if type(value) == "string" then
    for _, key in ipairs(keys) do
      local quoted, bare = '"<' .. key .. '>"', "<" .. key .. ">"
      local position = 1
      while true do
        local first, last = value:find(quoted, position, true)
        if not first then break end
        if value:sub(first - 1, first - 1) == "\\" then
          position = last + 1
        else
          value = value:sub(1, first - 1) .. bare .. value:sub(last + 1)
          position = first + #bare
        end
      end
    end
    return value
  end
  if type(value) ~= "table" then return value end
  for k, v in pairs(value) do value[k] = unquote(v, keys) end
  return value
end

--- The input as properties of a rule's target: input, or input_template and input_paths_map.
function FieldInput:bind(rule)
  local by_path, paths, keys = {}, engine.ordered(), {}
  local counter = 0
  local function key_of(path)
    local key = by_path[path]
    if key then return key end
    counter = counter + 1
    key = hint(path)
    if key == "" then key = "f" .. counter end
    if paths[key] and paths[key] ~= path then
      engine.fail(rule, "the key %s stands for two different paths of the event: %s and %s", engine.display(key),
        engine.display(path), engine.display(paths[key]))
    end
    by_path[path] = key
    paths[key] = path
    keys[#keys + 1] = key
    return key
  end

  local stack = engine.stack_of(rule)
  local replaced = replace_fields(self._value, key_of)
  local text
  if self._kind == "multiline" then
    local resolved = replaced
    if engine.is_token(resolved) then resolved = tostring(resolved) end
    for line in (resolved .. "\n"):gmatch "(.-)\n" do
      local json = stack:to_json_string(line)
      if text == nil then text = json else text = text .. "\n" .. json end
    end
  else
    text = stack:to_json_string(replaced)
  end
  if #keys == 0 then return { input = text } end
  if self._kind == "object" then
    local template = text
    text = engine.lazy(function(ctx) return unquote(ctx:resolve(template), keys) end, { kind = "string" })
  end
  return { input_template = text, input_paths_map = paths }
end

--- A string.
function RuleTargetInput.from_text(text) return FieldInput(text, "text") end

--- A string of several lines, each a separate event.
function RuleTargetInput.from_multiline_text(text) return FieldInput(text, "multiline") end

--- A JSON object, with fields of the event (EventField) anywhere in it.
function RuleTargetInput.from_object(obj) return FieldInput(obj, "object") end

--- A part of the event by its JSON path.
function RuleTargetInput.from_event_path(path) return PathInput(path) end

return { RuleTargetInput = RuleTargetInput }
