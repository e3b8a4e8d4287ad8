--- Attributes that a client may read or write.
local engine = require "luacdk.engine"
local STANDARD = require "aws_cdk.aws_cognito.private.standard_attributes"

local ClientAttributes = engine.class "aws_cdk.aws_cognito.ClientAttributes"

function ClientAttributes:init() self._names = {} end

local function with(self, names)
  local more = ClientAttributes()
  for name in pairs(self._names) do more._names[name] = true end
  for _, name in ipairs(names) do more._names[name] = true end
  return more
end

--- These, and the standard ones that are true.
function ClientAttributes:with_standard_attributes(attributes)
  local names = {}
  for field, wanted in pairs(attributes) do
    if wanted then names[#names + 1] = STANDARD[field] end
  end
  return with(self, names)
end

--- These, and attributes of the pool's own, with or without "custom:" before them.
function ClientAttributes:with_custom_attributes(...)
  local names = { ... }
  for i, name in ipairs(names) do
    name = tostring(name)
    names[i] = name:sub(1, 7) == "custom:" and name or "custom:" .. name
  end
  return with(self, names)
end

--- Their names, sorted.
function ClientAttributes:attributes()
  local names = {}
  for name in pairs(self._names) do names[#names + 1] = name end
  return engine.sort(names)
end

return { ClientAttributes = ClientAttributes }
