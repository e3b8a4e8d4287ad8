--- Values as a person reads them.
---
---     local inspect = require "luacdk.repl.inspect"
---     io.write(inspect(value, { width = 80, colour = true, unicode = true, depth = 5, items = 40 }), "\n")
---
--- Never raises, and changes nothing: it calls neither metamethods nor the user's getters, and makes no construct.
--- Tokens are resolved in a child process (see luacdk.repl.fork), where the user's lazy values may do what they like.
--- `inspect.construct(construct)` is the line for a construct, `inspect.string(text)` a quoted string.
local assembly = require "luacdk.assembly"
local columns = require "luacdk.columns"
local counted = require "luacdk.counted"
local engine = require "luacdk.engine"
local screen = require "luacdk.screen"

local KEYWORDS = require "luacdk.keywords"

local inspect = {}

local DEFAULTS = { width = 80, depth = 5, items = 40 }
local MOST_NODES = 4000 -- for a whole value
local MOST_TOKENS = 200 -- resolved at once
local SHORT = 20 -- columns for a value that shares its line with others
local MOST_TEXT, MOST_TEXT_INSIDE = 4000, 400 -- bytes of a string, alone and inside a table

-- ---- texts ----------------------------------------------------------------------------------------------------------

local ESCAPES = { ["\a"] = "\\a", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
  ["\v"] = "\\v", ["\\"] = "\\\\", ['"'] = '\\"' }

local function escape_control(character) return ESCAPES[character] or ("\\x%02X"):format(character:byte()) end

local function escape_beyond_ascii(character) return ("\\u{%X}"):format(utf8.codepoint(character, 1, 1, true)) end

-- Writes invalid UTF-8 as \xNN.
local function escape_invalid(text)
  local parts, at = {}, 1
  while at <= #text do
    local _, wrong = utf8.len(text, at)
    if not wrong then
      parts[#parts + 1] = text:sub(at)
      break
    end
    parts[#parts + 1] = text:sub(at, wrong - 1) .. ("\\x%02X"):format(text:byte(wrong))
    at = wrong + 1
  end
  return table.concat(parts)
end

local function cut(text, most)
  if #text <= most then return text end
  local stop = utf8.len(text, 1, -1, true) and utf8.offset(text, 0, most + 1) or most + 1
  return text:sub(1, stop - 1)
end

--- A string in double quotes, as Lua reads it; with `unicode = false` in ASCII.
function inspect.string(text, unicode)
  local shown = text:gsub('[%c\\"\127]', escape_control)
  if not utf8.len(shown) then shown = escape_invalid(shown) end
  shown = shown:gsub("\xC2[\x80-\x9F]", escape_beyond_ascii)
  if unicode == false then shown = shown:gsub("[\xC2-\xF4][\x80-\xBF]+", escape_beyond_ascii) end
  return '"' .. shown .. '"'
end

local width_of = columns.width

-- ---- order of keys --------------------------------------------------------------------------------------------------

-- "item10" after "item9", ignoring case; equal ones by bytes.
local function natural_less(a, b)
  local at_a, at_b = 1, 1
  while true do
    local text_a, digits_a, next_a = a:match("^(%D*)(%d*)()", at_a)
    local text_b, digits_b, next_b = b:match("^(%D*)(%d*)()", at_b)
    local lower_a, lower_b = text_a:lower(), text_b:lower()
    if lower_a ~= lower_b then return lower_a < lower_b end
    local number_a, number_b = tonumber(digits_a), tonumber(digits_b)
    if number_a ~= number_b then
      if not number_a or not number_b then return not number_a end
      return number_a < number_b
    end
    if not number_a or next_a > #a or next_b > #b then
      if next_a > #a and next_b > #b then return a < b end
      if next_a > #a or next_b > #b then return next_a > #a end
      if not number_a then return a < b end
    end
    at_a, at_b = next_a, next_b
  end
end

local RANK = { number = 1, string = 2, boolean = 3 }

local function key_less(a, b)
  local type_a, type_b = type(a), type(b)
  local rank_a, rank_b = RANK[type_a] or 4, RANK[type_b] or 4
  if rank_a ~= rank_b then return rank_a < rank_b end
  if type_a == "number" then return a < b end
  if type_a == "string" then return natural_less(a, b) end
  if type_a == "boolean" then return not a and b end
  return ("%p"):format(a) < ("%p"):format(b)
end

-- ---- what a value is ------------------------------------------------------------------------------------------------

local CLASS = getmetatable(engine.Construct)
local LIST, MAP = getmetatable(engine.list {}), getmetatable(engine.map {})

local function get(object, name)
  local ok, value = pcall(function() return object[name] end)
  if ok then return value end
end

local function short_name(full_name) return full_name:match "[^.]+$" or full_name end

-- "app.lua:3" → "app.lua:3"; in the session it is already "line 3".
local function where(location) return location and " " .. location or "" end

local function resource_type(construct)
  if not engine.is_a(construct, engine.CfnResource) then return nil end
  local ok, cfn_type = pcall(engine.CfnResource.get and engine.CfnResource.get.cfn_resource_type or get, construct,
    "cfn_resource_type")
  return ok and type(cfn_type) == "string" and cfn_type or nil
end

--- CloudFormation's type of a construct: its own, or that of its main resource; nil if there is none.
function inspect.resource_type(construct)
  local own = resource_type(construct)
  if own then return own end
  local ok, child = pcall(function() return construct.node.default_child end)
  if not ok or child == nil or not engine.is_construct(child) or rawequal(child, construct) then return nil end
  return resource_type(child)
end

local function resources_in(stack)
  local count = 0
  for _, resource in ipairs(engine.find(stack, "resource")) do
    if rawequal(engine.stack_of(resource), stack) then count = count + 1 end
  end
  return count
end

-- The text in brackets: the type, or how much it contains.
local function contents_of(construct)
  local cdk = require "aws_cdk"
  if engine.is_a(construct, cdk.Stack) then return counted(resources_in(construct), "resource") end
  if engine.is_a(construct, cdk.Stage) then
    local count = 0
    for _, stack in ipairs(engine.find(construct, "stack")) do
      if not get(stack, "nested_stack_resource") then count = count + 1 end
    end
    return counted(count, "stack")
  end
  local cfn_type = inspect.resource_type(construct)
  if cfn_type then return cfn_type end
  local children = construct.node.children
  return #children > 0 and counted(#children, "construct") or nil
end

--- A construct in a few words: `Function Api/Handler [AWS::Lambda::Function] line 12`; in parts: class, path, text in
--- brackets (or nil), location (or nil).
function inspect.construct_parts(construct)
  local class = short_name(engine.class_name(construct) or "Construct")
  local path = construct.node.path
  local ok, contents = pcall(contents_of, construct)
  local location = engine.location(construct)
  return class, path, ok and contents or nil, location
end

--- The same as one string.
function inspect.construct(construct)
  local ok, class, path, contents, location = pcall(inspect.construct_parts, construct)
  if not ok then return "construct" end
  return class .. (path ~= "" and " " .. path or "") .. (contents and " [" .. contents .. "]" or "") .. where(location)
end

-- ---- small classes --------------------------------------------------------------------------------------------------

local UNITS = { millis = "millisecond", seconds = "second", minutes = "minute", hours = "hour", days = "day" }

-- "3 minutes", "512 mebibytes" for Duration and Size.
local function amount_text(value)
  local amount, unit = rawget(value, "_amount"), rawget(value, "_unit")
  local label = type(unit) == "table" and rawget(unit, "label")
  if type(amount) ~= "number" or type(label) ~= "string" then return nil end
  local word = UNITS[label] or label:gsub("s$", "")
  return ("%s %s%s"):format(math.tointeger(amount) or amount, word, amount == 1 and "" or "s")
end

-- The constant of its class that an instance equals: Runtime.NODEJS_22_X → "NODEJS_22_X".
local function constant_name(value)
  local class = engine.class_of(value)
  if type(class) ~= "table" then return nil end
  local best
  for name, member in next, class do
    if rawequal(member, value) and type(name) == "string" and (not best or name < best) then best = name end
  end
  return best
end

local function class_text(class)
  local name = engine.class_name(class) or "?"
  local row = engine.schema.type(name)
  local cfn_type = row and row.resource and row.resource.cfn_type
  return "class " .. name .. (cfn_type and " [" .. cfn_type .. "]" or "")
end

local KIND_WORDS = { { "class", "class", "classes" }, { "resource", "L1 class", "L1 classes" },
  { "enum", "enum", "enums" }, { "struct", "struct", "structs" } }

local function module_text(name)
  local ok, _, kinds = pcall(engine.schema.types, name)
  local counts = {}
  for _, kind in ipairs(ok and kinds or {}) do counts[kind] = (counts[kind] or 0) + 1 end
  local parts = {}
  for _, words in ipairs(KIND_WORDS) do
    local count = counts[words[1]]
    if count then parts[#parts + 1] = count .. " " .. words[count == 1 and 2 or 3] end
  end
  return "module " .. name .. (#parts > 0 and " (" .. table.concat(parts, ", ") .. ")" or "")
end

local function function_text(value)
  local info = debug.getinfo(engine.plain_function(value), "S")
  if info.what == "C" then return "function (built in)" end
  local source = info.source
  if source:find "^=luacdk/" then
    return "function (library)"
  elseif source == "=line" then
    return "function line " .. info.linedefined
  end
  return ("function %s:%d"):format(source:gsub("^[@=]", ""), info.linedefined)
end

-- ---- the tree of what is shown --------------------------------------------------------------------------------------
-- A node is a leaf { text, role }, a line of several leaves { parts = { leaf, … } }, or a group { open, close, items =
-- { { key = leaf or nil, value = node }, … } }.

local build

local function leaf(text, role) return { text = text, role = role } end

local function token_name(token)
  local element, attribute = engine.reference_target(token)
  if element and engine.is_construct(element) then
    local path = element.node.path:gsub("/Resource$", ""):gsub("/Default$", "")
    return path .. (attribute and "." .. tostring(attribute) or "")
  end
end

local function build_token(state, token, text)
  local name = token_name(token)
  local location = engine.token_location(token)
  local element = engine.reference_target(token)
  location = location or element and engine.is_construct(element) and engine.location(element) or nil
  local node = { parts = { leaf(text and "text" or "token", "type") } }
  if name then node.parts[2] = leaf(" " .. name, "name") end
  if #state.tokens < MOST_TOKENS then
    state.tokens[#state.tokens + 1] = { value = text or token, element = element, node = node, location = location }
  elseif location then
    node.parts[#node.parts + 1] = leaf(where(location), "dim")
  end
  return node
end

local function build_string(state, value, depth)
  if value:find("${Token[", 1, true) and engine.is_unresolved(value) then
    local token = engine.reverse(value)
    return build_token(state, token or engine.fragments(value)[2] or engine.fragments(value)[1], value)
  end
  local most = depth == 0 and MOST_TEXT or MOST_TEXT_INSIDE
  if #value > most then
    return { parts = { leaf(inspect.string(cut(value, most), state.unicode), "string"),
      leaf((" %s %d more bytes"):format(state.dots, #value - #cut(value, most)), "dim") } }
  end
  return leaf(inspect.string(value, state.unicode), "string")
end

local function build_key(state, key)
  if type(key) == "string" and key:find "^[%a_][%w_]*$" and not KEYWORDS[key] then return leaf(key .. " = ", "name") end
  local text
  if type(key) == "string" then
    text = inspect.string(cut(key, MOST_TEXT_INSIDE), state.unicode)
  elseif type(key) == "table" and engine.is_construct(key) then
    text = inspect.construct(key)
  elseif type(key) == "number" or type(key) == "boolean" then
    text = tostring(key)
  else
    text = type(key)
  end
  return leaf("[" .. text .. "] = ", "name")
end

-- The keys of a table in display order, and how many of them are positions 1…n.
local function keys_of(value, ordered, hide)
  local keys = {}
  if ordered then
    local ok, known = pcall(engine.keys, value)
    if ok then return known, 0 end
  end
  local length = 0
  while rawget(value, length + 1) ~= nil do length = length + 1 end
  for key in next, value do
    local positional = math.type(key) == "integer" and key >= 1 and key <= length
    if not positional and not (hide and (type(key) ~= "string" or key:sub(1, 1) == "_")) then keys[#keys + 1] = key end
  end
  table.sort(keys, key_less)
  return keys, length
end

local function build_fields(state, value, depth, head, options)
  options = options or {}
  local fields = options.fields or value
  local keys, length = keys_of(fields, options.ordered, options.hide_private)
  local total = length + #keys
  local open, close = head .. "{", "}"
  if total == 0 then
    if options.bare_when_empty then return leaf((head:gsub("%s+$", "")), "type") end
    return { parts = { leaf(head, "type"), leaf "{}" } }
  end
  if depth >= state.depth then return { parts = { leaf(head, "type"), leaf("{" .. state.dots .. "}", "dim") } } end
  if state.path[value] then return leaf("<cycle>", "dim") end
  state.path[value] = true
  local group = { open = open, close = close, items = {}, spaced = #keys > 0 }
  local shown = math.min(total, state.items)
  for i = 1, shown do
    if state.nodes > MOST_NODES then
      shown = i - 1
      break
    end
    local key = i > length and keys[i - length] or nil
    local item = rawget(fields, key == nil and i or key)
    group.items[i] = { key = key ~= nil and build_key(state, key) or nil, value = build(state, item, depth + 1) }
  end
  if total > shown then
    group.items[#group.items + 1] = { value = leaf(("%s %d more"):format(state.dots, total - shown), "dim") }
  end
  state.path[value] = nil
  return group
end

local function build_construct(state, construct)
  local ok, class, path, contents, location = pcall(inspect.construct_parts, construct)
  if not ok then return leaf("construct", "type") end
  local parts = { leaf(class, "type") }
  if path ~= "" then parts[#parts + 1] = leaf(" " .. path, "name") end
  if contents then parts[#parts + 1] = leaf(" [" .. contents .. "]") end
  if location then parts[#parts + 1] = leaf(where(location), "dim") end
  if state.unicode == false then
    for _, part in ipairs(parts) do
      part.text = part.text:gsub("[\xC2-\xF4][\x80-\xBF]+", escape_beyond_ascii)
    end
  end
  return { parts = parts }
end

local function build_instance(state, value, depth)
  local name = short_name(engine.class_name(value))
  local amount = amount_text(value)
  if amount then return { parts = { leaf(name .. " ", "type"), leaf(amount, "number") } } end
  local fields = engine.fields(value)
  local label = fields.name or fields._name
  local constant = constant_name(value)
  if constant or (type(label) == "string" and not engine.is_unresolved(label)) then
    return { parts = { leaf(name .. " ", "type"), leaf(type(label) == "string" and label or constant) } }
  end
  if engine.has(value, "_resolve") and #state.tokens < MOST_TOKENS then
    local node = { parts = { leaf(name, "type") } }
    state.tokens[#state.tokens + 1] = { value = value, node = node }
    return node
  end
  local options = { fields = fields, hide_private = true, bare_when_empty = true }
  return build_fields(state, value, depth, name .. " ", options)
end

local function build_table(state, value, depth)
  local meta = getmetatable(value)
  if meta == CLASS then return leaf(class_text(value), "type") end
  if meta == nil then return build_fields(state, value, depth, "") end
  if engine.is_construct(value) then return build_construct(state, value) end
  if engine.class_name(value) then return build_instance(state, value, depth) end
  if engine.is_ordered(value) then return build_fields(state, value, depth, "ordered ", { ordered = true }) end
  if meta == LIST or meta == MAP then
    return build_fields(state, value, depth, next(value) == nil and (meta == LIST and "list " or "map ") or "")
  end
  local name = type(meta) == "table" and rawget(meta, "__name")
  if type(name) ~= "string" then return build_fields(state, value, depth, "") end
  local ok, exports = pcall(engine.exports, value)
  if ok and exports then return leaf(module_text(name), "type") end
  local row = engine.schema.type(name)
  if row and row.kind == "enum" then return build_fields(state, value, depth, "enum " .. name .. " ") end
  return build_fields(state, value, depth, name .. " ", { bare_when_empty = true })
end

local function build_userdata(state, value)
  if engine.is_token(value) then return build_token(state, value) end
  if value == engine.NULL then return leaf("NULL", "keyword") end
  local meta = debug.getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name")
  if name == "constructs.Node" then
    return { parts = { leaf("Node", "type"), leaf(" " .. (get(value, "path") or ""), "name") } }
  end
  if io.type(value) then return leaf(io.type(value), "type") end
  return leaf(type(name) == "string" and name or "userdata", "type")
end

function build(state, value, depth)
  state.nodes = state.nodes + 1
  local kind = type(value)
  if kind == "string" then return build_string(state, value, depth) end
  if kind == "number" then return leaf(tostring(value), "number") end
  if kind == "nil" or kind == "boolean" then return leaf(tostring(value), "keyword") end
  if kind == "function" then return leaf(function_text(value), "type") end
  if kind == "thread" then return leaf("coroutine (" .. coroutine.status(value) .. ")", "type") end
  if kind == "userdata" then return build_userdata(state, value) end
  local ok, node = pcall(build_table, state, value, depth)
  return ok and node or leaf("table", "type")
end

-- ---- tokens ---------------------------------------------------------------------------------------------------------

-- Any construct in which values can be resolved; made here, in the child.
local function some_scope()
  local cdk = require "aws_cdk"
  return cdk.Stack(cdk.App { auto_synth = false }, "S")
end

local function resolve_all(tokens)
  local texts, fresh = {}, nil
  for i, entry in ipairs(tokens) do
    local scope = entry.element
    if not scope or not engine.is_construct(scope) then
      fresh = fresh or some_scope()
      scope = fresh
    end
    local ok, text = pcall(function() return assembly.print_json(engine.resolve(scope, entry.value)) end)
    texts[i] = string.pack("<s4", ok and text or "")
  end
  return table.concat(texts)
end

-- Adds to each token what it resolves to.
local function finish_tokens(state)
  if #state.tokens == 0 then return end
  local ok, bytes = pcall(require "luacdk.repl.fork", function() return resolve_all(state.tokens) end)
  local at = 1
  for _, entry in ipairs(state.tokens) do
    local parts = entry.node.parts
    if ok and bytes then
      local text
      text, at = string.unpack("<s4", bytes, at)
      if text ~= "" then parts[#parts + 1] = leaf((" %s %s"):format(state.arrow, text)) end
    end
    if entry.location then parts[#parts + 1] = leaf(where(entry.location), "dim") end
  end
end

-- ---- layout ---------------------------------------------------------------------------------------------------------

local function flat_width(node)
  if node.flat then return node.flat end
  local width
  if node.items then
    width = width_of(node.open) + #node.close + (node.spaced and 2 or 0)
    for i, item in ipairs(node.items) do
      width = width + (i > 1 and 2 or 0) + (item.key and width_of(item.key.text) or 0) + flat_width(item.value)
    end
  elseif node.parts then
    width = 0
    for _, part in ipairs(node.parts) do width = width + width_of(part.text) end
  else
    width = width_of(node.text)
  end
  node.flat = width
  return width
end

local function put(out, state, text, role) out[#out + 1] = state.paint(text, role) end

local function put_line(out, state, node)
  if node.items then
    local space = node.spaced and " " or ""
    put(out, state, node.open .. space)
    for i, item in ipairs(node.items) do
      if i > 1 then put(out, state, ", ") end
      if item.key then put(out, state, item.key.text, item.key.role) end
      put_line(out, state, item.value)
    end
    put(out, state, space .. node.close)
  elseif node.parts then
    for _, part in ipairs(node.parts) do put(out, state, part.text, part.role) end
  else
    put(out, state, node.text, node.role)
  end
end

-- Short values without keys, as many on a line as fit.
local function is_plain_list(node)
  for _, item in ipairs(node.items) do
    if item.key or item.value.items or item.value.parts or flat_width(item.value) > SHORT then return false end
  end
  return true
end

local function put_filled(out, state, node, inner)
  local column = state.width -- the first one starts a line
  for i, item in ipairs(node.items) do
    local width = flat_width(item.value) + (i < #node.items and 1 or 0)
    if column + 1 + width > state.width then
      put(out, state, "\n" .. (" "):rep(inner))
      column = inner
    else
      put(out, state, " ")
      column = column + 1
    end
    put_line(out, state, item.value)
    if i < #node.items then put(out, state, ",") end
    column = column + width
  end
  put(out, state, "\n" .. (" "):rep(inner - 2) .. node.close)
end

-- On one line if it fits, otherwise one line for each entry.
local function put_node(out, state, node, indent, taken)
  if not node.items or indent + taken + flat_width(node) <= state.width then return put_line(out, state, node) end
  put(out, state, node.open)
  local inner = indent + 2
  if is_plain_list(node) then return put_filled(out, state, node, inner) end
  for i, item in ipairs(node.items) do
    put(out, state, "\n" .. (" "):rep(inner))
    if item.key then put(out, state, item.key.text, item.key.role) end
    put_node(out, state, item.value, inner, (item.key and width_of(item.key.text) or 0) + 1)
    if i < #node.items then put(out, state, ",") end
  end
  put(out, state, "\n" .. (" "):rep(indent) .. node.close)
end

local function plain(text) return text end

--- The value as text, without a final newline. Options: `width` (columns; default 80), `colour`, `unicode` (default
--- true), `paint(text, role)` instead of `colour`, `depth` and `items` (how deep tables are shown, and how many
--- entries).
function inspect.inspect(value, options)
  options = options or {}
  local unicode = options.unicode ~= false
  local state = {
    width = options.width or DEFAULTS.width, depth = options.depth or DEFAULTS.depth,
    items = options.items or DEFAULTS.items, unicode = unicode, arrow = unicode and "→" or "->",
    dots = unicode and "…" or "...", paint = options.paint or (options.colour and screen.coloured or plain),
    nodes = 0, path = {}, tokens = {},
  }
  local ok, text = pcall(function()
    local node = build(state, value, 0)
    finish_tokens(state)
    local out = {}
    put_node(out, state, node, 0, 0)
    return table.concat(out)
  end)
  return ok and text or type(value)
end

return setmetatable(inspect, { __call = function(_, ...) return inspect.inspect(...) end })
