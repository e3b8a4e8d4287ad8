--- Names in a pipeline: of actions, and of namespaces of variables.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local LONGEST, SHORTEST_PART, HASH_LENGTH = 100, 15, 8

local identifiers = {}

--- The hash of a value: that of its JSON text.
function identifiers.hash(value) return assets.sha256(engine.json(value)) end

local function limited(text, length)
  if #text <= length then return text end
  local half = (length - HASH_LENGTH) // 2
  return text:sub(1, half) .. identifiers.hash(text):sub(1, HASH_LENGTH) .. text:sub(-half)
end

--- The name of a node's action in a stage; `parent` is the graph that all actions of the stage have in common.
function identifiers.action_name(node, parent)
  local names = {}
  for i, one in ipairs(node:ancestor_path(parent)) do
    names[i] = (one.display_name or one.id):gsub("[^%w.@%-_]+", "_")
  end
  local name = table.concat(names, ".")
  if #name <= LONGEST then return name end
  local longest = math.max(SHORTEST_PART, (LONGEST - (#names - 1)) // #names)
  for i, one in ipairs(names) do names[i] = limited(one, longest) end
  return limited(table.concat(names, "."), LONGEST - 2)
end

--- The namespace of a stack's outputs.
function identifiers.stack_namespace(stack) return limited(stack.stack_artifact_id, LONGEST) end

return identifiers
