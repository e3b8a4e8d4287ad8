--- Fields in objects.
local engine = require "luacdk.engine"
local intrinsics = require "aws_cdk.aws_stepfunctions.private.intrinsics"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"
local jsonata = require "aws_cdk.aws_stepfunctions.private.jsonata"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local FieldUtils = engine.class "aws_cdk.aws_stepfunctions.FieldUtils"

--- The object in the form of a definition: a field is written `"key.$": path`.
FieldUtils.render_object = json_path_token.render_object

-- Calls `visit` with each value in the object that is not a list or map, including the content of a TaskInput.
local function walk(value, visit, above)
  if engine.is_a(value, stepfunctions.TaskInput) then value = value.value end
  if not json_path_token.is_data(value) then return visit(value) end
  if above[value] then return nil end
  above[value] = true
  for _, one in pairs(value) do walk(one, visit, above) end
  above[value] = nil
end

local function paths_of(object)
  local found = {}
  walk(object, function(value)
    local path = json_path_token.path_of(value)
    if not path then return end
    for _, one in ipairs(intrinsics.paths(path)) do found[one] = true end
  end, {})
  return found
end

--- The paths that the object refers to, sorted.
function FieldUtils.find_referenced_paths(object)
  local paths = {}
  for path in pairs(paths_of(object)) do paths[#paths + 1] = path end
  table.sort(paths)
  return paths
end

local CONTEXT = "$states.context"

-- Whether the expression passes on the context, its task or the token, and not only some other part of the context.
local function has_task_token(expression)
  local first, last = expression:find(CONTEXT, 1, true)
  while first do
    local before = expression:sub(1, first - 1)
    if before:sub(-#CONTEXT - 1) ~= CONTEXT .. "." then
      for _, part in ipairs { ".Task.Token", ".Task", "" } do
        local behind = last + #part
        if expression:sub(last + 1, behind) == part and not expression:find("^%.%a", behind + 1) then return true end
      end
    end
    first, last = expression:find(CONTEXT, last + 1, true)
  end
  return false
end

--- Whether the object passes on the token of the task, by a path or a JSONata expression.
function FieldUtils.contains_task_token(object)
  local paths = paths_of(object)
  local found = paths["$$.Task.Token"] or paths["$$.Task"] or paths["$$"] or false
  walk(object, function(value)
    if jsonata.is_expression(value) and has_task_token(value) then found = true end
  end, {})
  return found
end

return { FieldUtils = FieldUtils }
