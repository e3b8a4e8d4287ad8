-- YAML as written by the npm package yaml 1.10 for its schema "yaml-1.1", without folding.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"

local M = {}

-- Words that are not strings: these, and the negative ones however they are written.
local WORDS = { ["~"] = true, null = true, Null = true, NULL = true, Y = true, y = true }
for _, word in ipairs { "yes", "true", "on" } do
  for _, written in ipairs { word, word:upper(), (word:gsub("^%l", string.upper)) } do WORDS[written] = true end
end
WORDS.oN = nil
local NEGATIVE = { n = true, no = true, ["false"] = true, off = true }

-- Numbers, dates and times without their sign.
local DIGITS = "%d[%d_]*"
local NUMBERS = {
  "^0b[01_]+$", "^" .. DIGITS .. "$", "^0x[%x_]+$", "^%.[%d_]*$", "^" .. DIGITS .. "%.[%d_]*$",
  "^" .. DIGITS .. "[eE][-+]?%d+$", "^" .. DIGITS .. "%.[%d_]*[eE][-+]?%d+$", "^%.[%d_]*[eE][-+]?%d+$",
  "^[eE][-+]?%d+$",
}

-- 190:20:30.15
local function is_time(text)
  local rest = text:match("^" .. DIGITS .. "(:.*)$")
  if not rest then return false end
  rest = rest:gsub("%.[%d_]*$", "")
  for part in rest:gmatch ":([^:]*)" do
    if not part:find "^[0-5]?%d$" then return false end
  end
  return true
end

-- 2001-12-14t21:59:43.10-05:00
local function is_date(text)
  local rest = text:match "^%d%d%d%d%-%d%d?%-%d%d?(.*)$"
  if rest == "" or not rest then return rest == "" end
  local zone = rest:match "^[Tt]%d%d?:%d%d?:%d%d?(.*)$" or rest:match "^[ \t]+%d%d?:%d%d?:%d%d?(.*)$"
  if not zone then return false end
  zone = zone:gsub("^%.%d+", ""):gsub("^[ \t]+", "")
  return zone == "" or zone == "Z" or zone:find "^[-+][012]?%d$" ~= nil or zone:find "^[-+][012]?%d:%d%d$" ~= nil
end

-- Whether the plain text would be read as something other than a string.
local function is_other(text)
  if WORDS[text] or NEGATIVE[text:lower()] or is_date(text) then return true end
  local bare = text:gsub("^[-+]", "")
  if bare:lower() == ".inf" or text:lower() == ".nan" then return true end
  for _, pattern in ipairs(NUMBERS) do
    if bare:find(pattern) then return true end
  end
  return is_time(bare)
end

local function needs_quotes(text)
  return text == "" or text:find "^[\n\t ,%[%]{}#&*!|>'\"%%@`]" or text:find "^[?-]$" or text:find "^[?-][ \t]"
    or text:find "[\n:][ \t]" or text:find "[ \t]\n" or text:find "[\n\t ]#" or text:find "[\n\t :]$"
end

-- Whether a line of the text would end the document.
local function has_document_mark(text)
  local lines = "\n" .. text
  return lines:find("\n%", 1, true) or lines:find("\n---", 1, true) or lines:find("\n...", 1, true)
end

local SHORT_ESCAPES = { ["00"] = "\\0", ["07"] = "\\a", ["0b"] = "\\v", ["1b"] = "\\e" }
local SHORTEST_FOLDED = 40

-- Lines in quotes are folded: a line end is written as an empty line.
local function double_quoted(text, indent, is_key)
  local json = assembly.print_json(text)
  local folds = not is_key and #json >= SHORTEST_FOLDED
  local out, at = {}, 1
  local function add(piece, length)
    out[#out + 1] = piece
    at = at + length
  end
  while at <= #json do
    local plain = json:match("^[^\\ ]+", at)
    if plain then
      add(plain, #plain)
    elseif json:sub(at, at + 2) == " \\n" then
      add("\\ ", 1)
    elseif json:sub(at, at) == " " then
      add(" ", 1)
    elseif json:sub(at, at + 3) == "\\u00" then
      local code = json:sub(at + 4, at + 5)
      add(SHORT_ESCAPES[code] or "\\x" .. code, 6)
    elseif folds and json:sub(at, at + 1) == "\\n" and json:sub(at + 2, at + 2) ~= '"' then
      local ends = "\n\n"
      at = at + 2
      while json:sub(at, at + 1) == "\\n" and json:sub(at + 2, at + 2) ~= '"' do
        ends = ends .. "\n"
        at = at + 2
      end
      add(ends .. indent .. (json:sub(at, at) == " " and "\\" or ""), 0)
    else
      add(json:sub(at, at + 1), 2)
    end
  end
  return table.concat(out)
end

local function quoted(text, indent, is_key)
  local single = text:find('"', 1, true) and not text:find("'", 1, true)
  if single and not text:find "[ \t]\n" and not text:find "\n[ \t]" then
    return "'" .. text:gsub("\n+", function(ends) return ends .. "\n" .. indent end) .. "'"
  end
  return double_quoted(text, indent, is_key)
end

-- Lines below each other.
local function block(text, indent)
  if text:find "\n[\t ]+$" or not text:find "[^%s]" then return double_quoted(text, indent) end
  local size = "2"
  if indent == "" then
    if has_document_mark(text) then indent = "  " else size = "1" end
  end
  local function indented(lines) return (lines:gsub("\n+", function(ends) return ends .. indent end)) end
  local body, trail = text:match "^(.-)([\n\t ]*)$"
  local head = not trail:find "\n" and "|-" or trail:find "\n" ~= #trail and "|+" or "|"
  trail = trail:gsub("\n$", "")
  local last_ends = trail:match "\n*$"
  trail = indented(trail:sub(1, #trail - #last_ends)) .. last_ends
  local lead = body:match "^[\n ]*"
  local rest = body:sub(#lead + 1)
  if lead:find " " then head = head .. size end
  local spaces = lead:match " *$"
  lead = lead:sub(1, #lead - #spaces)
  return head .. "\n" .. indent .. indented(lead) .. spaces .. indented(rest) .. trail
end

local function has_control(text) return text:find "[%z\1-\8\11-\31\127]" or text:find "\xC2[\x80-\x9F]" end

local function scalar(value, indent, is_key)
  if type(value) ~= "string" then return assembly.print_json(value) end
  if has_control(value) then return double_quoted(value, indent, is_key) end
  if is_key then
    if value:find "[\n%[%]{},]" then return double_quoted(value, indent, true) end
    if needs_quotes(value) then return quoted(value, indent, true) end
    return is_other(value) and double_quoted(value, indent, true) or value
  end
  if value:find "\n" or indent == "" and has_document_mark(value) and not needs_quotes(value) then
    return block(value, indent)
  end
  if needs_quotes(value) then return quoted(value, indent) end
  return is_other(value) and double_quoted(value, indent) or value
end

local write

local function write_list(list, indent, lines, first)
  for i = 1, #list do
    write(list[i], indent .. "  ", lines, (i == 1 and first or indent) .. "- ")
  end
end

local function write_map(map, indent, lines, first)
  local is_first = true
  for _, key in ipairs(engine.keys(map)) do
    write(map[key], indent .. "  ", lines, (is_first and first or indent) .. scalar(key, indent, true) .. ":", true)
    is_first = false
  end
end

-- `head` is the beginning of the line; `after_key`: a collection begins on the next line.
function write(value, indent, lines, head, after_key)
  if type(value) == "table" and not engine.class_name(value) and value ~= engine.NULL and next(value) ~= nil then
    local first = head
    if after_key then
      lines[#lines + 1] = head
      first = indent
    end
    if #value > 0 then return write_list(value, indent, lines, first) end
    return write_map(value, indent, lines, first)
  end
  if after_key then head = head .. " " end
  lines[#lines + 1] = head .. scalar(value, indent)
end

--- The text of a value: strings, numbers, booleans, NULL, lists and maps.
function M.text(value)
  local lines = {}
  if type(value) ~= "table" or next(value) == nil then return scalar(value, "") .. "\n" end
  if #value > 0 then write_list(value, "", lines, "") else write_map(value, "", lines, "") end
  return table.concat(lines, "\n") .. "\n"
end

return M
