-- Every call that the public API offers, from the rows: `calls.each(visit)` makes an object of every class that luacdk
-- has, and visits each constructor, static and method with arguments that should do.
--
--     visit { name = "s3.Bucket:grant_read", kind = "method", member = its row, call = function, object = what it is
--       called on, or nil; good, full = functions that make good arguments, without and with the optional ones }
local engine = require "luacdk.engine"

local schema = engine.schema

local calls = {}

-- ---- classes --------------------------------------------------------------------------------------------------------

-- A class's row, with all of its parts there.
local function row_of(full_name)
  local row = schema.type(full_name)
  if row.constructor and not row.constructor.parameters then
    row.constructor = { parameters = row.constructor, variadic = row.constructor_variadic }
  end
  return row
end

local function collect()
  local classes, by_base = {}, {}
  local function note(base, name, seen)
    if seen[base] then return end
    seen[base] = true
    by_base[base] = by_base[base] or {}
    table.insert(by_base[base], name)
    local row = schema.type(base)
    if row.base then note(row.base, name, seen) end
    for _, interface in ipairs(row.interfaces or {}) do note(interface, name, seen) end
  end
  for _, module_name in ipairs(schema.modules()) do
    local found, module = pcall(require, module_name)
    local names = {}
    for name in pairs(found and engine.exports(module) or {}) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
      local full_name = module_name .. "." .. name
      local row = schema.type(full_name) and row_of(full_name)
      if row and row.kind == "class" then
        classes[#classes + 1] = full_name
        classes[full_name] = { row = row, class = module[name] }
        note(full_name, full_name, {})
      end
    end
  end
  return classes, by_base
end

local classes, by_base = collect()
calls.classes = classes

-- ---- good values ----------------------------------------------------------------------------------------------------

local MAX_DEPTH = 8
local ARN = "arn:aws:service:us-east-1:111122223333:thing/name"

-- What the rows cannot know: by the name of the argument or property, or by its type.
local BY_NAME = {
  action = "s3:GetObject", amount = 1, arn_format = "arn:aws:service:region:account:resource/resourceName",
  cidr_block = "10.0.0.0/16", code_sha256 = "x", context = {}, directory = "spec/fixtures", email = "a@example.com",
  expression = "a + b", handler = "index.handler", http_method = "GET", invocation_uri = "https://example.com",
  ip_block = "10.0.0.0/16", json = "{}", metric_name = "Name", name = "name", namespace = "Namespace",
  path = "spec/fixtures", principal = "*", region = "us-east-1", service = "s3.amazonaws.com", template_file = "none",
  url = "https://example.com",
}

local counter = 0
local function id()
  counter = counter + 1
  return "Id" .. counter
end

local make -- value of a type

local function text_for(name)
  if name == "id" then return id() end
  if name and (name:find "arn$" or name:find "_arns?$") then return ARN end
  local text = BY_NAME[name]
  return type(text) == "string" and text or "text"
end

local function make_struct(row, context, depth)
  local value = {}
  for _, field in ipairs(row.fields) do
    if field.required then
      local given = make(field.type, field.name, context, depth + 1)
      if given == nil then return nil end
      value[field.name] = given
    end
  end
  return value
end

--- Good arguments for the parameters; nil if there is no telling. `optional`: the optional ones, too.
local function arguments(parameters, context, depth, optional)
  local list = { n = #parameters }
  for i, parameter in ipairs(parameters) do
    if parameter.optional and not optional then
      list.n = i - 1
      break
    end
    list[i] = make(parameter.type, parameter.name, context, depth + 1)
    if list[i] == nil and not parameter.optional then return nil end
  end
  return list
end

local function try(call, list)
  if not list then return nil end
  local ok, value = pcall(call, table.unpack(list, 1, list.n))
  return ok and value or nil
end

-- An instance of a class: a constant, what the constructor makes, what a static makes.
local function make_instance(full_name, context, depth)
  local entry = classes[full_name]
  if not entry then return nil end
  local row, class = entry.row, entry.class
  if full_name == "aws_cdk.App" then return context.app end
  for _, member in ipairs(row.members) do
    if member.const and member.static and member.type == full_name then
      local ok, value = pcall(function() return class[member.name] end)
      if ok and value then return value end
    end
  end
  if row.constructor and not row.abstract then
    local value = try(class, arguments(row.constructor.parameters, context, depth))
    if value then return value end
  end
  for _, member in ipairs(row.members) do
    if member.static and member.parameters and member.type == full_name and not member.deprecated then
      local value = try(class[member.name], arguments(member.parameters, context, depth))
      if value then return value end
    end
  end
  return nil
end

local function make_any_of(full_name, context, depth)
  if full_name == "constructs.Construct" or full_name == "constructs.IConstruct" then return context.stack end
  if full_name == "constructs.Node" then return context.stack.node end
  local value = make_instance(full_name, context, depth)
  for _, name in ipairs(value == nil and by_base[full_name] or {}) do
    if name ~= full_name then
      value = make_instance(name, context, depth)
      if value then break end
    end
  end
  return value
end

function make(type_text, name, context, depth)
  depth = depth or 0
  if depth > MAX_DEPTH then return nil end
  local first = type_text
  if not first:find "^list of" and not first:find "^map of" then first = first:match "^(.-), " or first end
  if not first:find "^list of" and not first:find "^map of" then first = first:match "^(.-) or " or first end
  local element = first:match "^list of (.*)$"
  if element then
    local value = make(element, name, context, depth + 1)
    return value ~= nil and { value } or nil
  end
  element = first:match "^map of (.*)$"
  if element then
    local value = make(element, name, context, depth + 1)
    return value ~= nil and { key = value } or nil
  end
  if first == "string" then return text_for(name) end
  if first == "number" then return 1 end
  if first == "boolean" then return true end
  if first == "date" then return "2030-01-01T00:00:00Z" end
  if first == "map" or first == "any" then return { key = "value" } end
  local row = schema.type(first)
  if row.kind == "enum" then
    local value = row.values[1].value
    return value
  end
  if row.kind == "struct" then return make_struct(row, context, depth) end
  return make_any_of(first, context, depth)
end

--- A value that the type takes; nil if there is no telling.
function calls.make(type_text, name, context) return make(type_text, name, context, 0) end

-- ---- calls ----------------------------------------------------------------------------------------------------------

local function new_context()
  local cdk = require "aws_cdk"
  -- Nothing synthesises it at the end, so that it can be collected.
  local app = cdk.App { outdir = calls.outdir, auto_synth = false }
  return { app = app, stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "us-east-1" } }) }
end

-- Members of a class, its bases and interfaces: name → row.
local function members_of(full_name, found)
  found = found or {}
  local row = schema.type(full_name)
  for _, member in ipairs(row.members or {}) do found[member.name] = found[member.name] or member end
  if row.base then members_of(row.base, found) end
  for _, interface in ipairs(row.interfaces or {}) do members_of(interface, found) end
  return found
end

calls.members_of = members_of

local function sorted(map)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

-- Keywords of Lua have "_" behind.
local function member_of(object, name)
  local ok, value = pcall(function() return object[name] end)
  if ok and value ~= nil then return value end
  ok, value = pcall(function() return object[name .. "_"] end)
  return ok and value or nil
end

--- Calls `visit(full name, row, object)` with an object of every class that has one.
function calls.each_object(visit)
  for _, full_name in ipairs(classes) do
    local entry = classes[full_name]
    local object = make_any_of(full_name, new_context(), 0)
    if object and engine.is_a(object, entry.class) then visit(full_name, entry.row, object) end
  end
end

--- `part` of `parts`: only so much of the classes, from 1 on.
function calls.each(visit, part, parts)
  local unmade = {}
  for number, full_name in ipairs(classes) do
    if parts and number % parts ~= part - 1 then goto continue end
    local entry = classes[full_name]
    local row, class = entry.row, entry.class
    local context = new_context()
    local function good(member, optional)
      return function() return arguments(member.parameters, context, 0, optional) end
    end
    if row.constructor and not row.abstract then
      visit { name = row.short_name, member = row.constructor, call = class,
        good = good(row.constructor), full = good(row.constructor, true), kind = "constructor" }
    end
    local object = make_any_of(full_name, context, 0)
    local is_own = object and engine.is_a(object, class)
    if not is_own and full_name ~= "constructs.Node" then unmade[#unmade + 1] = full_name end
    local members = members_of(full_name)
    for _, name in ipairs(sorted(members)) do
      local member = members[name]
      if member.parameters and not member.protected then
        if member.static then
          visit { name = row.short_name .. "." .. name, member = member, call = member_of(class, name),
            good = good(member), full = good(member, true), kind = "static" }
        elseif is_own or full_name == "constructs.Node" then
          visit { name = row.short_name .. ":" .. name, member = member, object = object,
            call = member_of(object, name), good = good(member), full = good(member, true), kind = "method" }
        end
      end
    end
    ::continue::
  end
  return unmade
end

local INHERITED_OF = 50 -- of every so many L1 classes, what they inherit is called too: it is the same for all

--- Visits the methods and statics of L1 classes in the same way.
function calls.each_of_l1(visit, part, parts)
  for number, cfn_type in ipairs(schema.resources()) do
    if number % parts ~= part - 1 then goto continue end
    local row = row_of(schema.type(cfn_type).full_name)
    local class, context = require(row.module)[row.name], new_context()
    local good_props = arguments(row.constructor.parameters, context, 0)
    local object = try(class, good_props) or try(class, { context.stack, id(), n = 2 })
    local own = {}
    for _, member in ipairs(row.members) do own[member.name] = member end
    local members = number % INHERITED_OF == 0 and members_of(row.full_name) or own
    for _, name in ipairs(sorted(members)) do
      local member = members[name]
      if member.parameters and not member.protected and (member.static or object) then
        local function good() return arguments(member.parameters, context, 0) end
        local function full() return arguments(member.parameters, context, 0, true) end
        visit { name = row.short_name .. (member.static and "." or ":") .. name, member = member,
          object = not member.static and object or nil, kind = member.static and "static" or "method",
          call = member_of(member.static and class or object, name), good = good, full = full }
      end
    end
    ::continue::
  end
end

--- The short names of the classes that make something with the interface from the value alone.
function calls.makers(interface, value)
  local names = {}
  for _, full_name in ipairs(by_base[interface] or {}) do
    local row = classes[full_name].row
    local first = row.constructor and row.constructor.parameters[1]
    if first and first.type ~= "any" and not row.abstract and not row.deprecated
      and pcall(classes[full_name].class, value) then
      names[#names + 1] = row.short_name
    end
  end
  return names
end

--- Some constructs that are often given where something made of them is needed: in a stack of their own.
function calls.samples()
  local stack, list = new_context().stack, {}
  for _, full_name in ipairs { "aws_sqs.Queue", "aws_sns.Topic", "aws_lambda.Function", "aws_s3.Bucket",
    "aws_dynamodb.TableV2", "aws_kinesis.Stream", "aws_logs.LogGroup", "aws_stepfunctions.StateMachine",
    "aws_events.EventBus", "aws_cognito.UserPool", "aws_kinesisfirehose.DeliveryStream" } do
    list[#list + 1] = make_instance("aws_cdk." .. full_name, { app = stack.node.root, stack = stack }, 0)
  end
  return list
end

--- The classes that `each` finds no object of: each as visit(full name, row, class).
function calls.each_without_object(visit)
  for _, full_name in ipairs(classes) do
    local entry = classes[full_name]
    local object = make_any_of(full_name, new_context(), 0)
    if not (object and engine.is_a(object, entry.class)) then visit(full_name, entry.row, entry.class) end
  end
end

return calls
