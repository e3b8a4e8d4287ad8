-- Lua source as a tree of pieces, laid out in short lines. A piece is
--   { text = "…" }                         an expression as it is
--   { items = { { key = "name" or nil, value = piece }, … } }   a table
--   { call = "f", arguments = { piece, … } }                    a call
--   { parts = { piece, … } }                                    joined by ..
-- `token = true` marks pieces whose value is a token, `list = true` those whose token represents a list.
local KEYWORDS = require "luacdk.keywords"

local source = {}

local WIDTH = 110

function source.is_name(text) return text:find "^[%a_][%w_]*$" ~= nil and not KEYWORDS[text] end

-- Texts
-- ------------------------------------------------------------------------------------------------------------------

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

local C1 = "\xC2[\x80-\x9F]" -- U+0080 to U+009F, which control terminals

local function quoted(text)
  text = text:gsub('[%c\\"\127]', function(c) return ESCAPES[c] or ("\\%03d"):format(c:byte()) end)
  return '"' .. text:gsub(C1, function(c) return ("\\u{%X}"):format(utf8.codepoint(c)) end) .. '"'
end

-- Strings of several lines are written in long brackets of a level that they do not contain.
local function bracketed(text)
  local level = ""
  while (text .. "]"):find("]" .. level .. "]", 1, true) do level = level .. "=" end
  return "[" .. level .. "[\n" .. text .. "]" .. level .. "]"
end

--- The literal of any string of bytes.
function source.literal(text)
  local _, breaks = text:gsub("\n", "")
  local plain = not text:find "[%z\1-\8\11-\31\127]" and not text:find(C1)
  if breaks > 1 and #text > 40 and plain then return bracketed(text) end
  return quoted(text)
end

function source.text(code) return { text = code } end
function source.string(text) return { text = source.literal(text), literal = true } end

function source.number(number)
  if math.type(number) == "integer" then return { text = ("%d"):format(number) } end
  local short = ("%.15g"):format(number)
  return { text = tonumber(short) == number and short or ("%.17g"):format(number) }
end

--- A key in a table, with its equals sign.
function source.key(name)
  return source.is_name(name) and name .. " = " or "[" .. quoted(name) .. "] = "
end

-- Layout
-- ------------------------------------------------------------------------------------------------------------------

local flat_parts

-- The piece on one line; false if that is too long.
local function flat(piece)
  if piece.flat == nil then
    local text = piece.text or flat_parts(piece)
    piece.flat = text and #text <= WIDTH and not text:find("\n", 1, true) and text or false
  end
  return piece.flat
end

function flat_parts(piece)
  local list = piece.items or piece.arguments or piece.parts
  local texts, length = {}, 0
  for i, entry in ipairs(list) do
    local value = flat(entry.value or entry)
    if not value then return false end
    texts[i] = (entry.key or "") .. value
    length = length + #texts[i]
    if length > WIDTH then return false end
  end
  if piece.parts then return table.concat(texts, " .. ") end
  if piece.items then return #texts == 0 and "{}" or "{ " .. table.concat(texts, ", ") .. " }" end
  if #list == 1 and list[1].items then return piece.call .. " " .. texts[1] end
  return piece.call .. "(" .. table.concat(texts, ", ") .. ")"
end

local layout

local function lines_of(list, indent, separator)
  local inner = indent .. "  "
  local lines = {}
  for i, entry in ipairs(list) do
    local key = entry.key or ""
    lines[i] = inner .. key .. layout(entry.value or entry, inner, #key + 1) .. separator(i)
  end
  return table.concat(lines, "\n")
end

--- The source of the piece; its first line starts `used` columns after the indentation.
function layout(piece, indent, used)
  local short = flat(piece)
  if short and #indent + used + #short <= WIDTH then return short end
  if piece.text then return piece.text end
  if piece.items then
    return "{\n" .. lines_of(piece.items, indent, function() return "," end) .. "\n" .. indent .. "}"
  end
  if piece.parts then
    local lines = {}
    for i, part in ipairs(piece.parts) do lines[i] = layout(part, indent .. "  ", 3) end
    return table.concat(lines, "\n" .. indent .. "  .. ")
  end
  local arguments = piece.arguments
  local last = arguments[#arguments]
  if last and last.items then
    local texts = {}
    for i = 1, #arguments - 1 do texts[i] = flat(arguments[i]) or nil end
    if #texts == #arguments - 1 then
      if #arguments == 1 then return piece.call .. " " .. layout(last, indent, used + #piece.call + 1) end
      local head = piece.call .. "(" .. table.concat(texts, ", ")
      if #indent + used + #head + 3 <= WIDTH then return head .. ", " .. layout(last, indent, WIDTH) .. ")" end
    end
  end
  local count = #arguments
  return piece.call .. "(\n" .. lines_of(arguments, indent, function(i) return i < count and "," or "" end) .. ")"
end

source.layout = layout

return source
