--- Completion: `complete(session, line before the cursor, earlier lines of the chunk)` returns the byte of the line
--- from which the candidates replace it; { { text =, note =, kind = }, … } in order; and, right after the opening
--- bracket of a call, what the call takes. It never raises, and reads only plain fields, classes and the schema: no
--- getter and no user code runs.
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local actions = require "luacdk.check.actions"
local add_members = require "luacdk.repl.members"
local add_values = require "luacdk.repl.values"
local expected = require "luacdk.repl.expected"
local lines = require "luacdk.repl.line"
local notes = require "luacdk.repl.notes"
local places = require "luacdk.repl.places"
local syntax = require "luacdk.repl.syntax"
local things = require "luacdk.repl.things"
local types = require "luacdk.schema.types"

local schema = engine.schema
local REQUIRED, USUAL, ELSEWHERE, DEPRECATED = Candidates.REQUIRED, Candidates.USUAL, Candidates.ELSEWHERE,
  Candidates.DEPRECATED

local is_operator = syntax.is_operator

local STATEMENT_WORDS = { "break", "do", "else", "elseif", "end", "for", "function", "goto", "if", "local", "repeat",
  "return", "then", "until", "while" }
local EXPRESSION_WORDS = { "and", "false", "function", "in", "nil", "not", "or", "true" }

--- Names that can begin an expression or statement.
local function add_names(candidates, session, context, rank)
  local function add(name, ...)
    if notes.is_name(name) and notes.is_wanted(candidates, name) then candidates:add(name, ...) end
  end
  local modules = types.modules()
  for name, value in pairs(session:scope()) do
    if not modules[name] then add(name, "local", notes.value(value), rank or REQUIRED) end
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

--- Names of properties that the table at the cursor does not have yet. True if it is a struct.
local function add_keys(candidates, shape, frame)
  local struct = expected.part_of(shape, "struct")
  if not struct then return false end
  for _, field in ipairs(types.get(struct.name).fields) do
    local name = types.spelt(field.name)
    if not frame.given[name] and not frame.given[field.name] then
      local rank = field.deprecated and DEPRECATED or field.required and REQUIRED or USUAL
      candidates:add(name .. " = ", "property", notes.field(field), rank)
    end
  end
  return true
end

--- Whether a string argument is a file name: "folder", "file" or nil.
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

-- Whether the string at the cursor is an action of a policy statement: an item of a table `actions`, or an argument of
-- add_actions.
local function is_action(context, called)
  local frames = context.frames
  local outer = frames[#frames - 1]
  if called == "add_actions" or called == "add_not_actions" then return true end
  local key = frames[#frames] and frames[#frames].at == "{" and outer and outer.at == "{" and outer.key
  return key == "actions" or key == "not_actions"
end

local function add_actions(candidates)
  local service = candidates.word:match "^([%w-]+):"
  for _, name in ipairs(service and actions.of(service) or {}) do candidates:add(service .. ":" .. name, "value") end
  for _, name in ipairs(service and {} or actions.services()) do candidates:add(name .. ":", "value") end
  return candidates, 0
end

--- Candidates inside quotes.
local function in_string(session, context)
  local at = #context.tokens + 1
  local word = context.word
  local frame = context.frames[#context.frames]
  local last, number = syntax.call_at(context, at)
  if is_action(context, last and called_name(context, last)) then return add_actions(Candidates.new(word)) end
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
    local _, parameter = expected.argument_shape(session, context, last, number)
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
      if type(key) == "string" then candidates:add(key, "field", notes.value(value)) end
    end
    return candidates, 0
  end
  local shape, field = expected.at(session, context, at, #context.frames)
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
    if field and notes.is_wanted(candidates, field) then candidates:add(field, "field", nil, REQUIRED) end
  end
end

--- The class or interface that fits best at the cursor, used to sort members after a dot.
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
    local shape, field = expected.at(session, context, chain.first, #context.frames)
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
  -- Only an operator or a keyword can follow an expression; on the next line something new begins.
  if context.word == "" and syntax.ends_expression(before) and not context.new_line then return candidates, 0 end
  local frame = context.frames[#context.frames]
  if frame and frame.at == "{" and frame.item == at then
    local shape, of = expected.table_shape(session, context, #context.frames)
    local list = expected.part_of(shape, "list")
    if list and not next(frame.given) then
      add_values(candidates, session, list.element, of and (of.values or of.known) and of or nil)
      local is_struct = expected.part_of(shape, "struct")
      if context.word == "" and #candidates.all > 0 and not is_struct then return candidates, 0 end
    end
    if shape and add_keys(candidates, shape, frame) then
      if expected.part_of(shape, "struct") and not list then return candidates, 0 end
    end
  else
    local shape, field = expected.at(session, context, at, #context.frames)
    if shape then
      add_values(candidates, session, shape, field)
      -- Nothing has been typed, and it is known what fits.
      if context.word == "" and #candidates.all > 0 then return candidates, 0 end
    end
  end
  add_names(candidates, session, context, #candidates.all > 0 and ELSEWHERE or nil)
  return candidates, 0
end

lines.in_lua = in_lua

--- "lambda.Code.from_asset(path: string, options?: s3_assets.AssetOptions) → lambda.AssetCode" if the cursor is right
--- after the opening bracket of such a call; else nil.
local function signature_at(session, context)
  local tokens, frame = context.tokens, context.frames[#context.frames]
  if context.string or context.word ~= "" or not frame or frame.open ~= #tokens or frame.at ~= "(" then return nil end
  local chain = syntax.ends_expression(tokens[frame.open - 1]) and syntax.chain(context, frame.open - 1)
  local called = chain and things.at(session, context, frame.open - 1)
  if not called then return nil end
  local words
  local parameters = things.signature(called)
  if called.member then
    words = notes.signature(called.member)
  elseif parameters then
    words = notes.parameters(parameters)
  elseif type(called.value) == "function" then
    words = notes.live(called.value, chain.steps[#chain.steps][1] == "method")
  end
  return words and context.text:sub(tokens[chain.first].from, tokens[frame.open - 1].to) .. words
end

local function complete(session, line, earlier)
  if type(earlier) == "table" then earlier = table.concat(earlier, "\n") end
  if not earlier or earlier == "" then
    local mark = line:match "^%s*([:?])"
    if mark then
      local of = mark == ":" and lines.command or lines.question
      return of(session, line)
    end
    earlier = nil
  end
  local before = earlier and #earlier + 1 or 0
  local context = syntax.analyse((earlier and earlier .. "\n" or "") .. line)
  local candidates, kept = in_lua(session, context)
  local start = context.word_from - before + (kept or 0)
  if not candidates or start < 1 then return nil end
  return candidates, start, signature_at(session, context)
end

return function(session, line, earlier)
  local ok, candidates, start, signature = pcall(complete, session, line, earlier)
  if not ok or not candidates then return #line + 1, {} end
  return start, candidates:list(), signature
end
