--- The schema by name, including what types inherit, for completion, help and `luacdk schema`. Results are cached as
--- long as memory allows.
local engine = require "luacdk.engine"

local KEYWORDS = require "luacdk.keywords"

local schema = engine.schema
local types = {}

local kept = setmetatable({}, { __mode = "v" })

--- The type of that full name; nil if there is none.
function types.get(name)
  local type = kept[name]
  if type == nil then
    type = schema.type(name) or false
    kept[name] = type
  end
  return type or nil
end

--- { name = full name of the module } by the short names that are globals: "s3" → "aws_cdk.aws_s3".
local modules
function types.modules()
  if not modules then
    modules = {}
    for _, name in ipairs(schema.modules()) do modules[types.short_module(name)] = name end
  end
  return modules
end

--- "aws_cdk.aws_lambda.Function" → "lambda.Function"
function types.short(full_name)
  if full_name:find "^aws_cdk%.%u" then return "cdk." .. full_name:sub(9) end
  return (full_name:gsub("^aws_cdk%.", ""):gsub("^aws_", ""))
end

--- "aws_cdk.aws_s3" → "s3"
function types.short_module(name) return (types.short(name .. ".X"):gsub("%.X$", "")) end

--- A type's text with every name in it short: "list of aws_cdk.aws_s3.CorsRule" → "list of s3.CorsRule".
function types.text(text) return (text:gsub("aws_cdk[%w_.]*", types.short)) end

--- Whether luacdk has the type: classes need an implementation, everything else follows from the schema.
function types.is_available(name)
  local type = types.get(name)
  if not type or type.kind ~= "class" then return type ~= nil end
  local ok, module = pcall(require, type.module)
  local exports = ok and engine.exports(module)
  local first, inner = type.name:match "^([^.]+)%.?(.*)$"
  local found
  if not exports then return false end
  if exports[first] == nil or inner ~= "" then -- some follow from the schema alone
    ok, found = pcall(function() return module[first] end)
    if not ok or found == nil then return false end
  end
  for step in inner:gmatch "[^.]+" do
    found = _G.type(found) == "table" and rawget(found, step) or nil
    if found == nil then return false end
  end
  return true
end

types.MISSING = "not in luacdk yet"

local function own(type, name)
  for _, list in ipairs { type.members or {}, type.fields or {} } do
    for _, member in ipairs(list) do
      if member.name == name then return member end
    end
  end
end

--- A name as it is written after a dot: keywords of Lua get an underscore.
function types.spelt(name) return KEYWORDS[name] and name .. "_" or name end

--- The type, its bases, then the interfaces of all of these: calls visit(type) until it returns something.
function types.each_ancestor(name, visit)
  local chain, seen = {}, {}
  local type = types.get(name)
  while type do
    chain[#chain + 1] = type
    type = type.base and types.get(type.base)
  end
  local function interfaces(of)
    for _, one in ipairs(of.interfaces) do
      local other = not seen[one] and types.get(one)
      seen[one] = true
      local found = other and (visit(other) or interfaces(other))
      if found then return found end
    end
  end
  for _, one in ipairs(chain) do
    local found = visit(one)
    if found then return found end
  end
  if chain[1] and chain[1].kind == "struct" then return nil end -- its fields already include the inherited ones
  for _, one in ipairs(chain) do
    local found = interfaces(one)
    if found then return found end
  end
end

--- The member of that name of a class or interface, or the field of a struct, and the type that declares it. "end_" and
--- "end" are the same.
function types.member(name, member)
  local bare = member:match "^(%a+)_$"
  bare = bare and KEYWORDS[bare] and bare or member
  local owner
  local found = types.each_ancestor(name, function(type)
    owner = type
    return own(type, bare)
  end)
  if found then return found, owner end
end

--- The member whose name has the same letters, regardless of case and underscores: addCorsRule, add_cors_rule.
function types.member_like(name, member)
  local wanted = member:lower():gsub("_", "")
  local owner
  local found = types.each_ancestor(name, function(type)
    owner = type
    for _, one in ipairs(type.members or type.fields or {}) do
      if one.name:lower():gsub("_", "") == wanted then return one end
    end
  end)
  if found then return found, owner end
end

--- All members, including inherited ones: calls visit(member, owner), the nearest first, each name once. Statics of
--- bases are not instance members of the same name, but names are never shared, so one set is enough.
function types.each_member(name, visit)
  local seen = {}
  types.each_ancestor(name, function(type)
    for _, member in ipairs(type.members or type.fields or {}) do
      if not seen[member.name] then
        seen[member.name] = true
        visit(member, type)
      end
    end
  end)
end

--- True if the type is the other one, extends it or has it among its interfaces.
function types.is_a(name, other)
  return types.each_ancestor(name, function(type) return type.full_name == other end) or false
end

--- A type's text as a table: { kind = "list"|"map", element = … }, { kind = "union", … parts }, { kind = "class"|
--- "resource"|"interface"|"struct"|"enum", name = full name } or { kind = "string"|"number"|"boolean"|"any"|… }.
function types.parse(text)
  local element = text:match "^list of (.*)"
  if element then return { kind = "list", element = types.parse(element) } end
  element = text:match "^map of (.*)"
  if element then return { kind = "map", element = types.parse(element) } end
  local left, rest = text:match "^(.-), (.*)$"
  local first, last = text:match "^(.-) or (.*)$"
  if first and (not left or #first < #left) then left, rest = first, last end
  if left then
    local union = { kind = "union", types.parse(left) }
    local others = types.parse(rest)
    if others.kind ~= "union" then others = { others } end
    for _, part in ipairs(others) do union[#union + 1] = part end
    return union
  end
  local type = text:find "%." and types.get(text)
  if type then return { kind = type.kind, name = type.full_name } end
  return { kind = text }
end

--- Calls visit(part) for the parts of a union, or the type itself; the interface of tokens is not worth mentioning.
function types.each_part(shape, visit)
  if shape.kind == "union" then
    for _, part in ipairs(shape) do
      local found = types.each_part(part, visit)
      if found then return found end
    end
  elseif shape.name ~= "aws_cdk.IResolvable" then
    return visit(shape)
  end
end

return types
