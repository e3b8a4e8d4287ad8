--- The templates that the apps of this session would give if they were synthesised now.
---
---     local preview, message = require("luacdk.repl.preview").take()
---     preview.stacks      -- { { name =, path =, id =, label =, text =, template =, construct =, nested = }, … }
---     preview.messages    -- { { level = "error"|"warning"|"info", id =, text =, path =, location = "app.lua:12",
---                                 subject =, property =, wrong =, right =, place = }, … }
---
--- The apps are synthesised in a child process, into memory, and only texts come back: the constructs here are not
--- prepared, locked or changed. An error in one part does not prevent the others from being shown.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"
local resources = require "luacdk.check.resources"
local rules = require "luacdk.check.rules"
local statements = require "luacdk.check.statements"
local targets = require "luacdk.check.targets"

local preview = {}

local pack, unpack = string.pack, string.unpack

-- ---- in the child ---------------------------------------------------------------------------------------------------

local LEVELS = { ["aws:cdk:info"] = "info", ["aws:cdk:warning"] = "warning", ["aws:cdk:error"] = "error" }

-- What a message is made of, in the order in which it is packed; the last five are its parts, if they are known.
local FIELDS = { "level", "id", "text", "path", "location", "subject", "property", "wrong", "right", "place" }
local FORMAT = "<" .. ("s4"):rep(#FIELDS)

local function new_messages()
  local messages, seen, texts = {}, {}, {}
  local function add(level, id, text, path, location, parts)
    local key = table.concat({ level, text, path or "", location or "" }, "\0")
    -- An error in a construct is reported again, without the construct, when its template is written.
    if seen[key] or (not path and texts[level .. text]) then return end
    seen[key], texts[level .. text] = true, true
    parts = parts or {}
    messages[#messages + 1] = pack(FORMAT, level, id, text, path or "", location or "", parts.subject or "",
      parts.property or "", parts.wrong or "", parts.right or "", parts.place or "")
  end
  return messages, add
end

-- "app.lua:3: [S/Bucket] text" → text, path, "app.lua:3"; the format of engine.fail.
local function take_apart(message)
  message = message:gsub("^line:(%d+):", "line %1:") -- an error raised by Lua itself in a line of the session
  local location, rest = message:match "^(line %d+): (.*)$"
  if not location then location, rest = message:match "^([^\n:]-:%d+): (.*)$" end
  if not location then rest = message end
  local path, text = rest:match "^%[([^%]\n]+)%] (.*)$"
  return text or rest, path, location
end

--- The text, the construct's path and the location of a message; the last two may be nil.
function preview.take_apart(message) return take_apart(message) end

--- A message without its location and construct.
function preview.text_of(message) return (take_apart(tostring(message))) end

-- Several validation errors are one message: a heading and lines of the same form.
local function add_error(add, message, construct, id)
  message = type(message) == "string" and message or "an error was raised whose value is a " .. type(message)
  local head, lines = message:match "^([^\n]*validation failed with %d+ errors?:)\n(.*)$"
  if not head then
    local text, path, location = take_apart(message)
    if construct and not path then
      path, location = construct.node.path, location or engine.location(construct)
    end
    return add("error", id or "luacdk::synthesis", text, path, location, engine.complaint_of(message))
  end
  local entry
  for line in (lines .. "\n  x:1: end\n"):gmatch "([^\n]*)\n" do
    -- Continuation lines of a message are not indented like that.
    if line:find "^  [^%s].*" and entry then
      add("error", "luacdk::validation", take_apart(entry))
      entry = line:sub(3)
    elseif entry then
      entry = entry .. "\n" .. line
    else
      entry = line:sub(3)
    end
  end
end

local function add_annotations(add, app)
  for _, construct in ipairs(engine.find(app, "metadata")) do
    for _, entry in ipairs(construct.node.metadata) do
      local level = LEVELS[entry.type]
      if level then
        local text = tostring(entry.data)
        local id = text:match "%[ack: ([^%]\n]+)%]$" or "luacdk::annotation"
        add(level, id, text, construct.node.path, entry.trace or engine.location(construct))
      end
    end
  end
end

local function add_foreseen(add, app)
  for _, construct in ipairs(app.node:find_all()) do
    if dry_run.is_foreseen(construct) then
      add("info", "luacdk::foreseen-asset",
        "the asset is made by :stage or :synth; until then its hash is that of its source", construct.node.path,
        engine.location(construct))
    end
  end
end

local function path_of(construct) return construct.node.path end

local function stack_text(app, stack)
  local builder = app._assembly_builder
  local stage = engine.stage_of(stack)
  local folder = stage and stage._assembly_builder._folder or ""
  return builder._output.files[folder .. stack.template_file]
end

local function elements_of(stack)
  local _, elements = pcall(engine.elements, stack)
  return elements
end

-- The stack as bytes: its data, then its template and its elements, unless the stack stays at hand.
local function pack_stack(number, app, stack, at_hand)
  local ok, text = pcall(stack_text, app, stack)
  if not ok or not text then
    ok, text = pcall(function() return tostring((engine.template(stack))) end)
    if not ok then text = "" end
  end
  local parent = stack._parent_stack
  local name = stack._stack_name
  return pack("<I4s4s4s4s4s4s4", number, name, path_of(stack), stack.artifact_id or "",
    parent and path_of(parent) or "", text, at_hand and "" or elements_of(stack))
end

local function synthesise(apps, at_hand)
  local synthesis = require "aws_cdk.private.synthesis"
  local messages, add = new_messages()
  local unplaced -- error of an element, which the next steps find
  synthesis.guard_steps(function(call, subject, ...)
    local ok, message = pcall(call, subject, ...)
    local construct = engine.is_construct(subject) and subject.node.path ~= "" and subject or nil
    if not ok and call == engine.render and engine.is_a(subject, require "aws_cdk".Stage) then
      unplaced = message
    elseif not ok then
      add_error(add, message, construct)
    end
    for _, fault in ipairs(engine.faults()) do add_error(add, fault) end
    return ok
  end)
  local stacks = {}
  statements.judge()
  targets.judge()
  resources.judge()
  for number, app in ipairs(apps) do
    dry_run.preview(app)
    local ok, message = pcall(app.synth, app, { force = true })
    if not ok then add_error(add, message) end
    for _, fault in ipairs(engine.faults()) do add_error(add, fault) end
    for _, stack in ipairs(engine.find(app, "stack")) do
      stacks[#stacks + 1] = pack_stack(number, app, stack, at_hand)
    end
    add_annotations(add, app)
    if dry_run.has_foreseen() then add_foreseen(add, app) end
  end
  if unplaced and #messages == 0 then add_error(add, unplaced) end
  for _, list in ipairs { engine.warnings_told(), statements.found(), targets.found() } do
    for _, row in ipairs(list) do
      local rule = rules.find(row.id)
      add(rule and rule.severity or "warning", row.id, row.text, row.path, row.location, row)
    end
  end
  return pack("<I4", #messages) .. table.concat(messages) .. pack("<I4", #stacks) .. table.concat(stacks)
end

-- ---- here -----------------------------------------------------------------------------------------------------------

local ELEMENT_LINE = "([^\t\n]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\n]*)\n" -- in the format of engine.elements

local Stack = {}

function Stack.__index(stack, name)
  local value
  if name == "template" then -- decoded on demand
    if stack.text == "" then return nil end
    value = assembly.parse_json(stack.text)
  elseif name == "elements" then
    value = {}
    local lines = rawget(stack, "_elements") or elements_of(stack.construct)
    for id, section, path, class, location in lines:gmatch(ELEMENT_LINE) do
      value[#value + 1] = { id = id, section = section ~= "" and section or nil, path = path,
        class = class ~= "" and class or nil, location = location ~= "" and location or nil, stack = stack }
    end
  elseif name == "by_id" then
    value = {}
    for _, element in ipairs(stack.elements) do value[element.id] = element end
  elseif name == "construct" then
    value = preview.find_construct(stack._app, stack.path)
  else
    return nil
  end
  rawset(stack, name, value)
  return value
end

--- The construct with that path below `root`; nil if there is none.
function preview.find_construct(root, path)
  local construct = root
  for id in path:gmatch "[^/]+" do
    construct = construct.node:try_find_child(id)
    if not construct then return nil end
  end
  return construct
end

local Preview = {}
Preview.__index = Preview

--- The construct with that path in the app of a stack; nil if there is none.
function Preview.find(stack, path) return preview.find_construct(stack._app, path) end

local function text_or_nil(text) return text ~= "" and text or nil end

local function decode(bytes, apps, at_hand)
  local made = setmetatable({ messages = {}, stacks = {}, apps = apps }, Preview)
  local count, at = unpack("<I4", bytes)
  for i = 1, count do
    local values, message = { unpack(FORMAT, bytes, at) }, {}
    for k, name in ipairs(FIELDS) do message[name] = text_or_nil(values[k]) end
    message.text = message.text or ""
    made.messages[i], at = message, values[#FIELDS + 1]
  end
  count, at = unpack("<I4", bytes, at)
  local labels = {}
  for i = 1, count do
    local number, name, path, id, parent, text, elements
    number, name, path, id, parent, text, elements, at = unpack("<I4s4s4s4s4s4s4", bytes, at)
    labels[path] = (labels[path] or 0) + 1
    made.stacks[i] = setmetatable({
      name = name, path = path, id = id, nested = parent ~= "", parent = text_or_nil(parent), text = text,
      -- Two apps may have stacks with the same path.
      label = labels[path] > 1 and path .. "#" .. labels[path] or path,
      app = number, _app = apps[number], _elements = not at_hand and elements or nil,
    }, Stack)
  end
  return made
end

--- The errors among the messages, or messages of another level.
function Preview:of_level(level)
  local found = {}
  for _, message in ipairs(self.messages) do
    if message.level == level then found[#found + 1] = message end
  end
  return found
end

local function labels_of(stacks)
  local labels = {}
  for i, stack in ipairs(stacks) do labels[i] = stack.label end
  return labels
end

--- The stack with that label, path, name or artifact id, or the only one; nil and a sentence if there is none or more
--- than one.
function Preview:stack(name)
  if #self.stacks == 0 then
    return nil, "there is no stack yet; make one: stack = cdk.Stack(cdk.App(), \"Api\")"
  end
  if name and name ~= "" then
    local function matching(field)
      local found = {}
      for _, stack in ipairs(self.stacks) do
        if stack[field] == name then found[#found + 1] = stack end
      end
      return found
    end
    for _, field in ipairs { "label", "path", "id", "name" } do
      local found = matching(field)
      if #found == 1 then return found[1] end
      if #found > 1 then
        return nil, ("%s names several stacks: %s"):format(name, table.concat(labels_of(found), ", "))
      end
    end
    local nearest = engine.nearest(name, labels_of(self.stacks))
    return nil, ("there is no stack '%s'; "):format(name) .. (nearest and ("did you mean '%s'?"):format(nearest)
      or "these are there: " .. table.concat(labels_of(self.stacks), ", "))
  end
  local top_level = {}
  for _, stack in ipairs(self.stacks) do
    if not stack.nested then top_level[#top_level + 1] = stack end
  end
  if #top_level == 1 then return top_level[1] end
  return nil, "there are several stacks; name one: " .. table.concat(labels_of(self.stacks), ", ")
end

--- The innermost stack that contains the construct at that path; `app` (a number) distinguishes equal paths.
function Preview:stack_at(path, app)
  local best
  for _, stack in ipairs(self.stacks) do
    local inside = path == stack.path or path:sub(1, #stack.path + 1) == stack.path .. "/"
    if inside and (not app or stack.app == app) and (not best or #stack.path > #best.path) then best = stack end
  end
  return best
end

--- The elements with that logical id, one in each stack: { id =, section =, path =, class =, location =, stack = }.
function Preview:elements(logical_id)
  local found = {}
  for _, stack in ipairs(self.stacks) do found[#found + 1] = stack.by_id[logical_id] end
  return found
end

--- The first of them, with its type in the template; nil if there is none.
function Preview:element(logical_id)
  local element = self:elements(logical_id)[1]
  if element then element.type = preview.type_of(element) end
  return element
end

--- CloudFormation's type of an element that is a resource.
function preview.type_of(element)
  local template = element.stack.template
  local resource = element.section == "Resources" and template and template.Resources[element.id]
  local type_of = type(resource) == "table" and resource.Type -- overrides may have put anything there
  return type(type_of) == "string" and type_of or nil
end

--- Previews the apps of this session as they are now (`apps`: others). Returns the preview, or nil and why there is
--- none.
function preview.take(apps)
  apps = apps or dry_run.apps()
  if #apps == 0 then return decode(pack("<I4I4", 0, 0), apps) end
  require "aws_cdk.private.synthesis" -- here, so that no child has to load it again
  local bytes, message = require "luacdk.repl.fork"(function() return synthesise(apps) end)
  if not bytes then return nil, message end
  return decode(bytes, apps)
end

--- The same in this process, which must not be used for the apps any more.
function preview.here(apps) return decode(synthesise(apps, true), apps, true) end

--- The same for a session.
function preview.make() return preview.take() end

return preview
