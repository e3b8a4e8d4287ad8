--- Adds to the list in `field` of a construct, which is behind a property of its resource. The first item makes the
--- property, which holds the list itself (or what `wrap` makes of it): what is added later is seen when the template is
--- written.
local function grow(self, field, property, item, wrap)
  local list = self[field]
  if list then
    list[#list + 1] = item
    return
  end
  list = { item }
  self[field] = list
  if self._resource then self._resource[property] = wrap and wrap(list) or list end
end

return grow
