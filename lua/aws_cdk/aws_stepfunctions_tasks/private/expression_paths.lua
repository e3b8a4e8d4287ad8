--- Paths of a state's input ($.a[0].b) in JavaScript, and where in it they stand.
local M = {}

-- What a path is; where one ends is not looked at any closer.
local PATH <const> = "%$[.%[][.%a%[%]%d_-]+"

-- Whether a slash after `before` begins a regular expression: where a value cannot be divided.
local function begins_regex(before)
  local last = before:match "(%S)%s*$"
  return not last or not last:find "[%w_$)%]]"
end

-- The places that lie in text: "plain" in quotes, "template" between the ${…} of backquotes.
local function text_places(expression)
  local places, stack, i = {}, { { kind = "code", depth = 0 } }, 1
  local function push(kind) stack[#stack + 1] = { kind = kind, depth = 0 } end
  while i <= #expression do
    local top, c = stack[#stack], expression:sub(i, i)
    local kind, width = top.kind, 1
    if kind == "'" or kind == '"' then
      places[i] = "plain"
      if c == "\\" then
        places[i + 1], width = "plain", 2
      elseif c == kind then
        stack[#stack] = nil
      end
    elseif kind == "/" then
      if c == "\\" then
        width = 2
      elseif c == "/" then
        stack[#stack] = nil
      end
    elseif kind == "`" then
      if c == "\\" then
        places[i], places[i + 1], width = "template", "template", 2
      elseif c == "`" then
        stack[#stack] = nil
      elseif expression:sub(i, i + 1) == "${" then
        push "substitution"
        width = 2
      else
        places[i] = "template"
      end
    elseif c == "'" or c == '"' or c == "`" then
      push(c)
    elseif c == "/" and begins_regex(expression:sub(1, i - 1)) then
      push "/"
    elseif c == "{" then
      top.depth = top.depth + 1
    elseif c == "}" then
      if kind == "substitution" and top.depth == 0 then
        stack[#stack] = nil
      elseif top.depth > 0 then
        top.depth = top.depth - 1
      end
    end
    i = i + width
  end
  return places
end

--- The paths in the expression, each once, in their order.
function M.all(expression)
  local paths, seen = {}, {}
  for path in expression:gmatch(PATH) do
    if not seen[path] then
      seen[path] = true
      paths[#paths + 1] = path
    end
  end
  return paths
end

--- The first path that lies in text, where it would not be resolved, and in which: "plain" or "template"; or nil.
function M.in_text(expression)
  local places = text_places(expression)
  local found = {}
  local from = 1
  while true do
    local first, last = expression:find(PATH, from)
    if not first then break end
    local place = places[first]
    if place and not found[place] then found[place] = expression:sub(first, last) end
    from = last + 1
  end
  if found.plain then return found.plain, "plain" end
  if found.template then return found.template, "template" end
end

return M
