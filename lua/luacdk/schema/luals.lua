--- Definition files for the Lua language server, made from the schema: one for each module, in parts if it would be
--- larger than what the server preloads (its setting workspace.preloadFileSize, 500 KB).
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local KEYWORDS = require "luacdk.keywords"
local find = require "luacdk.schema.find"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local schema = engine.schema
local luals = {}

local LARGEST = 450 * 1000
local MOST_VALUES = 40

local function bare(name) return KEYWORDS[name] and name .. "_" or name end

--- "aws_cdk.aws_s3" → "s3", the global
local function global_of(module) return (find.short(module .. ".X"):gsub("%.X$", "")) end

--- The remark after a field in a few words.
local function remark(field)
  local parts = {}
  if field.deprecated then parts[#parts + 1] = "deprecated" end
  if field.default then parts[#parts + 1] = "default " .. field.default end
  if field.cfn_name then parts[#parts + 1] = field.cfn_name end
  if field.replacement == "always" then parts[#parts + 1] = "a change replaces the resource" end
  if field.replacement == "maybe" then parts[#parts + 1] = "a change may replace the resource" end
  for _, one in ipairs { { "number", "" }, { "length", " characters" }, { "items", " items" } } do
    local range = field[one[1]]
    if range then
      local low, high = range.min and ("%.14g"):format(range.min) or "", range.max and ("%.14g"):format(range.max) or ""
      parts[#parts + 1] = low .. ".." .. high .. one[2]
    end
  end
  return #parts > 0 and " " .. table.concat(parts, "; ") or ""
end

--- The type of a field, with its known values first.
local function field_type(field)
  local values = field.values or field.known
  if not values or #values > MOST_VALUES or (field.luals ~= "string" and field.luals ~= "string[]") then
    return field.luals
  end
  local quoted = {}
  for i, value in ipairs(values) do quoted[i] = ('"%s"'):format(value:gsub('[\\"]', "\\%0"):gsub("\n", "\\n")) end
  quoted[#quoted + 1] = "string"
  local union = table.concat(quoted, "|")
  return field.luals == "string" and union or "(" .. union .. ")[]"
end

--- The type of a field of a struct: every property of CloudFormation takes tokens.
local function given_type(field)
  local text = field_type(field)
  if not field.cfn_name or text == "any" or text:find("cdk.IResolvable", 1, true) then return text end
  return text .. "|cdk.IResolvable"
end

local function signature(parameters, variadic, result)
  local parts = {}
  for i, one in ipairs(parameters) do
    local name = variadic and i == #parameters and "..." or bare(one.name) .. (one.optional and "?" or "")
    parts[i] = name .. ": " .. one.luals
  end
  return "fun(" .. table.concat(parts, ", ") .. ")" .. (result and ": " .. result or "")
end

local emit = {}

function emit.struct(add, type)
  local bases = {}
  for i, base in ipairs(type.interfaces) do bases[i] = find.short(base) end
  add("---@class %s%s", type.short_name, #bases > 0 and ": " .. table.concat(bases, ", ") or "")
  for _, field in ipairs(type.fields) do
    add("---@field %s%s %s%s", field.name, field.required and "" or "?", given_type(field), remark(field))
    if KEYWORDS[field.name] then add("---@field %s_? %s", field.name, given_type(field)) end
  end
  add("")
end

function emit.enum(add, type)
  add("---@enum %s", type.short_name)
  add("%s = {", type.short_name)
  for _, member in ipairs(type.values) do
    local value = math.type(member.value) and ("%.14g"):format(member.value) or
      ('"%s"'):format(member.value:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("\r", "\\r"):gsub("\t", "\\t"))
    add(KEYWORDS[member.name] and "  [%q] = %s," or "  %s = %s,", member.name, value)
  end
  add("}")
  add("")
end

local function emit_method(add, type, member)
  if member.deprecated then add("---@deprecated") end
  local names = {}
  for i, one in ipairs(member.parameters) do
    local name = member.variadic and i == #member.parameters and "..." or bare(one.name)
    names[i] = name
    add("---@param %s%s %s", name, one.optional and name ~= "..." and "?" or "", one.luals)
  end
  if member.luals then add("---@return %s", member.luals) end
  add("function %s%s%s(%s) end", type.short_name, member.static and "." or ":", bare(member.name),
    table.concat(names, ", "))
end

function emit.class(add, type)
  local bases = {}
  if type.base then bases[1] = find.short(type.base) end
  for _, base in ipairs(type.interfaces) do bases[#bases + 1] = find.short(base) end
  if not types.is_available(type.full_name) then return emit.missing(add, type, bases) end
  if type.deprecated then add("---@deprecated") end
  if type.resource then add("--- %s", type.resource.cfn_type) end
  add("---@class %s%s", type.short_name, #bases > 0 and ": " .. table.concat(bases, ", ") or "")
  local fields = {}
  local props = type.resource and type.resource.props
  for _, field in ipairs(props and schema.type(props).fields or {}) do fields[field.name] = field end
  for _, member in ipairs(type.members) do
    if not member.parameters then
      local field = fields[member.name]
      local text = field and field.luals == member.luals and field_type(field) or member.luals
      add("---@field %s%s %s%s", member.name, member.required and "" or "?", text, field and remark(field) or
        member.deprecated and " deprecated" or "")
    end
  end
  if not type.base then -- what all classes have, at the topmost one
    for _, word in ipairs { "extend", "super" } do add("---@field %s %s", word, topics[word].luals) end
  end
  if type.constructor and not type.abstract and type.kind ~= "interface" then
    add("---@overload %s", signature(type.constructor, false, type.short_name))
  end
  add("%s = {}", type.short_name)
  add("")
  for _, member in ipairs(type.members) do
    if member.parameters then
      emit_method(add, type, member)
      add("")
    end
  end
end

emit.resource = emit.class

-- Behaviour only: nothing of that name exists at run time.
local function emit_behaviour(add, type, bases)
  add("---@class %s%s", type.short_name, #bases > 0 and ": " .. table.concat(bases, ", ") or "")
  for _, member in ipairs(type.members) do
    local text = member.luals
    if member.parameters then
      local parameters = { { name = "self", luals = type.short_name } }
      for i, one in ipairs(member.parameters) do parameters[i + 1] = one end
      text = signature(parameters, member.variadic, member.luals)
    end
    add("---@field %s%s %s", member.name, (member.required or member.parameters) and "" or "?", text)
  end
  add("")
end

--- A class that luacdk does not have yet: values of it may be passed, but nothing of that name can be used.
function emit.missing(add, type, bases)
  add("--- %s", types.MISSING)
  emit_behaviour(add, type, bases)
end

function emit.interface(add, type)
  local bases = {}
  for i, base in ipairs(type.interfaces) do bases[i] = find.short(base) end
  emit_behaviour(add, type, bases)
end

--- The text of a file with luacdk's own functions, which are not in the schema.
function luals.own_words()
  local fields, globals = {}, {}
  for name, topic in pairs(topics) do
    local word = name:match "^cdk%.([%a_]+)$"
    if topic.luals and word then
      fields[#fields + 1] = ("---@field %s %s"):format(word, topic.luals)
    elseif topic.luals and name == "include" then
      globals[#globals + 1] = ("---@type %s\n%s = nil"):format(topic.luals, name)
    end
  end
  table.sort(fields)
  table.sort(globals)
  return table.concat { "---@meta _\n\n", require "luacdk.schema.luals_classes", "\n---@class aws_cdk\n",
    table.concat(fields, "\n"), "\n\n", table.concat(globals, "\n\n"), "\n" }
end

--- The texts of a module's files, each small enough.
function luals.texts(module)
  local name = global_of(module)
  local texts, lines, size = {}, nil, 0
  local function add(format, ...)
    local line = select("#", ...) > 0 and format:format(...) or format
    lines[#lines + 1] = line
    size = size + #line + 1
  end
  local function start()
    lines, size = {}, 0
    add("---@meta %s", #texts == 0 and module or "_")
    add("")
    if #texts == 0 then
      add("---@class %s", module)
      add("%s = {}", name)
      add("")
    end
  end
  local function finish()
    if #texts == 0 then lines[#lines + 1] = "return " .. name end
    texts[#texts + 1] = table.concat(lines, "\n") .. "\n"
  end
  start()
  for _, type_name in ipairs(schema.types(module)) do
    local type = schema.type(module .. "." .. type_name)
    local before, size_before = #lines, size
    emit[type.kind](add, type)
    if size > LARGEST then
      local moved = table.move(lines, before + 1, #lines, 1, {})
      local moved_size = size - size_before
      for i = #lines, before + 1, -1 do lines[i] = nil end
      finish()
      start()
      table.move(moved, 1, #moved, #lines + 1, lines)
      size = size + moved_size
    end
  end
  finish()
  return texts
end

--- Writes all files into the folder, which must exist. Returns how many, or nil and why not.
function luals.write(folder)
  local ok, why = assets.write_file(folder .. "/luacdk.lua", luals.own_words())
  local count = 1
  for _, module in ipairs(schema.modules()) do
    for part, text in ipairs(luals.texts(module)) do
      local name = ("%s/%s%s.lua"):format(folder, module, part > 1 and "." .. part or "")
      if ok then ok, why = assets.write_file(name, text) end
      count = count + 1
    end
  end
  return ok and count, why
end

--- A .luarc.json that makes the server use the definitions in that folder.
function luals.luarc(folder)
  return assembly.print_json(engine.ordered("runtime.version", "Lua 5.4", "workspace.library", { folder }), 2) .. "\n"
end

return luals
