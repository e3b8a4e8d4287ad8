-- Resources of a user pool that are known by a name or an id alone once they are imported.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

--- Makes `class` one of resources that refer to their user pool, which is in `_user_pool`. Row: reference = { name,
--- field of it, field of the class }; import = name of the static method.
return function(class, row)
  local reference, field, own = table.unpack(row.reference)

  class.get[reference] = function(self)
    return { user_pool_id = self._user_pool.user_pool_ref.user_pool_id, [field] = self[own] }
  end

  local module, name = class.__name:match "^(.*)%.(%w+)$"
  local Imported = engine.class(module .. ".Imported" .. name, cdk.Resource, module .. ".I" .. name)

  function Imported:init(scope, id, value)
    cdk.Resource.init(self, scope, id)
    self[own] = value
  end

  Imported.get[reference] = function(self)
    return l2.partial_reference(self, { [field] = self[own] }, {
      user_pool_id = ("the user pool of something imported by its %s alone is unknown"):format(field),
    })
  end

  class[row.import] = function(scope, id, value) return Imported(scope, id, value) end
  return Imported
end
