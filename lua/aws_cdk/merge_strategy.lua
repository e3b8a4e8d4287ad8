local engine = require "luacdk.engine"

--- How lists are merged when property tables are merged: objects with `merge(self, target, source)`.
local ArrayMergeStrategy = engine.class("aws_cdk.ArrayMergeStrategy")

local function strategy(merge)
  return { merge = function(_, target, source) return merge(target, source) end }
end

local function joined(first, second)
  local list = { table.unpack(first) }
  table.move(second, 1, #second, #list + 1, list)
  return list
end

function ArrayMergeStrategy.replace() return strategy(function(_, source) return source end) end
function ArrayMergeStrategy.append() return strategy(joined) end
function ArrayMergeStrategy.prepend() return strategy(function(target, source) return joined(source, target) end) end

function ArrayMergeStrategy.replace_by_index()
  return strategy(function(target, source)
    local list = { table.unpack(target) }
    for i, value in ipairs(source) do list[i] = value end
    return list
  end)
end

--- Elements with the same value under `key` are replaced, others added.
function ArrayMergeStrategy.replace_by_key(key)
  return strategy(function(target, source)
    local list = { table.unpack(target) }
    for _, item in ipairs(source) do
      if type(item) == "table" then
        local at = #list + 1
        for i, known in ipairs(list) do
          if type(known) == "table" and known[key] == item[key] then at = i break end
        end
        list[at] = item
      end
    end
    return list
  end)
end

--- How property tables are merged: objects with `apply(self, target, source, allowed_keys)`.
local PropertyMergeStrategy = engine.class("aws_cdk.PropertyMergeStrategy")

--- Properties of the source replace the target's.
function PropertyMergeStrategy.override()
  return {
    apply = function(_, target, source, allowed_keys)
      for _, key in ipairs(allowed_keys) do
        if source[key] ~= nil then target[key] = source[key] end
      end
    end,
  }
end

local function is_plain(value)
  return type(value) == "table" and engine.class_name(value) == nil and not engine.is_unresolved(value)
end

local function is_list(value) return is_plain(value) and #value > 0 end

local function merged(target, source)
  local result = {}
  for key, value in pairs(target) do result[key] = value end
  for key, value in pairs(source) do
    if is_plain(value) and is_plain(result[key]) and not is_list(value) and not is_list(result[key]) then
      result[key] = merged(result[key], value)
    else
      result[key] = value
    end
  end
  return result
end

--- Tables are merged, lists as `options.arrays` says (by default they are replaced).
function PropertyMergeStrategy.combine(options)
  local arrays = options and options.arrays or ArrayMergeStrategy.replace()
  return {
    apply = function(_, target, source, allowed_keys)
      for _, key in ipairs(allowed_keys) do
        local new, old = source[key], target[key]
        if new ~= nil then
          if is_list(new) and is_list(old) then
            target[key] = arrays:merge(old, new)
          elseif is_plain(new) and is_plain(old) then
            target[key] = merged(old, new)
          else
            target[key] = new
          end
        end
      end
    end,
  }
end

return { ArrayMergeStrategy = ArrayMergeStrategy, PropertyMergeStrategy = PropertyMergeStrategy }
