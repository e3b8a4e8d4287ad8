-- Trials: each entry of a template is made as a construct in a temporary stack, and rendered. If the result differs
-- from the entry, it is written in another way.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local Values = require "luacdk.import.value"

local NULL, is_ordered = engine.NULL, engine.is_ordered

local Trial = {}
Trial.__index = Trial

function Trial.new()
  local stack = cdk.Stack(cdk.App { auto_synth = false, analytics_reporting = false }, "Trial")
  return setmetatable({ stack = stack, count = 0 }, Trial)
end

--- Whether two documents are equal, regardless of the order of maps.
function Trial.same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  if is_ordered(a) ~= is_ordered(b) then return false end
  local count = 0
  for key, value in pairs(a) do
    if not Trial.same(value, b[key]) then return false end
    count = count + 1
  end
  for _ in pairs(b) do count = count - 1 end
  return count == 0
end

--- The value with a token in place of each function, so that no check looks inside, and of strings that look like a
--- token's. `originals` receives what the tokens represent.
function Trial.opaque(value, originals)
  local token
  if type(value) == "string" then
    if not value:find("${Token[", 1, true) then return value end
    token = engine.intrinsic((value:gsub("%${Token%[", "$_{Token[")), "any")
  elseif type(value) ~= "table" then
    return value
  elseif not is_ordered(value) then
    local list = {}
    for i, entry in ipairs(value) do list[i] = Trial.opaque(entry, originals) end
    return engine.list(list)
  elseif Values.function_of(value) then
    token = engine.intrinsic(value, "any")
  else
    local map = engine.ordered()
    for key, entry in pairs(value) do map[key] = Trial.opaque(entry, originals) end
    return map
  end
  originals[token] = value
  return token
end

-- The reverse.
local function transparent(value, originals)
  if originals[value] ~= nil then return originals[value] end
  if type(value) ~= "table" then return value end
  if not is_ordered(value) then
    local list = {}
    for i, entry in ipairs(value) do list[i] = transparent(entry, originals) end
    return list
  end
  local map = engine.ordered()
  for key, entry in pairs(value) do map[key] = transparent(entry, originals) end
  return map
end

local function next_id(self)
  self.count = self.count + 1
  return "Try" .. self.count
end

local function attempt(self, make)
  local warnings = engine.warnings(false)
  local ok, result = pcall(make, next_id(self))
  engine.warnings(warnings)
  return ok and result or nil
end

--- The rendered form of a construct of `section`; nil if it cannot be made.
function Trial:rendered(make)
  return attempt(self, function(id)
    local element = make(self.stack, id)
    if element._render then return engine.resolve(element, element:_render()) end
    local entries = engine.resolve_resource(element).Resources
    return entries[engine.keys(entries)[1]]
  end)
end

-- Makes the resource with its class and returns its rendered form.
local function rendered_resource(self, class, props, extras)
  return self:rendered(function(stack, id)
    local resource = class(stack, id, props)
    for _, extra in ipairs(extras) do resource:add_property_override(extra[1], extra[2]) end
    return resource
  end)
end

-- The names of properties whose rendered form differs; nil if there are additional ones.
local function differences(original, actual)
  local names = {}
  for name in pairs(actual) do
    if original[name] == nil then return nil end
  end
  for name in pairs(original) do
    if not Trial.same(original[name], actual[name]) then names[#names + 1] = name end
  end
  return names
end

local rows = {}

--- The row of a type of resource; false if there is none. Each is made once: it has a table for every property.
function Trial.row(cfn_type)
  if rows[cfn_type] == nil then rows[cfn_type] = engine.schema.type(cfn_type) or false end
  return rows[cfn_type]
end

--- How a resource can be written with its class: { row, props, extras } with the values of the template, extras being {
--- path, value } for add_property_override; nil if it cannot. `transforms`: those of the template.
function Trial:resource(entry, transforms)
  local properties = entry.Properties
  if properties == nil then properties = engine.ordered() end
  local row = Trial.row(entry.Type)
  if not is_ordered(properties) or Values.function_of(properties) or not row or row.kind ~= "resource"
    or entry.Type == "AWS::CloudFormation::CustomResource"
    or (row.resource.transform and not transforms[row.resource.transform]) then
    return nil
  end
  local originals = {}
  local given = Trial.opaque(properties, originals)
  local original = engine.resolve(self.stack, given)
  if not is_ordered(original) then return nil end
  local raw = {} -- properties that are set as a whole, bypassing the class
  for _ = 1, 2 do
    local tried = engine.ordered()
    for name, value in pairs(given) do
      if not raw[name] then tried[name] = value end
    end
    local ok, class, plain = pcall(engine.parse_properties, entry.Type, tried)
    if not ok then return nil end
    local _, props, extras = engine.parse_properties(entry.Type, tried, true)
    for name, value in pairs(given) do
      if raw[name] then extras[#extras + 1] = { (name:gsub("%.", "\\.")), value } end
    end
    local result = rendered_resource(self, class, plain, extras)
    local different = result and differences(original, result.Properties or engine.ordered())
    if not different then return nil end
    for _, extra in ipairs(extras) do
      if extra[1]:find("${Token[", 1, true) then return nil end
    end
    if #different == 0 then
      for _, extra in ipairs(extras) do extra[2] = transparent(extra[2], originals) end
      return { row = row, props = transparent(props, originals), extras = extras }
    end
    for _, name in ipairs(different) do raw[name] = true end
  end
  return nil
end

--- Whether a value contains an empty map or null, which raw overrides drop.
function Trial.has_empty_map(value)
  if value == NULL then return true end
  if type(value) ~= "table" then return false end
  if is_ordered(value) and next(engine.keys(value)) == nil then return true end
  for _, entry in pairs(value) do
    if Trial.has_empty_map(entry) then return true end
  end
  return false
end

return Trial
