--- Open enums of event sources: classes whose values are known names or any name given to `of`.
local engine = require "luacdk.engine"

--- A class with one field and a constant for each name.
-- @param class_name the class's full name
-- @param field the field that holds the name
-- @param names the known names; each is constant and value in one
return function(class_name, field, names)
  local class = engine.class(class_name)
  local function make(name)
    local value = class(name)
    return value
  end
  function class:init(name)
    self[field] = name
  end
  class.of = make
  for _, name in ipairs(names) do
    class[name] = make(name)
  end
  return class
end
