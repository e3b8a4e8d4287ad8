local supports = require "aws_cdk.private.mixin_supports"

--- Applies mixins, tables with `supports(self, construct)` and `apply_to(self, construct)`, to a construct and
--- everything below it.
return function(target, ...)
  local all = target.node:find_all()
  for _, mixin in ipairs { ... } do
    for _, construct in ipairs(all) do
      if supports(mixin, construct) then mixin:apply_to(construct) end
    end
  end
  return target
end
