local engine = require "luacdk.engine"

local Construct = engine.Construct

--- What `node:add_dependency` accepts: anything with roots. A construct is its own root.
local Dependable = engine.class("constructs.Dependable")

function Dependable:init() end

local function roots_of(instance)
  if engine.is_construct(instance) and not engine.has(instance, "_dependency_roots") then return { instance } end
  if engine.has(instance, "_dependency_roots") then
    local roots = instance._dependency_roots
    if type(roots) == "function" then return roots(instance) end
    return roots
  end
  engine.fail(nil, "%s cannot be depended upon: it is neither a construct nor a DependencyGroup",
    engine.display(instance))
end

--- The dependable of an object: a table with `dependency_roots`.
function Dependable.of(instance)
  return { dependency_roots = roots_of(instance) }
end

function Dependable.get_(instance) return Dependable.of(instance) end

--- Makes an object one that can be depended upon: `trait.dependency_roots` stand for it.
function Dependable.implement(instance, trait)
  instance._dependency_roots = function() return trait.dependency_roots end
end

--- Several dependables under one name; more can be added until the app is synthesised.
local DependencyGroup = engine.class("constructs.DependencyGroup")

function DependencyGroup:init(...) self._members = { ... } end

function DependencyGroup:add(...)
  for _, member in ipairs { ... } do table.insert(self._members, member) end
end

function DependencyGroup:_dependency_roots()
  local roots = {}
  for _, member in ipairs(self._members) do
    for _, root in ipairs(roots_of(member)) do roots[#roots + 1] = root end
  end
  return roots
end

return { Dependable = Dependable, DependencyGroup = DependencyGroup, Construct = Construct }
