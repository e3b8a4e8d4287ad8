--- Help without a network: `help.about(session, name)` for `?name`, `help.search(session, words)` for `??words`,
--- `help.property(session, name)` for `:doc`. Each writes to session.out and returns true; or, if nothing is known,
--- returns false and a message.
local engine = require "luacdk.engine"

local Text = require "luacdk.schema.api_text"
local find = require "luacdk.schema.find"
local notes = require "luacdk.repl.notes"
local screen = require "luacdk.screen"
local search = require "luacdk.schema.search"
local syntax = require "luacdk.repl.syntax"
local things = require "luacdk.repl.things"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local help = {}

--- Writes the text that `fill(text)` fills in, unless it returns nothing. Returns its result.
local function show(session, fill)
  local text = Text.new { width = session.width or 80, colour = session.colour }
  local said = fill(text)
  if not said then return said end
  session.out:write(session.unicode and tostring(text) or screen.ascii(tostring(text)))
  return said
end

local OVERVIEW = {
  { "?name", "what a name is: ?lambda.Code.from_asset, ?bucket:add_cors_rule, ?s3, ?AWS::S3::Bucket, ?:undo" },
  { "??words", "names that contain all of these words" },
  { ":doc TYPE.Property", "what CloudFormation says about a property" },
  { ":help", "the commands" },
  { "Tab", "what can follow at the cursor" },
}

local function overview(session)
  return show(session, function(text)
    text:columns(OVERVIEW)
    return true
  end)
end

-- ---- of live values -------------------------------------------------------------------------------------------------

--- One line about a live value, in the same words as when it is printed.
local function inspected(session, value)
  local ok, inspect = pcall(require, "luacdk.repl.inspect")
  local print_value = ok and (type(inspect) == "table" and inspect.inspect or inspect)
  if type(print_value) ~= "function" then return tostring(value) end
  local fine, text = pcall(print_value, value, { width = session.width or 80, unicode = session.unicode, depth = 1 })
  return fine and text:match "^[^\n]*" or tostring(value)
end

local function of_user_class(text, class)
  text:line(text:paint(rawget(class, "__name") or "class", "heading") .. "  class of your own")
  local base = rawget(class, "__base")
  if base then text:line("extends " .. types.short(rawget(base, "__name") or "?")) end
  local rows = {}
  for name, value in next, class do
    if type(name) == "string" and type(value) == "function" and name:sub(1, 1) ~= "_" then
      local is_method = debug.getlocal(value, 1) == "self"
      rows[#rows + 1] = { (is_method and ":" or ".") .. name, notes.live(value, is_method) }
    end
  end
  table.sort(rows, function(a, b) return a[1] < b[1] end)
  if #rows > 0 then
    text:line()
    text:heading "Methods"
    text:columns(rows)
  end
end

local type_of = type

--- A user's function: its parameters, and where it is written.
local function of_function(text, value, name)
  local info = debug.getinfo(engine.plain_function(value), "S")
  if info.what == "C" then return nil end
  text:line(text:paint(name, "heading") .. notes.live(value))
  if info.source == "=line" then
    text:line("line " .. info.linedefined)
  elseif not info.source:find "^=luacdk/" then
    text:line(("%s:%d"):format(info.short_src, info.linedefined))
  end
  return true
end

--- Describes a thing that has a name; nil if there is nothing to say.
local function of_thing(session, text, thing, name)
  local type = thing.type and types.get(thing.type)
  local value = thing.value
  if thing.kind == "function" and type_of(value) == "function" then
    return of_function(text, value, name)
  elseif thing.kind == "instance" then
    if value ~= nil then
      text:line(text:paint(name, "heading") .. " is " .. inspected(session, value))
      text:line()
    end
    local class = thing.class
    if class and type and rawget(class, "__name") ~= type.full_name then
      of_user_class(text, class)
      text:line()
    end
    if type then text:type(type) end
    return true
  elseif thing.kind == "class" and thing.class and (not type or rawget(thing.class, "__name") ~= type.full_name) then
    of_user_class(text, thing.class)
    return true
  elseif thing.kind == "module" then
    text:module(thing.name)
    return true
  elseif thing.kind == "class" or thing.kind == "enum" or thing.kind == "struct_call" or thing.kind == "struct" or
    thing.kind == "enum_value" then
    if type then text:type(type) end
    return type ~= nil
  elseif value ~= nil and thing.kind ~= "function" then
    text:line(text:paint(name, "heading") .. " is " .. inspected(session, value))
    return true
  end
  return nil
end

--- The parent of the last name of a chain, as a thing, and that name.
local function parent_of(session, name)
  local parent, last = name:match "^(.*)[.:]([%a_][%w_]*)$"
  if not parent or parent == "" then return nil end
  return things.of_text(session, parent), last
end

--- A member of what precedes the last dot or colon.
local function of_member(session, text, name)
  local parent, last = parent_of(session, name)
  local type = parent and parent.type and types.get(parent.type)
  if not type then return nil end
  if parent.kind == "instance" or parent.kind == "class" then
    local member, owner = types.member(type.full_name, last)
    if not member then member, owner = types.member_like(type.full_name, last) end
    if not member then return nil end
    text:member { type = type, member = member, owner = owner }
    return true
  elseif parent.kind == "enum" or parent.kind == "enum_value" then
    local found = find.exact(type.full_name .. "." .. last)
    if found then text:enum_member(found) end
    return found ~= nil
  elseif parent.kind == "struct" then
    local found = find.exact(type.full_name .. "." .. last)
    if found then text:property(found) end
    return found ~= nil
  end
end

-- ---- of names -------------------------------------------------------------------------------------------------------

local function of_found(text, found)
  if found.field then return text:property(found) end
  if found.member then return text:member(found) end
  if found.enum_member then return text:enum_member(found) end
  return text:type(found.type)
end

local function of_lua(text, name)
  local parameters = topics.lua[name]
  if not parameters then return nil end
  text:line(text:paint(name, "heading") .. (parameters:sub(1, 1) == "(" and parameters or "  " .. parameters))
  text:line "of Lua's standard library"
  return true
end

local function of_library(text, name)
  local names = {}
  for one in pairs(topics.lua) do
    if one:match "^(%w+)%." == name then names[#names + 1] = { one, topics.lua[one] } end
  end
  if #names == 0 then return nil end
  table.sort(names, function(a, b) return a[1] < b[1] end)
  text:line(text:paint(name, "heading") .. "  of Lua's standard library")
  text:line()
  text:columns(names)
  return true
end

local function of_topic(session, text, name)
  local word = name:match "[.:](super)$" or name:match "[.:](extend)$"
    or session:scope()[name] == nil and find.own(name)
  if not word then return nil end
  text:own(word)
  return true
end

--- A sentence about an unknown name.
local function missing(session, name, fault)
  if fault then return false, find.explain(fault) end
  local parent, last = parent_of(session, name)
  if parent and parent.type then
    local _, other = find.exact(parent.type .. "." .. last)
    if other then return false, find.explain(other) end
  elseif parent and parent.kind == "module" then
    local best = engine.nearest(last, (engine.schema.types(parent.name)))
    local text = ("%s has no '%s'"):format(types.short_module(parent.name), last)
    return false, best and ("%s; did you mean '%s.%s'?"):format(text, types.short_module(parent.name), best) or text
  end
  if name:find "::" then
    local best = find.nearest(name)
    local text = ("there is no resource type '%s'"):format(name)
    return false, best and ("%s; did you mean '%s'?"):format(text, best) or text
  end
  local names = {}
  for variable in pairs(session:scope()) do names[#names + 1] = variable end
  for short in pairs(types.modules()) do names[#names + 1] = short end
  for one in pairs(topics.lua) do
    names[#names + 1] = one
    names[#names + 1] = one:match "^(%w+)%."
  end
  local best = engine.nearest(name, names)
  if not best and name:find "[.:]" then
    name = name:match "^[^.:]+" or name
    best = engine.nearest(name, names)
  end
  local text = ("nothing is called '%s'"):format(name)
  if best then return false, ("%s; did you mean '%s'?"):format(text, best) end
  return false, ("%s; ??%s searches for parts of names"):format(text, name:match "[^.:]+$" or name)
end

--- Help on a command, as `:help` gives it.
local function of_command(session, name)
  local commands = require "luacdk.repl.commands"
  return commands.run(session, ":help " .. name)
end

--- Search results with exactly that name.
local function exact_hits(name)
  local exact = {}
  for _, hit in ipairs(name:find "[.:]" and {} or (engine.schema.search { name })) do
    if hit.score == 0 and (hit.name or hit.type:match "[^.]+$") == name then exact[#exact + 1] = hit end
  end
  return exact
end

--- The full name for one without its module, "BucketPolicy" for s3.BucketPolicy; nil if there is none, or more than
--- one. The second result says whether there are several.
local function without_module(name)
  local head, rest = name:match "^([%w_]+)(.*)$"
  local full
  for _, hit in ipairs(exact_hits(head)) do
    local type = hit.hit == "type" and not hit.type:find "%.interfaces%." and types.is_available(hit.type) and
      types.short(hit.type)
    if type and select(2, type:gsub("%.", "")) == 1 and (rest == "" or find.exact(type .. rest:gsub(":", "."))) then
      if full then return nil, true end
      full = type .. rest
    end
  end
  return full, false
end

--- Writes what is known about the name. It may be one of the user's, a module, type or member of the library in any
--- spelling, a resource type or a property of one, a command (with its colon), or a function of Lua.
function help.about(session, name)
  name = name:match "^%s*(.-)%s*$":gsub("^%?+%s*", ""):gsub("%s*%(%s*%)$", "")
  if name == "" then return overview(session) end
  if name:sub(1, 1) == ":" then
    local done, message = of_command(session, name:sub(2))
    if done == false then return false, message end
    return true
  end
  local is_chain = not name:find "::" and syntax.analyse(name .. " ").tokens[1] ~= nil
  local found, fault
  local said = show(session, function(text)
    if of_topic(session, text, name) then return true end
    if session:scope()[name] == nil and (of_lua(text, name) or of_library(text, name)) then return true end
    if is_chain and of_member(session, text, name) then return true end
    local thing = is_chain and things.of_text(session, name)
    if thing and of_thing(session, text, thing, name) then return true end
    found, fault = find.exact(name)
    if found then
      of_found(text, found)
      return true
    end
    return false
  end)
  if said then return true end
  if not fault and name:find "^[%a_][%w_.:]*$" and not name:find "::" then
    local full, several = without_module(name)
    if full then return help.about(session, full) end
    if several or #exact_hits(name) > 0 then return help.search(session, name) end
  end
  return missing(session, name, fault)
end

--- The same for `:doc`: resource types and their properties, under CloudFormation's names or ours; anything else as for
--- `?`.
function help.property(session, name)
  if name:match "^%s*$" then return false, "name a property, such as :doc AWS::Lambda::Function.Timeout" end
  return help.about(session, name)
end

-- ---- search ---------------------------------------------------------------------------------------------------------

local function commands_with(words)
  local rows = {}
  for _, command in ipairs(require "luacdk.repl.commands") do
    local all = (command.name .. " " .. (command.summary or "")):lower()
    local fits = true
    for word in words:lower():gmatch "%S+" do fits = fits and all:find(word, 1, true) ~= nil end
    if fits then
      rows[#rows + 1] = { (command.name:find "^%w" and ":" or "") .. command.name, command.summary or "" }
    end
  end
  return rows
end

--- Writes names that contain all the words, in groups, and returns true; or returns false and a message.
function help.search(session, words)
  words = words:match "^%s*(.-)%s*$"
  if words == "" then return false, "name what to search for, such as ??bucket" end
  local groups = search.all(words)
  local commands = commands_with(words)
  if #groups == 0 and #commands == 0 then
    local best = find.nearest(words)
    local text = ("no name contains '%s'"):format(words)
    return false, best and ("%s; did you mean '%s'?"):format(text, best) or text
  end
  return show(session, function(text)
    text:groups(groups)
    if #commands > 0 then
      if #groups > 0 then text:line() end
      text:heading "Commands"
      text:columns(commands)
    end
    return true
  end)
end

return help
