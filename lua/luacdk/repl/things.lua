--- The meaning of a name or expression, found without running anything: live values as far as plain fields lead, then
--- the schema.
---
--- A thing is a table with `kind`:
---   module    name = full name
---   class     type = full name of the nearest class of the schema, class = the class itself if there is one
---   instance  type; value and class if it is alive
---   enum      type;   struct_call  type: a struct's name, which can be called
---   struct    type: a table with its fields;   enum_value  type
---   list, map element = shape
---   string, number, boolean, …
---   function  parameters, result (a type's text), member, owner (type that declares it), receiver, skips = how many
---             parameters a call with a colon leaves out; value if it is alive
---   value     any other live value
--- Those found through a type of the schema have `shape`, the result of types.parse.
local engine = require "luacdk.engine"

local syntax = require "luacdk.repl.syntax"
local types = require "luacdk.schema.types"

local things = {}

local DEEPEST = 12 -- names that represent expressions that name others
local CLASS = getmetatable(engine.class "luacdk.repl.Any") -- all classes share it

--- The class of the schema that a class is or extends.
local function schema_type(class)
  while class do
    local name = rawget(class, "__name")
    local type = type(name) == "string" and types.get(name)
    if type then return type.full_name end
    class = rawget(class, "__base")
  end
end

local function is_class(value) return type(value) == "table" and getmetatable(value) == CLASS end
things.is_class = is_class

local function meta_name(value)
  local meta = getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name")
  return type(name) == "string" and name or nil
end

--- What a live value is.
function things.of_value(value)
  local kind = type(value)
  if kind == "table" then
    if is_class(value) then return { kind = "class", class = value, type = schema_type(value), value = value } end
    local class = engine.class_of(value)
    if class then return { kind = "instance", value = value, class = class, type = schema_type(class) } end
    local name = meta_name(value)
    if name and types.modules()[types.short_module(name)] == name then return { kind = "module", name = name } end
    local type = name and types.get(name)
    if type and type.kind == "enum" then return { kind = "enum", type = name } end
  elseif kind == "userdata" then
    local name = meta_name(value)
    if name and types.get(name) then return { kind = "instance", value = value, type = name } end
  elseif kind == "function" then
    return { kind = "function", value = value, skips = 0 }
  elseif kind == "string" or kind == "number" or kind == "boolean" then
    return { kind = kind, value = value }
  elseif kind == "nil" then
    return nil
  end
  return { kind = "value", value = value }
end

--- The meaning of a value of that shape; of several alternatives, the one with most to say.
function things.of_shape(shape)
  local kind = shape.kind
  if kind == "union" then
    local best
    types.each_part(shape, function(part)
      if not best or part.name and not best.name then best = part end
    end)
    local thing = best and things.of_shape(best)
    if thing then thing.shape = shape end
    return thing
  end
  if kind == "class" or kind == "resource" or kind == "interface" then kind = "instance" end
  if kind == "enum" then kind = "enum_value" end
  return { kind = kind, type = shape.name, element = shape.element, shape = shape }
end

local function of_type(type)
  if type.kind == "class" or type.kind == "resource" then return { kind = "class", type = type.full_name } end
  if type.kind == "enum" then return { kind = "enum", type = type.full_name } end
  return { kind = "struct_call", type = type.full_name }
end

local function of_member(member, owner, receiver)
  if not member.parameters then
    return member.type and things.of_shape(types.parse(member.type))
  end
  return { kind = "function", parameters = member.parameters, result = member.type, member = member, owner = owner,
    receiver = receiver, skips = 0 }
end

--- Own and inherited values of a class by name, without calling anything.
local function raw_member(class, name)
  while class do
    local value = rawget(class, name)
    if value ~= nil then return value, class end
    class = rawget(class, "__base")
  end
end
things.raw_member = raw_member

local member_of = {}

function member_of.module(thing, name)
  local declared = types.get(thing.name .. "." .. name)
  if declared and declared.module == thing.name then return of_type(declared) end
  if types.modules()[types.short_module(thing.name .. "." .. name)] == thing.name .. "." .. name then
    return { kind = "module", name = thing.name .. "." .. name }
  end
  local module = package.loaded[thing.name]
  return type(module) == "table" and things.of_value(rawget(module, name)) or nil
end

function member_of.class(thing, name)
  local type = thing.type and types.get(thing.type)
  if name == "init" and type then
    local parameters = { { name = "self", type = type.full_name } }
    table.move(type.constructor or {}, 1, #(type.constructor or {}), 2, parameters)
    return { kind = "function", parameters = parameters, owner = type, receiver = thing, skips = 0 }
  elseif name == "extend" then
    return { kind = "function", parameters = { { name = "name", type = "string" } }, extends = thing, skips = 1 }
  elseif name == "super" then
    local base = thing.class and rawget(thing.class, "__base")
    if base then return things.of_value(base) end
    return thing.extends or type and type.base and { kind = "class", type = type.base } or nil
  end
  local live = thing.class and raw_member(thing.class, name)
  if live ~= nil and (not type or not types.member(thing.type, name)) then return things.of_value(live) end
  if not type then return nil end
  local nested = types.get(thing.type .. "." .. name)
  if nested then return of_type(nested) end
  local member, owner = types.member(thing.type, name)
  return member and of_member(member, owner, thing)
end

-- A live node's data about the tree: read in C, changes nothing.
local OF_NODE = { children = true, default_child = true, root = true, scope = true }

-- What a table or an object of a class holds under a name, without calling anything.
local function held(value, name)
  if not engine.class_of(value) then return rawget(value, name) end
  local fields = engine.fields(value)
  local own = fields[name]
  if own == nil then return fields["_" .. name] end
  return own
end

function member_of.instance(thing, name)
  if type(thing.value) == "userdata" and thing.type == "constructs.Node" and OF_NODE[name] then
    local ok, value = pcall(function() return thing.value[name] end)
    if ok and value then return things.of_value(value) end
  end
  local value = type(thing.value) == "table" and held(thing.value, name)
  if value ~= nil and value ~= false then
    local found = things.of_value(value)
    if found and found.kind ~= "value" then return found end
  end
  local member, owner
  if thing.type then member, owner = types.member(thing.type, name) end
  if member then return of_member(member, owner, thing) end
  local method = thing.class and raw_member(thing.class, name)
  return things.of_value(method ~= nil and method or value)
end

function member_of.struct(thing, name)
  local member = types.member(thing.type, name)
  return member and things.of_shape(types.parse(member.type))
end

function member_of.enum(thing) return { kind = "enum_value", type = thing.type } end

function member_of.map(thing) return things.of_shape(thing.element) end

function member_of.string(_, name) return things.of_value(rawget(string, name)) end

function member_of.value(thing, name)
  local value = thing.value
  for _ = 1, 8 do
    if type(value) ~= "table" then return nil end
    local found = rawget(value, name)
    if found ~= nil then return things.of_value(found) end
    local meta = getmetatable(value)
    value = type(meta) == "table" and rawget(meta, "__index") or nil
  end
end

--- The meaning of `thing.name` or `thing:name`; nil if unknown.
function things.member(thing, name, colon)
  local of = member_of[thing.kind]
  local found = of and of(thing, name)
  if found and found.kind == "function" and colon then
    found.skips = found.member and not found.member.static and 0 or 1
  end
  return found
end

--- What can be called: its parameters, and how many of them a colon supplies. nil if unknown.
function things.signature(thing)
  if thing.kind == "class" then
    local type = thing.type and types.get(thing.type)
    return type and type.constructor, 0
  elseif thing.kind == "struct_call" then
    return { { name = "values", type = thing.type } }, 0
  elseif thing.kind == "function" and thing.parameters then
    return thing.parameters, thing.skips or 0, thing.member and thing.member.variadic
  end
end

--- The result of calling it; `first` is the first argument if it is a string.
function things.call(thing, first)
  if thing.kind == "class" then
    return { kind = "instance", type = thing.type, class = thing.class, extends = thing.extends }
  elseif thing.kind == "struct_call" then
    return { kind = "struct", type = thing.type, shape = { kind = "struct", name = thing.type } }
  elseif thing.kind == "function" then
    if thing.extends then
      return { kind = "class", type = thing.extends.type, class = thing.extends.class, extends = thing.extends }
    elseif thing.value == require and first then
      return package.loaded[first] and things.of_value(package.loaded[first]) or
        types.modules()[types.short_module(first)] == first and { kind = "module", name = first } or nil
    end
    local child = first and thing.member and thing.member.name:find "find_child$" and thing.receiver
    if child and type(child.value) == "userdata" then
      local ok, value = pcall(function() return child.value:try_find_child(first) end)
      if ok and value then return things.of_value(value) end
    end
    return thing.result and things.of_shape(types.parse(thing.result))
  end
end

--- The result of a subscript.
local function subscript(thing, index)
  if thing.element then return things.of_shape(thing.element) end
  if thing.kind ~= "value" and thing.kind ~= "instance" or not index then return nil end
  local value = type(thing.value) == "table" and held(thing.value, tonumber(index) or index)
  return things.of_value(value)
end

local of_name, of_assigned

-- True if the unfinished chunk assigns to something that `path` is a prefix of.
local function things_below(context, path)
  for name in pairs(context.assigned) do
    if name:sub(1, #path + 1) == path .. "." then return true end
  end
  return false
end

--- The meaning of the expression that ends with the token at `last`; nil if unknown.
function things.at(session, context, last, depth)
  depth = (depth or 0) + 1
  local chain = depth < DEEPEST and syntax.chain(context, last)
  if not chain then return nil end
  local thing, colon
  local path -- the names so far, as long as there are only names
  for _, step in ipairs(chain.steps) do
    local kind, from, to = step[1], step[2], step[3]
    path = kind == "name" and from or kind == "field" and path and path .. "." .. from or nil
    if kind == "name" then
      thing = of_name(session, context, from, chain.first, depth)
    elseif kind == "string" then
      thing = { kind = "string" }
    elseif kind == "group" then
      local inner = syntax.expression_end(context, from)
      thing = inner == to and things.at(session, context, to, depth) or nil
    elseif kind == "field" or kind == "method" then
      colon = kind == "method"
      thing = path and of_assigned(session, context, path, chain.first, depth) or
        thing and things.member(thing, from, colon)
    elseif not thing then
      return nil
    elseif kind == "call" then
      local token = context.tokens[from]
      local first = token.kind == "string" and token or context.tokens[from + 1]
      thing = things.call(thing, first and first.kind == "string" and first.text or nil)
    else
      local inside = to == from + 2 and context.tokens[from + 1]
      thing = subscript(thing, inside and (inside.kind == "string" or inside.kind == "number") and inside.text)
    end
    if not thing and not (path and things_below(context, path)) then return nil end
  end
  return thing
end

--- `self` inside of `function Class:method() …`.
local function of_self(session, context, depth)
  for i = #context.frames, 1, -1 do
    local owner = context.frames[i].method_of
    if owner then
      local class = things.at(session, context, owner, depth)
      if class and class.kind == "class" then return things.call(class) end
      return class
    end
  end
end

function of_name(session, context, name, at, depth)
  if name == "self" then
    local found = of_self(session, context, depth)
    if found then return found end
  end
  return of_assigned(session, context, name, at, depth) or things.of_global(session, name)
end

-- What the unfinished chunk assigned to that name before the token at `at`.
function of_assigned(session, context, name, at, depth)
  local first = context.assigned[name]
  if not first or first >= at then return nil end
  local last = syntax.expression_end(context, first)
  return last and last < at and things.at(session, context, last, depth) or nil
end

--- The meaning of a name at the top of a chunk.
function things.of_global(session, name)
  local value = session:scope()[name]
  if value == nil and session.values and name:find "^_%d*$" then value = session:values()[name] end
  if value ~= nil then return things.of_value(value) end
  local module = types.modules()[name]
  if module then return { kind = "module", name = module } end
  return things.of_value(rawget(_G, name))
end

--- The meaning of a text such as "lambda.Code.from_asset" or "fn:add_environment"; nil if it is not such a text or
--- unknown.
function things.of_text(session, text)
  local context = syntax.analyse(text .. " ")
  if #context.tokens == 0 then return nil end
  return things.at(session, context, #context.tokens)
end

return things
