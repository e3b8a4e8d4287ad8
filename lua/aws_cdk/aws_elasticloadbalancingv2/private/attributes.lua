--- Attributes of load balancers, listeners and target groups: strings by name, in the order in which they were first
--- set.
local engine = require "luacdk.engine"

local M = {}

--- No attributes yet.
function M.new() return { names = {}, known = {}, values = {} } end

--- Sets an attribute; nil takes it back.
function M.set(attributes, name, value)
  if not attributes.known[name] then
    attributes.known[name] = true
    attributes.names[#attributes.names + 1] = name
  end
  attributes.values[name] = value
end

--- The attributes in the form of L1 resources, computed at synthesis; nil if there are none.
function M.rendered(attributes)
  return engine.lazy(function()
    local list = {}
    for _, name in ipairs(attributes.names) do
      local value = attributes.values[name]
      if value ~= nil then list[#list + 1] = { key = name, value = value } end
    end
    return #list > 0 and list or nil
  end, { kind = "any" })
end

--- "true" or "false".
function M.switch(value) return value and "true" or "false" end

return M
