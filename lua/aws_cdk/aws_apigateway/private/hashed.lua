--- The data behind the logical id of a deployment: objects in the library's form, with camelCase keys in its order.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local hashed = {}

--- A list that is one even if it is empty.
function hashed.list(values)
  if type(values) == "table" and next(values) == nil then return engine.list {} end
  return values
end

--- Gives what turns properties into such an object: their names in the library's order, and `convert` for the values
--  of some of them.
function hashed.shape(names, convert)
  convert = convert or {}
  local keys = {}
  for i, name in ipairs(names) do keys[i] = l2.camel(name) end
  return function(props)
    local object = engine.ordered()
    for i = 1, #names do
      local name = names[i]
      local value = props[name]
      if value ~= nil then object[keys[i]] = convert[name] and convert[name](value) or value end
    end
    return object
  end
end

--- The names of the fields of a user's struct: in their own order if they have one, else in that of `names`.
function hashed.order(struct, names)
  return engine.is_ordered(struct) and engine.keys(struct) or names
end

return hashed
