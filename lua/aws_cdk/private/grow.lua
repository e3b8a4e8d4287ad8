local engine = require "luacdk.engine"

--- Adds to the list in `field` of a construct, which is behind a property of its resource. The first item makes the
--- property: the list as it is when the template is written, or what `wrap` makes of it, which must hold the list
--- itself.
local function grow(self, field, property, item, wrap)
  local list = self[field]
  if list then
    list[#list + 1] = item
    return
  end
  list = { item }
  self[field] = list
  if self._resource then
    self._resource[property] = wrap and wrap(list) or engine.lazy(function() return list end, { kind = "any" })
  end
end

return grow
