local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local unique_resource_name = require "aws_cdk.private.unique_resource_name"

--- Names made from a construct's place in the tree.
local Names = engine.class("aws_cdk.Names")

--- Letters and digits, at most 255, from all ids below the root; empty for the root.
function Names.unique_id(construct) return engine.node_unique_id(construct) end

--- The same for a node.
function Names.node_unique_id(node)
  local ids = {}
  for i, scope in ipairs(node.scopes) do
    if i > 1 then ids[#ids + 1] = scope.node.id end
  end
  return #ids > 0 and engine.unique_id(ids) or ""
end

-- The nearest stack whose name is known: a nested stack's is not.
local function is_top_level_stack(construct)
  return engine.is_a(construct, cdk.Stack) and not engine.is_unresolved(construct.stack_name)
end

--- A name for a physical resource. Options: max_length (256), separator, allowed_special_characters.
function Names.unique_resource_name(construct, options)
  local scopes = construct.node.scopes
  local first = 1
  for i, scope in ipairs(scopes) do
    if is_top_level_stack(scope) then first = i end
  end
  local components = {}
  for i = first, #scopes do
    components[#components + 1] = is_top_level_stack(scopes[i]) and scopes[i].stack_name or scopes[i].node.id
  end
  return unique_resource_name(components, options)
end

--- The path below the nearest stack that is not nested.
function Names.stack_relative_construct_path(construct)
  local ids = {}
  for _, scope in ipairs(construct.node.scopes) do
    if is_top_level_stack(scope) then ids = {} else ids[#ids + 1] = scope.node.id end
  end
  return table.concat(ids, "/")
end

return { Names = Names }
