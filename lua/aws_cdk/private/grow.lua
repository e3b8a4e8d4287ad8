local growing = require "aws_cdk.private.growing"

--- Adds to the list in `field` of a construct, which backs a property of its resource. The first item creates the
--- property: the list as it is when the template is written, or the result of `wrap`, which must contain the list
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
    self._resource[property] = wrap and wrap(list) or growing(list)
  end
end

return grow
