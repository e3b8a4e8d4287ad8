local engine = require "luacdk.engine"
local failure = require "aws_cdk.assertions.failure"
local json_value = require "aws_cdk.assertions.json_value"
local sections = require "aws_cdk.assertions.sections"
local synthesised = require "aws_cdk.assertions.synthesised"

--- Errors, warnings and infos on the constructs in a stack.
local Annotations = engine.class("aws_cdk.assertions.Annotations")

--- The messages of a stack, for which its app (or stage) is synthesised again.
function Annotations.from_stack(stack)
  local annotations = Annotations()
  annotations._messages = synthesised(stack, { force = true }):get_stack_artifact(stack.artifact_id).messages
  return annotations
end

-- The messages at a construct's path ("*": any), by their numbers.
local function at(self, path)
  local found = engine.ordered()
  for i, message in ipairs(self._messages) do
    if path == "*" or message.id == path then
      local entry = engine.ordered("type", message.entry.type, "data", message.entry.data)
      found[tostring(i)] = engine.ordered("level", message.level, "entry", entry, "id", message.id)
    end
  end
  return found
end

local function compare(self, level, path, message)
  return sections.compare(at(self, path), { level = level, entry = { data = message } })
end

local function which(path) return path == "*" and "" or (" at '%s'"):format(path) end

local function methods(level)
  local function has(self, construct_path, message)
    local found = compare(self, level, construct_path, message)
    if found.count > 0 then return end
    failure.raise("%s", sections.mismatch(found, "the stack", "message", which(construct_path)))
  end
  local function has_no(self, construct_path, message)
    local found = compare(self, level, construct_path, message)
    if found.count > 0 then
      failure.raise("expected no such %s, got %d:\n%s", level, found.count, json_value.text(found.matches, 2))
    end
  end
  local function find(self, construct_path, message)
    local list = {}
    for number in pairs(compare(self, level, construct_path, message).matches) do
      list[#list + 1] = self._messages[tonumber(number)]
    end
    return list
  end
  return has, has_no, find
end

Annotations.has_error, Annotations.has_no_error, Annotations.find_error = methods "error"
Annotations.has_warning, Annotations.has_no_warning, Annotations.find_warning = methods "warning"
Annotations.has_info, Annotations.has_no_info, Annotations.find_info = methods "info"

return { Annotations = Annotations }
