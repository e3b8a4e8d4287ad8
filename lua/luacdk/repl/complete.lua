--- What Tab offers: `complete(session, line before the cursor, earlier lines of the chunk)` gives the byte of the line
--- from which the candidates replace it, and { { text =, note =, kind = }, … } in order. It never raises, and reads
--- nothing but plain fields, classes and the schema: no getter and no code of the user's runs.
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local places = require "luacdk.repl.places"
local syntax = require "luacdk.repl.syntax"
local things = require "luacdk.repl.things"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local schema = engine.schema
local FITS, REQUIRED, USUAL, ELSEWHERE, DEPRECATED = Candidates.FITS, Candidates.REQUIRED, Candidates.USUAL,
  Candidates.ELSEWHERE, Candidates.DEPRECATED
local MOST_KNOWN = 200 -- values of a property that are worth listing

local is_operator = syntax.is_operator

-- ---- notes ----------------------------------------------------------------------------------------------------------

local function parameters_text(parameters, from)
  local parts = {}
  for i = from or 1, #parameters do
    local one = parameters[i]
    parts[#parts + 1] = types.spelt(one.name) .. (one.optional and "?" or "") .. ": " .. types.text(one.type)
  end
  return "(" .. table.concat(parts, ", ") .. ")"
end

local function signature_note(member)
  return parameters_text(member.parameters) .. (member.type and " → " .. types.text(member.type) or "")
end

--- The parameters of a function written in Lua, for a method without what is in front of the colon.
local function live_note(value, is_method)
  if type(value) ~= "function" then return type(value) end
  local info = debug.getinfo(value, "u")
  local names = {}
  for i = 1, info.nparams do names[i] = debug.getlocal(value, i) end
  if is_method then table.remove(names, 1) end
  if info.isvararg then names[#names + 1] = "..." end
  if debug.getinfo(value, "S").what == "C" then return "function" end
  return "(" .. table.concat(names, ", ") .. ")"
end

--- "string, required", "cdk.Duration, default cdk.Duration.seconds(3)"
local function field_note(field)
  local parts = { types.text(field.type) }
  parts[#parts + 1] = field.required and "required" or field.default and "default " .. field.default or "optional"
  if field.replacement == "always" then parts[#parts + 1] = "a change replaces the resource" end
  if field.replacement == "maybe" then parts[#parts + 1] = "a change may replace the resource" end
  if field.deprecated then parts[#parts + 1] = "deprecated" end
  return table.concat(parts, ", ")
end

local function property_note(member)
  return types.text(member.type or "any") .. (member.readonly and not member.const and ", read only" or "") ..
    (member.deprecated and ", deprecated" or "")
end

local function deprecated_rank(member, rank) return member.deprecated and DEPRECATED or rank or USUAL end

--- What a live value is, in a few words.
local function value_note(value)
  local name = engine.class_name(value)
  if things.is_class(value) then return "class" .. (name and " " .. types.short(name) or "") end
  if name then return types.short(name) end
  return type(value) == "function" and "function" or type(value)
end

-- ---- members --------------------------------------------------------------------------------------------------------

local function is_name(text) return type(text) == "string" and text:find "^[%a_][%w_]*$" ~= nil end

--- Names that begin with an underscore are private: only for those who ask.
local function is_wanted(candidates, name) return name:sub(1, 1) ~= "_" or candidates.word:sub(1, 1) == "_" end

local NESTED = { class = "class", resource = "class", struct = "struct", enum = "enum", interface = "interface" }

--- What our own words say of a member of a module that the schema does not know.
local function own_note(module, name)
  local topic = topics[types.short_module(module) .. "." .. name]
  return topic and topic.signature and topic.about or nil
end

--- What may be taken out of a module: what exists, that is. `fits` is the name of a class that would fit best.
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
  -- Our own, which the schema does not know.
  for one in pairs(exports) do
    if is_name(one) and is_wanted(candidates, one) then
      local is_class = one:find "^%u"
      candidates:add(one, is_class and "class" or "function", is_class and "class" or own_note(name, one) or "function")
    end
  end
  -- Modules inside of it; services have globals of their own.
  for _, full in pairs(types.modules()) do
    local inner = full:sub(1, #name + 1) == name .. "." and full:sub(#name + 2)
    if inner and not inner:find(".", 1, true) and not (name == "aws_cdk" and inner:find "^aws_") then
      candidates:add(inner, "module", "module " .. full, ELSEWHERE)
    end
  end
  for one, value in next, ok and type(module) == "table" and module or {} do
    if is_name(one) and is_wanted(candidates, one) then
      candidates:add(one, type(value) == "function" and "function" or "field", own_note(name, one) or value_note(value))
    end
  end
end

local function add_class(candidates, thing, fits)
  if thing.type then
    types.each_member(thing.type, function(member, owner)
      if member.static and is_wanted(candidates, member.name) then
        local gives = member.type and types.parse(member.type)
        local rank = deprecated_rank(member, gives and gives.name and fits and types.is_a(gives.name, fits) and FITS)
        if owner.full_name ~= thing.type and rank == USUAL then rank = ELSEWHERE end
        if member.parameters then
          candidates:add(types.spelt(member.name), "static", signature_note(member), rank)
        else
          candidates:add(types.spelt(member.name), "constant", property_note(member), rank)
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
      if is_name(name) and name ~= "get" and name ~= "set" and is_wanted(candidates, name) and
        not (thing.type and types.member(thing.type, name)) and name ~= "super" and name:sub(1, 2) ~= "__" then
        candidates:add(name, "static", live_note(value), ELSEWHERE)
      end
    end
    class = rawget(class, "__base")
    if class and types.get(rawget(class, "__name")) then class = nil end
  end
  if not thing.type or types.get(thing.type).constructor then
    candidates:add("extend", "static", "(name: string) → a class of your own", ELSEWHERE)
  end
end

--- Own methods of classes that the schema does not know.
local function add_live_methods(candidates, thing)
  local class = thing.class
  while class and not types.get(rawget(class, "__name") or "") do
    for name, value in next, class do
      if is_name(name) and type(value) == "function" and name ~= "init" and is_wanted(candidates, name) and
        name:sub(1, 2) ~= "__" then
        candidates:add(name, "method", live_note(value, true))
      end
    end
    class = rawget(class, "__base")
  end
end

local function add_methods(candidates, thing)
  add_live_methods(candidates, thing)
  if not thing.type then return end
  types.each_member(thing.type, function(member)
    if member.parameters and not member.static and is_wanted(candidates, member.name) then
      candidates:add(types.spelt(member.name), "method", signature_note(member), deprecated_rank(member))
    end
  end)
end

local function add_properties(candidates, thing)
  if type(thing.value) == "table" then
    for name, value in next, thing.value do
      if is_name(name) and is_wanted(candidates, name) and not (thing.type and types.member(thing.type, name)) then
        candidates:add(name, "field", value_note(value))
      end
    end
  end
  local class = thing.class
  while class and not types.get(rawget(class, "__name") or "") do
    for name in next, rawget(class, "get") or {} do
      if is_wanted(candidates, name) then candidates:add(name, "property", "computed") end
    end
    class = rawget(class, "__base")
  end
  if not thing.type then return end
  types.each_member(thing.type, function(member)
    if not member.parameters and not member.static and is_wanted(candidates, member.name) then
      candidates:add(types.spelt(member.name), "property", property_note(member), deprecated_rank(member))
    end
  end)
end

local function add_table(candidates, value, functions_only)
  for _ = 1, 8 do
    if type(value) ~= "table" then return end
    for name, one in next, value do
      if is_name(name) and not types.KEYWORDS[name] and is_wanted(candidates, name) and
        (not functions_only or type(one) == "function") then
        candidates:add(name, type(one) == "function" and "function" or "field", value_note(one))
      end
    end
    local meta = getmetatable(value)
    value = type(meta) == "table" and rawget(meta, "__index") or nil
  end
end

--- Candidates behind a dot or a colon.
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
      candidates:add(member.name, "enum", value, deprecated_rank(member))
    end
  elseif kind == "struct" then
    for _, field in ipairs(types.get(thing.type).fields) do
      candidates:add(types.spelt(field.name), "property", field_note(field), deprecated_rank(field))
    end
  end
end

-- ---- what is expected -----------------------------------------------------------------------------------------------

--- The shape of argument `number` of what is called, and the parameter.
local function argument_shape(session, context, last, number)
  local called = things.at(session, context, last)
  local parameters, skips, variadic
  if called then parameters, skips, variadic = things.signature(called) end
  if not parameters then return nil end
  local chain = syntax.chain(context, last)
  local step = chain.steps[#chain.steps]
  local colon = step[1] == "method"
  local place = number + (colon and skips or 0)
  local parameter = parameters[place] or variadic and parameters[#parameters]
  if not parameter then return nil end
  return types.parse(parameter.type), parameter, called
end

local expected

--- The shape of the table that frame `depth` opens, with the field or parameter it is for.
local function table_shape(session, context, depth)
  local frame = context.frames[depth]
  local before = context.tokens[frame.open - 1]
  if syntax.ends_expression(before) then return argument_shape(session, context, frame.open - 1, 1) end
  return expected(session, context, frame.open, depth - 1)
end

--- The part of a shape that a table of a given form is: "struct", "list" or "map".
local function part_of(shape, kind)
  return shape and types.each_part(shape, function(part) return part.kind == kind and part or nil end)
end

--- The field of that name in the struct that the shape is or holds.
local function field_of(shape, key)
  local struct = part_of(shape, "struct")
  return struct and types.member(struct.name, key)
end

--- The shape of the value that begins at token `at` inside of frame `depth`, with the field or parameter it is for.
function expected(session, context, at, depth)
  local frame = context.frames[depth]
  if frame and frame.at == "{" then
    local shape, of = table_shape(session, context, depth)
    if not shape then return nil end
    if frame.value == at then
      local field = field_of(shape, frame.key)
      if field then return types.parse(field.type), field end
      local map = part_of(shape, "map")
      return map and map.element
    elseif frame.item == at then
      local list = part_of(shape, "list")
      if list then return list.element, of and (of.values or of.known) and of or nil end
    end
    return nil
  elseif frame and frame.at == "(" then
    local called = frame.item == at and syntax.ends_expression(context.tokens[frame.open - 1])
    if called then return argument_shape(session, context, frame.open - 1, frame.commas + 1) end
    return nil
  end
  -- A field that is set: fn.timeout = …
  if is_operator(context.tokens[at - 1], "=") then
    local thing = things.at(session, context, at - 2)
    if thing and thing.shape then
      local chain = syntax.chain(context, at - 2)
      local step = chain.steps[#chain.steps]
      local field
      if step[1] == "field" then
        local inner = things.at(session, context, at - 4)
        field = inner and inner.type and types.member(inner.type, step[2])
        local resource = inner and inner.type and types.get(inner.type).resource
        if resource and resource.props then field = types.member(resource.props, step[2]) or field end
      end
      return thing.shape, field
    end
  end
end

-- ---- values ---------------------------------------------------------------------------------------------------------

--- The name under which the user has a module: a local one, or the global.
local function module_name(session, full_name)
  local short = types.short_module(full_name)
  local scope = session:scope()
  local loaded = package.loaded[full_name]
  if loaded == nil or scope[short] == loaded then return short end
  for name, value in pairs(scope) do
    if rawequal(value, loaded) and is_name(name) then return name end
  end
  return short
end

local function written_type(session, name)
  local type = types.get(name)
  return module_name(session, type.module) .. "." .. type.name
end

--- Static constants and factories of a class that give one of it, or of a class in whose place it may stand.
local function add_factories(candidates, session, name)
  if not things.is_available(name) then return end
  local written = written_type(session, name)
  for _, member in ipairs(types.get(name).members or {}) do
    local gives = member.static and member.type and types.parse(member.type)
    if gives and gives.name and types.is_a(gives.name, name) and not member.protected then
      local note = member.parameters and signature_note(member) or property_note(member)
      candidates:add(written .. "." .. types.spelt(member.name), member.parameters and "static" or "constant", note,
        deprecated_rank(member, FITS))
    end
  end
end

--- Variables that hold something that fits.
local function add_fitting(candidates, session, name)
  for variable, value in pairs(session:scope()) do
    local thing = is_name(variable) and things.of_value(value)
    if thing and thing.kind == "instance" and thing.type and
      (types.is_a(thing.type, name) or name == "constructs.IConstruct" and engine.is_construct(value)) then
      candidates:add(variable, "local", value_note(value), REQUIRED)
    end
  end
end

--- The modules where something of that type may be found: its own, the one that an interface of `interfaces` stands
--- for, and those for use with it (aws_lambda_event_sources beside aws_lambda).
local function homes_of(module)
  local homes = { module }
  local other = module:match "^aws_cdk%.interfaces%.(.*)$"
  if other then homes[2] = "aws_cdk." .. other end
  for _, name in ipairs(module ~= "aws_cdk" and schema.modules() or {}) do
    if name:sub(1, #module + 1) == module .. "_" then homes[#homes + 1] = name end
  end
  return homes
end

--- Classes that may be made to fit.
local function add_classes(candidates, session, name)
  local module = types.get(name).module
  if module == "constructs" then return end
  for _, home in ipairs(homes_of(module)) do
    local ok, table_of = pcall(require, home)
    local exports = ok and engine.exports(table_of) or {}
    local names, kinds, deprecated = schema.types(home)
    for i, one in ipairs(names or {}) do
      local full_name = home .. "." .. one
      if kinds[i] == "class" and exports[one] and types.is_a(full_name, name) then
        local type = types.get(full_name)
        if type.constructor and not type.abstract then
          candidates:add(module_name(session, home) .. "." .. one, "class", parameters_text(type.constructor),
            deprecated[one] and DEPRECATED or USUAL)
        end
      end
    end
  end
end

--- Values that a field of that shape takes.
local function add_values(candidates, session, shape, field)
  if field and field.default then
    candidates:add(field.default, "value", "default", Candidates.DEFAULT)
  end
  types.each_part(shape, function(part)
    if part.kind == "boolean" then
      candidates:add("true", "value", nil, FITS)
      candidates:add("false", "value", nil, FITS)
    elseif part.kind == "enum" then
      local written = written_type(session, part.name)
      for _, member in ipairs(types.get(part.name).values) do
        candidates:add(written .. "." .. member.name, "enum", member.deprecated and "deprecated" or nil,
          deprecated_rank(member, REQUIRED))
      end
    elseif part.kind == "class" or part.kind == "resource" or part.kind == "interface" then
      add_fitting(candidates, session, part.name)
      if part.kind == "class" then add_factories(candidates, session, part.name) end
      add_classes(candidates, session, part.name)
    elseif part.kind == "string" and field then
      local values = field.values or field.known
      for _, value in ipairs(values and #values <= MOST_KNOWN and values or {}) do
        candidates:add(("%q"):format(value), "value", nil, REQUIRED)
      end
    end
  end)
end

local STATEMENT_WORDS = { "break", "do", "else", "elseif", "end", "for", "function", "goto", "if", "local", "repeat",
  "return", "then", "until", "while" }
local EXPRESSION_WORDS = { "and", "false", "function", "in", "nil", "not", "or", "true" }

--- Names that may begin an expression or statement.
local function add_names(candidates, session, context, rank)
  local function add(name, ...) if is_name(name) and is_wanted(candidates, name) then candidates:add(name, ...) end end
  local modules = types.modules()
  for name, value in pairs(session:scope()) do
    if not modules[name] then add(name, "local", value_note(value), rank or REQUIRED) end
  end
  for name, first in pairs(context.assigned) do
    local last = syntax.expression_end(context, first)
    local thing = last and things.at(session, context, last)
    add(name, "local", thing and thing.type and types.short(thing.type) or nil, rank or REQUIRED)
  end
  for short, full in pairs(modules) do
    if not short:find(".", 1, true) then add(short, "module", "module " .. full, ELSEWHERE) end
  end
  for name, value in next, _G do
    if not modules[name] then add(name, "global", type(value) == "table" and "table" or type(value), ELSEWHERE) end
  end
  if candidates.word ~= "" then
    for _, word in ipairs(STATEMENT_WORDS) do add(word, "keyword", nil, ELSEWHERE + 1) end
    for _, word in ipairs(EXPRESSION_WORDS) do add(word, "keyword", nil, ELSEWHERE + 1) end
  end
end

-- ---- places in a text -----------------------------------------------------------------------------------------------

--- Names of properties that the table at the cursor does not have yet. True if it is one of a struct.
local function add_keys(candidates, shape, frame)
  local struct = part_of(shape, "struct")
  if not struct then return false end
  for _, field in ipairs(types.get(struct.name).fields) do
    local name = types.spelt(field.name)
    if not frame.given[name] and not frame.given[field.name] then
      local rank = field.deprecated and DEPRECATED or field.required and REQUIRED or USUAL
      candidates:add(name .. " = ", "property", field_note(field), rank)
    end
  end
  return true
end

--- Whether a text argument is the name of a file: "folder", "file" or nil.
local function file_argument(called, parameter, value)
  if value and (value == io.open or value == io.lines or value == dofile or value == loadfile or value == io.input or
    value == os.remove) then
    return "file"
  end
  local name = parameter and parameter.name
  if name == "directory" then return "folder" end
  local method = called and called.member and called.member.name
  if name == "path" and method and (method:find "asset" or method:find "docker" or method:find "file" or
    method:find "path") then
    return "file"
  end
  if name == "file_name" or name == "filename" or name == "file_path" or name == "asset_path" then return "file" end
end

local FILE_FIELDS = { directory = "folder", path = nil, entry = "file", template_file = "file", outdir = "folder" }

--- The last name of a chain, such as read_yaml, and what it is.
local function called_name(context, last)
  local token = context.tokens[last]
  return token and token.kind == "name" and token.text or nil
end

--- Candidates inside of quotes.
local function in_string(session, context)
  local at = #context.tokens + 1
  local word = context.word
  local frame = context.frames[#context.frames]
  local last, number = syntax.call_at(context, at)
  if last then
    local name = called_name(context, last)
    local called = things.at(session, context, last)
    if called and called.value == require then
      local candidates = Candidates.new(word)
      for _, module in ipairs(schema.modules()) do candidates:add(module, "module") end
      return candidates, 0
    end
    if (name == "find_child" or name == "try_find_child" or name == "try_remove_child") and last > 2 then
      local receiver = things.at(session, context, last - 2)
      if receiver and receiver.value then return places.child_ids(receiver.value, word) end
    end
    local _, parameter = argument_shape(session, context, last, number)
    local file = number == 1 and file_argument(called, parameter, called and called.value) or
      parameter and parameter.name == "directory" and "folder"
    if not file and number == 1 and name and (name:find "^read_" or name:find "^load_" or name == "from_asset" or
      name == "from_docker_build" or name == "from_asset_image") then
      file = "file"
    end
    if file then return places.files(word, file == "folder") end
  end
  if frame and frame.at == "[" and frame.item == at and syntax.ends_expression(context.tokens[frame.open - 1]) then
    local thing = things.at(session, context, frame.open - 1)
    local candidates = Candidates.new(word)
    for key, value in next, thing and type(thing.value) == "table" and thing.kind == "value" and thing.value or {} do
      if type(key) == "string" then candidates:add(key, "field", value_note(value)) end
    end
    return candidates, 0
  end
  local shape, field = expected(session, context, at, #context.frames)
  if frame and frame.at == "{" and frame.value == at and FILE_FIELDS[frame.key] and
    not (field and (field.values or field.known)) then
    return places.files(word, FILE_FIELDS[frame.key] == "folder")
  end
  local candidates = Candidates.new(word)
  if field and shape then
    for _, value in ipairs(field.values or field.known or {}) do candidates:add(value, "value") end
    types.each_part(shape, function(part)
      if part.kind == "enum" then
        for _, member in ipairs(types.get(part.name).values) do
          candidates:add(tostring(member.value), "value", member.name)
        end
      end
    end)
  end
  return candidates, 0
end

--- Fields that the unfinished chunk sets: `self.handler = …`.
local function add_assigned(candidates, context, steps)
  local names = {}
  for i, step in ipairs(steps) do
    if step[1] ~= "name" and step[1] ~= "field" then return end
    names[i] = step[2]
  end
  local prefix = table.concat(names, ".") .. "."
  for name in pairs(context.assigned) do
    local field = name:sub(1, #prefix) == prefix and name:sub(#prefix + 1):match "^[^.]+"
    if field and is_wanted(candidates, field) then candidates:add(field, "field", nil, REQUIRED) end
  end
end

--- The class or interface that fits best at the cursor, for the order behind a dot.
local function fitting_name(shape)
  local name
  if shape then
    types.each_part(shape, function(part)
      if part.name and not name then name = part.name end
    end)
  end
  return name
end

--- Candidates for Lua text: their list, and how many bytes of the word stay.
local function in_lua(session, context)
  if context.nothing then return nil end
  if context.string then return in_string(session, context) end
  local tokens = context.tokens
  local candidates = Candidates.new(context.word)
  local at = #tokens + 1
  local before = tokens[#tokens]
  local dot, colon = is_operator(before, "."), is_operator(before, ":")
  if dot or colon then
    local thing = things.at(session, context, #tokens - 1)
    local chain = syntax.chain(context, #tokens - 1)
    if chain and dot then add_assigned(candidates, context, chain.steps) end
    if not thing then return candidates, 0 end
    local shape, field = expected(session, context, chain.first, #context.frames)
    local typed = context.text:sub(tokens[chain.first].from, before.to)
    local default = field and field.default
    if default and default:sub(1, #typed) == typed then
      candidates:add(default:sub(#typed + 1), "value", "default", Candidates.DEFAULT)
    end
    add_members(candidates, thing, colon, fitting_name(shape))
    return candidates, 0
  end
  if before and before.kind == "keyword" then
    if before.text == "local" and context.word ~= "" then candidates:add("function", "keyword") end
    local after_local = tokens[#tokens - 1] and tokens[#tokens - 1].text == "local"
    if before.text == "local" or before.text == "goto" or before.text == "function" and after_local then
      return candidates, 0
    end
  end
  -- Behind an expression nothing but an operator or a keyword can follow; a line further something new begins.
  if context.word == "" and syntax.ends_expression(before) and not context.new_line then return candidates, 0 end
  local frame = context.frames[#context.frames]
  if frame and frame.at == "{" and frame.item == at then
    local shape, of = table_shape(session, context, #context.frames)
    local list = part_of(shape, "list")
    if list and not next(frame.given) then
      add_values(candidates, session, list.element, of and (of.values or of.known) and of or nil)
      if context.word == "" and #candidates.all > 0 and not part_of(shape, "struct") then return candidates, 0 end
    end
    if shape and add_keys(candidates, shape, frame) then
      if part_of(shape, "struct") and not list then return candidates, 0 end
    end
  else
    local shape, field = expected(session, context, at, #context.frames)
    if shape then
      add_values(candidates, session, shape, field)
      -- Nothing typed, and it is known what fits.
      if context.word == "" and #candidates.all > 0 then return candidates, 0 end
    end
  end
  add_names(candidates, session, context, #candidates.all > 0 and ELSEWHERE or nil)
  return candidates, 0
end

-- ---- commands -------------------------------------------------------------------------------------------------------

local function lua_argument(session, text)
  local context = syntax.analyse(text)
  local candidates, kept = in_lua(session, context)
  return candidates, kept, context
end

--- Candidates for names that help knows: what Lua's own completion says, and commands behind a colon.
local function help_argument(session, word)
  if word:sub(1, 1) == ":" then return places.commands(word, ":"), 0 end
  if word:find "::" or word:find "^AWS" then return places.resource_types(nil, word) end
  local candidates, kept, context = lua_argument(session, word)
  return candidates, (context and context.word_from - 1 or 0) + (kept or 0)
end

--- "AWS::Lambda::Function.Code.S3" → the properties of what is in front of the last dot.
local function property_argument(session, word)
  local parent, rest = word:match "^(%w+::.*)%.([^.]*)$"
  local type = parent and types.get((parent:match "^[^.]+"))
  if not type then return help_argument(session, word) end
  local struct = type.resource.props
  for step in (parent .. "."):match "^[^.]+%.(.*)$":gmatch "[^.]+" do
    local inside
    for _, field in ipairs(struct and types.get(struct).fields or {}) do
      if field.cfn_name == step or field.name == step then inside = field.struct end
    end
    struct = inside
  end
  local candidates = Candidates.new(rest)
  for _, field in ipairs(struct and types.get(struct).fields or {}) do
    candidates:add(field.cfn_name or field.name, "property", field_note(field), deprecated_rank(field))
  end
  return candidates, #parent + 1
end

--- Paths, logical ids or an expression: which one shows in what was typed.
local function construct_argument(session, word)
  local candidates, kept = places.constructs(session, word)
  if word:find "/" then return candidates, kept end
  if word:find "[.:(]" then return help_argument(session, word) end
  for name, value in pairs(session:scope()) do
    if is_name(name) and engine.is_construct(value) then
      candidates:add(name, "local", value_note(value), ELSEWHERE)
    end
  end
  return candidates, kept
end

local function expression_argument(session, word)
  local candidates, kept = construct_argument(session, word)
  if #candidates:list() > 0 then return candidates, kept end
  return help_argument(session, word)
end

local function switch_argument(_, word)
  local candidates = Candidates.new(word)
  candidates:add("on", "keyword")
  candidates:add("off", "keyword")
  return candidates, 0
end

-- What commands may say in `complete`; a function(session, word) → candidates, bytes of the word that stay, does too.
local arguments = {
  stack = places.stacks,
  construct = expression_argument,
  path = places.constructs,
  logical_id = places.logical_ids,
  file = function(_, word) return places.files(word) end,
  folder = function(_, word) return places.files(word, true) end,
  type = places.terms,
  mark = places.marks,
  command = function(_, word) return places.commands(word, word:sub(1, 1) == ":" and ":" or "") end,
  expression = help_argument,
  name = property_argument,
  on_off = switch_argument,
  mark_or_file = function(session, word)
    local candidates, kept = places.files(word)
    if kept == 0 then
      for name in pairs(session.kept and session.kept.marks or {}) do candidates:add(name, "mark", "mark", FITS) end
    end
    return candidates, kept
  end,
}

--- Candidates for `:name arguments`, and the byte of the line where they begin.
local function in_command(session, line)
  local blank, name = line:match "^(%s*:)([%w_?!]*)$"
  if blank then
    return places.commands(name), #blank + 1
  end
  local head, word
  head, name, word = line:match "^(%s*:([%w_?!]+)%s+)(.*)$"
  if not head then return nil end
  local kind
  for _, command in ipairs(require "luacdk.repl.commands") do
    if command.name == name then kind = command.complete end
  end
  local complete = type(kind) == "function" and kind or arguments[kind]
  if not complete then return nil end
  -- The last word, except in expressions and paths, which may hold blanks.
  if kind ~= "expression" and kind ~= "construct" and word:find "%s" then
    local before = word:match "^(.*%s)"
    head, word = head .. before, word:sub(#before + 1)
  end
  local candidates, kept = complete(session, word)
  return candidates, #head + 1 + (kept or 0)
end

--- Candidates for `?name` and `??word`.
local function in_question(session, line)
  local head, word = line:match "^(%s*%?%??%s*)(.*)$"
  local candidates, kept = help_argument(session, word)
  return candidates, #head + 1 + (kept or 0)
end

local function complete(session, line, earlier)
  if type(earlier) == "table" then earlier = table.concat(earlier, "\n") end
  if not earlier or earlier == "" then
    local mark = line:match "^%s*([:?])"
    if mark then
      local of = mark == ":" and in_command or in_question
      return of(session, line)
    end
    earlier = nil
  end
  local before = earlier and #earlier + 1 or 0
  local context = syntax.analyse((earlier and earlier .. "\n" or "") .. line)
  local candidates, kept = in_lua(session, context)
  local start = context.word_from - before + (kept or 0)
  if not candidates or start < 1 then return nil end
  return candidates, start
end

return function(session, line, earlier)
  local ok, candidates, start = pcall(complete, session, line, earlier)
  if not ok or not candidates then return #line + 1, {} end
  return start, candidates:list()
end
