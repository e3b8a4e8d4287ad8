-- Names of local variables for logical ids.
local source = require "luacdk.import.source"

local names = {}

--- "BucketPolicy" → "bucket_policy"; "" if no part of the string can be in a name.
function names.snake(text)
  text = text:gsub("[^%w]+", "_")
  text = text:gsub("(%l%d*)(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2")
  return (text:lower():gsub("_+", "_"):gsub("^_", ""):gsub("_$", ""))
end

--- A set of names in use: at first those of the set `taken`, which stays as it is.
function names.new(taken) return setmetatable({}, { __index = taken }) end

--- A name for the logical id that is not in the set yet, to which it is added. The eight digits at the end of ids made
--- by the CDK are left out if possible.
function names.take(set, id, suffix)
  local short = id:match "^(.+)%x%x%x%x%x%x%x%x$"
  if short and not id:sub(-8):find "%l" and id:sub(-8):find "%d" then
    local name = names.snake(short):sub(1, 60)
    if source.is_name(name) and not set[name] then
      set[name] = true
      return name
    end
  end
  local base = names.snake(id):sub(1, 60)
  if base == "" then base = suffix end
  if base:find "^%d" then base = suffix .. "_" .. base end
  if not source.is_name(base) or set[base] then base = base .. "_" .. suffix end
  local name, number = base, 1
  while set[name] or not source.is_name(name) do
    number = number + 1
    name = base .. "_" .. number
  end
  set[name] = true
  return name
end

return names
