--- Candidates after a dot or a colon: members of modules, classes, instances, enums and tables.
local engine = require "luacdk.engine"

local KEYWORDS = require "luacdk.keywords"
local Candidates = require "luacdk.repl.candidates"
local notes = require "luacdk.repl.notes"
local types = require "luacdk.schema.types"

local schema = engine.schema
local FITS, REQUIRED, USUAL, ELSEWHERE, DEPRECATED = Candidates.FITS, Candidates.REQUIRED, Candidates.USUAL,
  Candidates.ELSEWHERE, Candidates.DEPRECATED

local NESTED = { class = "class", resource = "class", struct = "struct", enum = "enum", interface = "interface" }

--- What a module exports, as far as it exists. `fits` is the name of the class that would fit best.
local function add_module(candidates, name, fits)
  local ok, module = pcall(require, name)
  local exports = ok and engine.exports(module) or {}
  local names, kinds, deprecated = schema.types(name)
  for i, one in ipairs(names or {}) do
    if not one:find(".", 1, true) and kinds[i] ~= "interface" and (kinds[i] ~= "class" or exports[one]) then
      local note = deprecated[one] and kinds[i] .. ", deprecated" or kinds[i]
      if kinds[i] == "resource" and #candidates.word > 2 and one:sub(1, #candidates.word) == candidates.word then
        note = schema.type(name .. "." .. one).resource.cfn_type
      end
      local rank = name .. "." .. one == fits and FITS or deprecated[one] and DEPRECATED or
        kinds[i] == "class" and REQUIRED or USUAL
      candidates:add(one, NESTED[kinds[i]], note, rank)
    end
  end
  -- luacdk's own members, which the schema does not know.
  for one in pairs(exports) do
    if notes.is_name(one) and notes.is_wanted(candidates, one) then
      local is_class = one:find "^%u"
      local kind = is_class and "class" or "function"
      candidates:add(one, kind, notes.own(name, one) or kind)
    end
  end
  -- Its submodules; services are globals.
  for _, full in pairs(types.modules()) do
    local inner = full:sub(1, #name + 1) == name .. "." and full:sub(#name + 2)
    if inner and not inner:find(".", 1, true) and not (name == "aws_cdk" and inner:find "^aws_") then
      candidates:add(inner, "module", "module " .. full, ELSEWHERE)
    end
  end
  for one, value in next, ok and type(module) == "table" and module or {} do
    if notes.is_name(one) and notes.is_wanted(candidates, one) then
      local kind = type(value) == "function" and "function" or "field"
      candidates:add(one, kind, notes.own(name, one) or notes.value(value))
    end
  end
end

local function add_class(candidates, thing, fits)
  if thing.type then
    types.each_member(thing.type, function(member, owner)
      if member.static and notes.is_wanted(candidates, member.name) then
        local gives = member.type and types.parse(member.type)
        local rank = notes.rank(member, gives and gives.name and fits and types.is_a(gives.name, fits) and FITS)
        if owner.full_name ~= thing.type and rank == USUAL then rank = ELSEWHERE end
        if member.parameters then
          candidates:add(types.spelt(member.name), "static", notes.signature(member), rank)
        else
          candidates:add(types.spelt(member.name), "constant", notes.property(member), rank)
        end
      end
    end)
    local type = types.get(thing.type)
    local names, kinds = schema.types(type.module)
    local prefix = type.name .. "."
    for i, name in ipairs(names) do
      local nested = name:sub(1, #prefix) == prefix and name:sub(#prefix + 1)
      if nested and not nested:find(".", 1, true) then candidates:add(nested, NESTED[kinds[i]], kinds[i]) end
    end
  end
  local class = thing.class
  while class do
    for name, value in next, class do
      if notes.is_name(name) and name ~= "get" and name ~= "set" and notes.is_wanted(candidates, name) and
        not (thing.type and types.member(thing.type, name)) and name ~= "super" and name:sub(1, 2) ~= "__" then
        candidates:add(name, "static", notes.live(value), ELSEWHERE)
      end
    end
    class = rawget(class, "__base")
    if class and types.get(rawget(class, "__name")) then class = nil end
  end
  if not thing.type or types.get(thing.type).constructor then
    candidates:add("extend", "static", "(name: string) → a class of your own", ELSEWHERE)
    if thing.class and rawget(thing.class, "super") then
      candidates:add("super", "static", "the class that it extends", ELSEWHERE)
    end
  end
end

--- Own methods of classes that the schema does not know.
local function add_live_methods(candidates, thing)
  local class = thing.class
  while class and not types.get(rawget(class, "__name") or "") do
    for name, value in next, class do
      if notes.is_name(name) and type(value) == "function" and name ~= "init" and notes.is_wanted(candidates, name) and
        name:sub(1, 2) ~= "__" then
        candidates:add(name, "method", notes.live(value, true))
      end
    end
    class = rawget(class, "__base")
  end
end

local function add_methods(candidates, thing)
  add_live_methods(candidates, thing)
  if not thing.type then return end
  types.each_member(thing.type, function(member)
    if member.parameters and not member.static and notes.is_wanted(candidates, member.name) then
      candidates:add(types.spelt(member.name), "method", notes.signature(member), notes.rank(member))
    end
  end)
end

local function add_properties(candidates, thing)
  if type(thing.value) == "table" then
    for name, value in next, engine.fields(thing.value) do
      local known = thing.type and notes.is_name(name) and types.member(thing.type, name)
      if notes.is_name(name) and notes.is_wanted(candidates, name) and not known then
        candidates:add(name, "field", notes.value(value))
      end
    end
  end
  local class = thing.class
  while class and not types.get(rawget(class, "__name") or "") do
    for name in next, rawget(class, "get") or {} do
      if notes.is_wanted(candidates, name) then candidates:add(name, "property", "computed") end
    end
    class = rawget(class, "__base")
  end
  if not thing.type then return end
  types.each_member(thing.type, function(member)
    if not member.parameters and not member.static and notes.is_wanted(candidates, member.name) then
      candidates:add(types.spelt(member.name), "property", notes.property(member), notes.rank(member))
    end
  end)
end

local function add_table(candidates, value, functions_only)
  for _ = 1, 8 do
    if type(value) ~= "table" then return end
    for name, one in next, value do
      if notes.is_name(name) and not KEYWORDS[name] and notes.is_wanted(candidates, name) and
        (not functions_only or type(one) == "function") then
        candidates:add(name, type(one) == "function" and "function" or "field", notes.value(one))
      end
    end
    local meta = getmetatable(value)
    value = type(meta) == "table" and rawget(meta, "__index") or nil
  end
end

--- Candidates after a dot or a colon.
local function add_members(candidates, thing, colon, fits)
  local kind = thing.kind
  if kind == "instance" then
    if colon then add_methods(candidates, thing) else add_properties(candidates, thing) end
  elseif kind == "string" then
    if colon then add_table(candidates, string, true) end
  elseif kind == "value" then
    add_table(candidates, thing.value, colon)
  elseif colon then
    return
  elseif kind == "module" then
    add_module(candidates, thing.name, fits)
  elseif kind == "class" then
    add_class(candidates, thing, fits)
  elseif kind == "enum" then
    for _, member in ipairs(types.get(thing.type).values) do
      local value = ("%s%s"):format(tostring(member.value), member.deprecated and ", deprecated" or "")
      candidates:add(member.name, "enum", value, notes.rank(member))
    end
  elseif kind == "struct" then
    for _, field in ipairs(types.get(thing.type).fields) do
      candidates:add(types.spelt(field.name), "property", notes.field(field), notes.rank(field))
    end
  end
end

return add_members
