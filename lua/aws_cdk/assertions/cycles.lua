--- Circles of resources that refer to or depend on each other: CloudFormation refuses such a template.
local json_value = require "aws_cdk.assertions.json_value"

local cycles = {}

-- Adds the logical ids named in a string of Fn::Sub.
local function names_of_sub(text, found)
  local at = 1
  while true do
    local open = text:find("${", at, true)
    if not open then return end
    local close = text:find("}", open + 2, true)
    if text:sub(open + 2, open + 2) == "!" then
      at = open + 3
    elseif not close then
      return
    else
      found[#found + 1] = text:sub(open + 2, close - 1):match "^[^.]*"
      at = close + 1
    end
  end
end

-- Adds the logical ids that a value refers to.
local function names_of(value, found)
  if type(value) ~= "table" then return end
  local keys = json_value.keys(value)
  if #keys == 1 then
    local key, only = keys[1], value[keys[1]]
    if key == "Ref" then
      found[#found + 1] = only
      return
    elseif key == "Fn::GetAtt" then
      found[#found + 1] = type(only) == "table" and only[1] or only
      return
    elseif key == "Fn::Sub" then
      local text = type(only) == "table" and only[1] or only
      if type(text) == "string" then names_of_sub(text, found) end
      return names_of(type(only) == "table" and only[2] or nil, found)
    end
  end
  for _, key in ipairs(keys) do names_of(value[key], found) end
end

-- Names → names of the resources they need, each once, in order.
local function dependencies(resources)
  local needs = {}
  for _, name in ipairs(json_value.keys(resources)) do
    local resource, found = resources[name], {}
    local listed = resource.DependsOn
    for _, other in ipairs(type(listed) == "table" and listed or { listed }) do found[#found + 1] = other end
    names_of(resource.Properties, found)
    local list, seen = {}, {}
    for _, other in ipairs(found) do
      if resources[other] and not seen[other] then
        seen[other] = true
        list[#list + 1] = other
      end
    end
    needs[name] = list
  end
  return needs
end

--- The names along a circle, with the first one again at the end; nil if there is none.
function cycles.find(template)
  local resources = template.Resources or {}
  local needs = dependencies(resources)
  local state = {} -- name → 1 in progress, 2 done
  for _, root in ipairs(json_value.keys(resources)) do
    local path, places = state[root] == nil and { root } or {}, { 0 }
    while #path > 0 do
      local name = path[#path]
      state[name] = 1
      places[#path] = places[#path] + 1
      local other = needs[name][places[#path]]
      if other == nil then
        state[name] = 2
        path[#path] = nil
      elseif state[other] == 1 then
        local first = #path
        while path[first] ~= other do first = first - 1 end
        path[#path + 1] = other
        return table.move(path, first, #path, 1, {})
      elseif state[other] == nil then
        path[#path + 1] = other
        places[#path] = 0
      end
    end
  end
  return nil
end

return cycles
