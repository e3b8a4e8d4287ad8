--- Splits Lua text into tokens, even if it is unfinished or not Lua at all: nothing here raises.
local lexer = {}

local KEYWORDS = require "luacdk.keywords"

local OPERATORS = { "^%.%.%.", "^%.%.", "^::", "^==", "^~=", "^<=", "^>=", "^//", "^<<", "^>>", "^%p" }

--- A long bracket that begins at `from`: where its content begins and ends, and where it is closed.
local function long_bracket(text, from)
  local level = text:match("^%[(=*)%[", from)
  if not level then return nil end
  local first = from + #level + 2
  local close = "]" .. level .. "]"
  local at = text:find(close, first, true)
  if at then return first, at - 1, at + #close - 1 end
  return first, #text, nil
end

--- Where a short string's content ends, and where its closing quote is (nil if it is missing).
local function short_string(text, from)
  local quote = text:sub(from, from)
  local at = from + 1
  while at <= #text do
    local c = text:sub(at, at)
    if c == quote then return at - 1, at end
    if c == "\n" then return at - 1, at - 1 end -- an error in Lua; continue on the next line
    at = at + (c == "\\" and 2 or 1)
  end
  return #text, nil
end

--- List of { kind = "name"|"keyword"|"number"|"string"|"comment"|"operator", text, from, to, open = not closed at the
--- end of the text }. `text` of a string is the part between its quotes, which begins at `first`.
function lexer.tokens(text)
  local tokens = {}
  local at = 1
  local function add(kind, content, to, more)
    local token = more or {}
    token.kind, token.text, token.from, token.to = kind, content, at, to
    tokens[#tokens + 1] = token
    at = to + 1
  end
  while true do
    at = text:find("%S", at)
    if not at then return tokens end
    local c = text:sub(at, at)
    local name = text:match("^[%a_][%w_]*", at)
    local first, to
    if name then
      add(KEYWORDS[name] and "keyword" or "name", name, at + #name - 1)
    elseif text:find("^%.?%d", at) then
      local number = text:match("^%.?%d[%w]*%.?[%w]*", at):gsub("%.$", "")
      add("number", number, at + #number - 1)
    elseif c == '"' or c == "'" then
      local last
      last, to = short_string(text, at)
      add("string", text:sub(at + 1, last), to or #text, { quote = c, first = at + 1, open = not to })
    elseif text:find("^%-%-", at) then
      local _
      first, _, to = long_bracket(text, at + 2)
      if first then
        add("comment", "", to or #text, { open = not to })
      else
        local stop = text:find("\n", at, true)
        add("comment", "", stop or #text, { open = not stop })
      end
    elseif long_bracket(text, at) then
      local last
      first, last, to = long_bracket(text, at)
      add("string", text:sub(first, last), to or #text, { quote = "[", first = first, open = not to })
    else
      local found
      for _, pattern in ipairs(OPERATORS) do
        found = found or text:match(pattern, at)
      end
      found = found or text:match("^[\xC2-\xF4][\x80-\xBF]*", at) or c -- letters that cannot be in a Lua name
      add("operator", found, at + #found - 1)
    end
  end
end

return lexer
