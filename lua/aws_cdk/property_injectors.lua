local engine = require "luacdk.engine"

--- Objects that change the properties of constructs made below a scope.
local PropertyInjectors = engine.class("aws_cdk.PropertyInjectors")

function PropertyInjectors:init(scope)
  self.scope = scope
  self._by_class, self._order = {}, {}
end

function PropertyInjectors.has_property_injectors(x)
  return type(x) == "table" and engine.is_construct(x) and x._property_injectors ~= nil
end

function PropertyInjectors.of(scope)
  local found = scope._property_injectors
  if not found then
    found = PropertyInjectors(scope)
    scope._property_injectors = found
  end
  return found
end

--- Adds injectors: tables with `construct_unique_id` and `inject(self, props, context)`.
function PropertyInjectors:add(...)
  engine.inject_with(PropertyInjectors._apply)
  for _, injector in ipairs { ... } do
    local id = injector.construct_unique_id
    if not self._by_class[id] then table.insert(self._order, id) end
    self._by_class[id] = injector
  end
end

function PropertyInjectors:for_(unique_id) return self._by_class[unique_id] end
PropertyInjectors["for"] = PropertyInjectors.for_
function PropertyInjectors:supported_classes() return { table.unpack(self._order) } end

--- The properties after the nearest injector for the class has seen them.
function PropertyInjectors._apply(scope, id, unique_id, props)
  local construct = scope
  while construct do
    local injectors = construct._property_injectors
    local injector = injectors and injectors._by_class[unique_id]
    if injector then return injector:inject(props, { scope = scope, id = id }) end
    construct = construct.node.scope
  end
  return props
end

return { PropertyInjectors = PropertyInjectors }
