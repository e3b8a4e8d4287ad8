-- The paths in an intrinsic function such as "States.Format('{}', $.a)".
local M = {}

local SPACE = "^[ \t\n]*"

local parse

-- From `[` or `{` at `i` to after its closing bracket.
local function bracketed(text, i, closing)
  i = i + 1
  while true do
    local at, _, bracket = text:find("([%[{}%]])", i)
    if not at then return nil end
    if bracket == closing then return at + 1 end
    if bracket == "[" then
      i = bracketed(text, at, "]")
    elseif bracket == "{" then
      i = bracketed(text, at, "}")
    else
      i = at + 1
    end
    if not i then return nil end
  end
end

-- From `'` at `i` to after the closing one.
local function quoted(text, i)
  i = i + 1
  while true do
    local at, _, special = text:find("(['\\])", i)
    if not at then return nil end
    if special == "'" then return at + 1 end
    i = at + 2
  end
end

local function path(text, i, found)
  local first = i
  i = i + 1
  while i and i <= #text do
    local c = text:sub(i, i)
    if c:find "^[%w.$]" then
      i = i + 1
    elseif c == "'" then
      i = quoted(text, i)
    elseif c == "[" then
      i = bracketed(text, i, "]")
    else
      break
    end
  end
  if i then found[#found + 1] = text:sub(first, i - 1) end
  return i
end

local function call(text, i, found)
  local open = text:find("(", i, true)
  if not open then return nil end
  i = select(2, text:find(SPACE, open + 1)) + 1
  while text:sub(i, i) ~= ")" do
    i = parse(text, i, found)
    if not i then return nil end
    i = select(2, text:find(SPACE, i)) + 1
    local c = text:sub(i, i)
    if c == "," then
      i = i + 1
    elseif c ~= ")" then
      return nil
    end
  end
  return i + 1
end

-- Parses what begins at `i`, notes its paths and returns the position after it; nil if it is malformed.
function parse(text, i, found, top)
  i = select(2, text:find(SPACE, i)) + 1
  local c = text:sub(i, i)
  if c == "$" then return path(text, i, found) end
  if c:find "^%w" then return call(text, i, found) end
  if c == "'" and not top then return quoted(text, i) end
  return nil
end

--- The list of paths in an expression; what cannot be understood counts as one.
function M.paths(expression)
  local found = {}
  local i = parse(expression, 1, found, true)
  if i and expression:find("^[ \t\n]*$", i) then return found end
  return { expression }
end

return M
