--- Abstract classes whose objects say what they are when they are bound to a construct.
local engine = require "luacdk.engine"

--- The class of this name, and a function that makes an object of it, or of the class `kind` below it: of what `bind`
--- is to give, or of a function of the construct and further arguments that returns that.
return function(name, base)
  local class = engine.class("aws_cdk.aws_appmesh." .. name, base)

  function class:init() end

  -- A class of the user's has a method of its own instead.
  function class:bind(...)
    local bound = self._bound
    if bound == nil then
      engine.fail(nil, "%s has no method bind; -> write one, or use the static methods of %s", engine.class_name(self),
        name)
    end
    if type(bound) == "function" then return bound(...) end
    return bound
  end

  return class, function(bound, kind)
    local made = (kind or class)()
    made._bound = bound
    return made
  end
end
