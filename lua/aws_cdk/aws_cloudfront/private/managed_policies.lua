--- Policies that CloudFront provides: they have an id, and belong to no stack.
local engine = require "luacdk.engine"

--- Gives `class` its constants: `ids`, name → id. `field` is the policy's id, `field_ref` is made of it.
return function(class, field, ids)
  local module, noun = class.__name:match "^(.*)%.(%w+)$"
  local Managed = engine.class(("%s.Managed%s"):format(module, noun), nil, ("%s.I%s"):format(module, noun))

  function Managed:init(id)
    self[field] = id
    self._ref = { [field] = id }
  end

  Managed.get[field:gsub("_id$", "_ref")] = function(self) return self._ref end

  for _, name in ipairs { "node", "env", "stack" } do
    Managed.get[name] = function(self)
      engine.fail(nil, "%s is a policy of CloudFront's own: it is in no stack, so it has no %s", self[field], name)
    end
  end

  for name, id in pairs(ids) do rawset(class, name, Managed(id)) end
end
