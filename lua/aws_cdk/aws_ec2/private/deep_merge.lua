--- Ordered maps laid over each other, as the parts of a CloudFormation::Init block are.
local engine = require "luacdk.engine"

local M = {}

--- The empty list: an empty table would be a map.
M.EMPTY = engine.list {}

local function is_list(value) return type(value) == "table" and (value == M.EMPTY or #value > 0) end

local function is_map(value)
  return type(value) == "table" and not is_list(value) and not engine.is_token(value)
end

-- Names of an ordered map in its order, of any other sorted.
local function each(map)
  if engine.is_ordered(map) then return pairs(map) end
  local names, i = engine.keys(map), 0
  return function()
    i = i + 1
    return names[i], names[i] ~= nil and map[names[i]] or nil
  end
end

local function joined(target, list, distinct)
  local all, seen = {}, {}
  for _, source in ipairs { target or {}, list } do
    for _, one in ipairs(source) do
      local key = engine.is_token(one) and tostring(one) or one
      if not distinct or not seen[key] then
        seen[key] = true
        all[#all + 1] = one
      end
    end
  end
  return #all > 0 and all or M.EMPTY
end

--- Lays `source` over `target`, which it changes and gives back. Lists are united; the words of commands are appended.
function M.merge(target, source)
  if target == nil then return source end
  if source == nil then return target end
  for name, value in each(source) do
    local old = target[name]
    if is_list(value) then
      if old and not is_list(old) then
        engine.fail(nil, "%s is a list in one element of the configuration and something else in another", name)
      end
      target[name] = joined(old, value, name ~= "command")
    elseif is_map(value) then
      target[name] = M.merge(old == nil and engine.ordered() or old, value)
    else
      target[name] = value
    end
  end
  return target
end

return M
