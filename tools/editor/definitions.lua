--- Reads definition files for editors (`luacdk schema --luals`) as far as they are written: classes, enums, aliases.
local definitions = {}

-- ---- types ----------------------------------------------------------------------------------------------------------

local parse_type

local function skip(text, at) return text:match("^%s*()", at) end

-- The parameters and the result of `fun(…): …` from after "fun(" on.
local function parse_function(text, at)
  local type = { kind = "function", parameters = {} }
  at = skip(text, at)
  while text:sub(at, at) ~= ")" do
    local name, after = text:match("^([%w_.]+%??)%s*()", at)
    assert(name, "a parameter is expected: " .. text:sub(at))
    local parameter = { name = name }
    if text:sub(after, after) == ":" then
      parameter.type, after = parse_type(text, skip(text, after + 1))
    end
    type.parameters[#type.parameters + 1] = parameter
    at = skip(text, after)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  at = at + 1
  local result = text:match("^%s*:%s*()", at)
  if result then type.result, at = parse_type(text, result) end
  return type, at
end

local function parse_table(text, at)
  local fields = {}
  at = skip(text, at)
  while text:sub(at, at) ~= "}" do
    local name, after = text:match("^([%w_]+)%??%s*:%s*()", at)
    fields[name], at = parse_type(text, after)
    at = skip(text, at)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  return { kind = "fields", fields = fields }, at + 1
end

local function parse_one(text, at)
  local quoted = text:match('^"[^"]*"()', at)
  if quoted then return { kind = "literal", value = text:sub(at + 1, quoted - 2) }, quoted end
  if text:sub(at, at) == "(" then
    local type, after = parse_type(text, skip(text, at + 1))
    return type, skip(text, after) + 1
  end
  if text:sub(at, at + 3) == "fun(" then return parse_function(text, at + 4) end
  if text:sub(at, at) == "{" then return parse_table(text, at + 1) end
  local name, after = text:match("^([%w_.-]+)()", at)
  assert(name, "a type is expected: " .. text:sub(at))
  if name == "table" and text:sub(after, after) == "<" then
    local key, value
    key, after = parse_type(text, after + 1)
    value, after = parse_type(text, skip(text, skip(text, after) + 1))
    return { kind = "map", key = key, of = value }, skip(text, after) + 1
  end
  return { kind = "name", name = name }, after
end

--- The type at a place of the text, and where it ends.
function parse_type(text, at)
  local alternatives = {}
  while true do
    local one
    one, at = parse_one(text, at)
    while text:sub(at, at + 1) == "[]" do
      one, at = { kind = "list", of = one }, at + 2
    end
    if text:sub(at, at) == "?" then at = at + 1 end
    alternatives[#alternatives + 1] = one
    if text:sub(at, at) ~= "|" then break end
    at = skip(text, at + 1)
  end
  return #alternatives == 1 and alternatives[1] or { kind = "union", alternatives = alternatives }, at
end

definitions.type = parse_type

-- ---- files ----------------------------------------------------------------------------------------------------------

local function class_of(all, name)
  all.classes[name] = all.classes[name] or { name = name, bases = {}, members = {} }
  return all.classes[name]
end

local reading = {}

reading["class"] = function(all, state, rest)
  local name, more = rest:gsub("^%(exact%) ", ""):match "^([%w_.-]+)%s*(.*)$"
  local bases = more:match "^:(.*)$" or ""
  state.class = class_of(all, name)
  for base in bases:gmatch "[%w_.]+" do table.insert(state.class.bases, base) end
end

function reading.field(_, state, rest)
  local name, at = rest:match '^%["([^"]+)"%]%??%s+()'
  if not name then name, at = rest:match "^([%w_]+)%??%s+()" end
  if not name then
    state.class.any_key = true -- [string]
    return
  end
  state.class.members[name] = parse_type(rest, at)
end

function reading.overload(_, state, rest) state.class.call = parse_type(rest, 1) end

function reading.enum(all, state, rest)
  state.enum = class_of(all, rest)
  state.enum.is_enum = true
end

function reading.alias(all, state, rest)
  local name, at = rest:match "^([%w_.]+)%s*()"
  if at <= #rest then all.aliases[name] = parse_type(rest, at) else state.alias = name end
end

function reading.param(_, state, rest)
  local name, at = rest:match "^([%w_.]+%??)%s+()"
  table.insert(state.parameters, { name = name, type = parse_type(rest, at) })
end

reading["return"] = function(_, state, rest) state.result = parse_type(rest, 1) end

function reading.type(_, state, rest) state.type = parse_type(rest, 1) end

local function read_annotation(all, state, word, rest)
  if reading[word] then reading[word](all, state, rest) end
end

local function read_code(all, state, line)
  if state.enum then
    local name = line:match '^%s+%["([^"]+)"%] =' or line:match "^%s+([%w_]+) ="
    if name then state.enum.members[name] = { kind = "name", name = state.enum.name } end
    if line:find "^}" then state.enum = nil end
  end
  local path, sign, method = line:match "^function ([%w_.]+)([.:])([%w_]+)%("
  if path then
    class_of(all, path).members[method] = { kind = "function", parameters = state.parameters, result = state.result,
      method = sign == ":" }
  end
  local assigned = line:match "^([%w_.]+) = "
  if assigned and state.type then
    all.globals[assigned] = state.type
  elseif assigned and state.class and not assigned:find "%." then
    all.globals[assigned] = { kind = "module", name = state.class.name }
    all.modules[state.class.name] = assigned
  end
  state.parameters, state.result, state.type = {}, nil, nil
end

local function read_file(all, path)
  local state = { parameters = {} }
  for line in io.lines(path) do
    local word, rest = line:match "^%-%-%-@(%a+)%s*(.*)$"
    local alternative = line:match "^%-%-%-|%s*(.*)$"
    if word then
      read_annotation(all, state, word, rest)
    elseif alternative and state.alias then
      local known = all.aliases[state.alias]
      local one = parse_type(alternative, 1)
      if known then table.insert(known.alternatives, one) end
      all.aliases[state.alias] = known or { kind = "union", alternatives = { one } }
    elseif line ~= "" and not line:find "^%-%-" then
      read_code(all, state, line)
    end
  end
end

--- All definitions of files: { classes, aliases, globals (name → type), modules (module → its global) }.
function definitions.read(paths)
  local all = { classes = {}, aliases = {}, globals = {}, modules = {} }
  for _, path in ipairs(paths) do read_file(all, path) end
  return all
end

return definitions
