--- Resources that belong to another one, such as a bucket's policy: found by the references between them.
local engine = require "luacdk.engine"

local related = {}

--- The construct that a value refers to, and which attribute of it, nil for its Ref. Nothing for other values.
function related.target(value)
  local token = engine.reverse(value)
  if token then return engine.reference_target(token) end
end

local function weak() return setmetatable({}, { __mode = "k" }) end

--- By construct: the set of the instances of an L1 class that refer to it in a property, or have once done so.
--- `other(instance, value)`, if given, is called for values that refer to nothing. At most one index for a property.
function related.index(Class, property, other)
  local index = weak()
  engine.l1_watch(Class, property, function(instance, value)
    local target = related.target(value)
    if target then
      index[target] = index[target] or weak()
      index[target][instance] = true
    elseif other then
      other(instance, value)
    end
  end)
  return index
end

--- Whether the construct has not been removed from its tree.
function related.is_in_tree(construct)
  local scope = construct.node.scope
  while scope do
    if scope.node:try_find_child(construct.node.id) ~= construct then return false end
    construct, scope = scope, scope.node.scope
  end
  return true
end

--- Whether AWS CDK comes across the resource when it looks for what belongs to `construct`: it goes through what is
--- below the construct, and below those beside it and beside its scopes, so not through what is right below the root.
function related.is_found(construct, resource)
  local root = construct.node.root
  return resource.node.root == root and resource.node.scope ~= root and related.is_in_tree(resource)
end

return related
