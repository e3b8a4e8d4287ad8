--- Positions in a Lua file: the lines of the keys of its literal tables. Only for messages, so everything that is not
--- literal is skipped.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local files = require "luacdk.files"
local source = {}

local BLOCK_START = { ["function"] = true, ["if"] = true, ["do"] = true, ["repeat"] = true }
local BLOCK_END = { ["end"] = true, ["until"] = true }
local OPENING = { ["("] = true, ["["] = true }
local CLOSING = { [")"] = true, ["]"] = true }

-- ---- tokens ---------------------------------------------------------------------------------------------------------

local ESCAPES = { n = "\n", t = "\t", r = "\r", ["\\"] = "\\", ['"'] = '"', ["'"] = "'" }

-- The tokens of a text: { kind = "name" | "string" | "other", text, line }; the text of a string is its quote.
local function tokenize(text)
  local tokens, at, line = {}, 1, 1
  local function add(kind, text_of_it, value)
    tokens[#tokens + 1] = { kind = kind, text = text_of_it, value = value or text_of_it, line = line }
  end
  local function skip_to(stop)
    local _, breaks = text:sub(at, stop):gsub("\n", "")
    line = line + breaks
    at = stop + 1
  end
  local function long_bracket(from)
    local equals = text:match("^%[(=*)%[", from)
    if not equals then return nil end
    local opening = from + #equals + 2
    local first, last = text:find("]" .. equals .. "]", opening, true)
    if not first then return text:sub(opening), #text end
    return text:sub(opening, first - 1), last
  end
  while at <= #text do
    local char = text:sub(at, at)
    if char:find "%s" then
      skip_to(at)
    elseif text:find("^%-%-", at) then
      local _, stop = long_bracket(at + 2)
      skip_to(stop or (text:find("\n", at, true) or #text + 1) - 1)
    elseif char:find "[%a_]" then
      local name = text:match("^[%w_]+", at)
      add("name", name)
      at = at + #name
    elseif char == '"' or char == "'" then
      local stop = at + 1
      while stop <= #text and text:sub(stop, stop) ~= char do
        stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
      end
      add("string", char, (text:sub(at + 1, stop - 1):gsub("\\(.)", ESCAPES)))
      skip_to(stop)
    elseif char == "[" and long_bracket(at) then
      local value, stop = long_bracket(at)
      add("string", "[[", value)
      skip_to(stop)
    elseif char:find "%d" then
      local number = text:match("^[%w_.]+", at)
      add("other", number)
      at = at + #number
    else
      local two = text:sub(at, at + 1)
      local operator = (two == "==" or two == "~=" or two == "<=" or two == ">=" or two == "..") and two or char
      add("other", operator)
      at = at + #operator
    end
  end
  return tokens
end

-- ---- tables ---------------------------------------------------------------------------------------------------------

local function join(path, key) return path == "" and key or path .. "." .. key end

local FURTHEST = 100 -- tokens between a call's parenthesis and its last argument

-- The token of the parenthesis that opens the call of which the table at token `at` is a later argument; nil if it is
-- none.
local function call_before(tokens, at)
  local depth = 0
  for i = at - 1, math.max(1, at - FURTHEST), -1 do
    local text = tokens[i].text
    if text == ")" or text == "}" or text == "]" then
      depth = depth + 1
    elseif text == "(" and depth == 0 then
      return i
    elseif text == "(" or text == "{" or text == "[" then
      depth = depth - 1
      if depth < 0 then return nil end
    end
  end
  return nil
end

-- The words before token `at` that name the called function ("cdk.template"), the line where they begin, and the token
-- before them.
local function callee_before(tokens, at)
  if at > 1 and tokens[at - 1].text == "(" then at = at - 1 end
  local words, first = {}, at
  while first > 1 do
    local token = tokens[first - 1]
    local is_part = token.kind == "name" or token.text == "." or token.text == ":"
    if not is_part or token.text == "return" then break end
    first = first - 1
    table.insert(words, 1, token.text)
  end
  return table.concat(words), tokens[first].line, first - 1
end

local scan_table

-- Skips the value that starts at token `at`, up to the `,`, `;` or `}` after it; notes the tables inside it.
local function skip_value(tokens, at, found)
  local depth = 0
  while at <= #tokens do
    local token = tokens[at]
    local text = token.text
    if text == "{" then
      at = scan_table(tokens, at, found)
    elseif depth == 0 and (text == "," or text == ";" or text == "}") then
      return at
    else
      if OPENING[text] or BLOCK_START[text] then depth = depth + 1 end
      if CLOSING[text] or BLOCK_END[text] then depth = depth - 1 end
      at = at + 1
    end
  end
  return at
end

-- Notes the keys of the table whose brace is token `at`; returns the token after it.
local function scan_keys(tokens, at, path, record, found)
  local index = 0
  at = at + 1
  while at <= #tokens and tokens[at].text ~= "}" do
    local token, key = tokens[at]
    local following = tokens[at + 1] or token
    if token.kind == "name" and following.text == "=" then
      key, at = token.text, at + 2
    elseif token.text == "[" and (tokens[at + 3] or token).text == "=" then
      key, at = following.value, at + 4
    else
      index = index + 1
      key = tostring(index)
    end
    local place = join(path, key)
    if not record.lines[place] then
      record.lines[place] = token.line
      record.count = record.count + 1
      record.order[place] = record.count
    end
    if tokens[at] and tokens[at].text == "{" then
      at = scan_keys(tokens, at, place, record, found)
    end
    at = skip_value(tokens, at, found)
    local stop = tokens[at]
    if stop and stop.text ~= "}" then at = at + 1 end
  end
  return at + 1
end

function scan_table(tokens, at, found)
  local before = tokens[at - 1]
  local callee, line, front = callee_before(tokens, at)
  if callee == "" and before and before.text == "," then
    local call = call_before(tokens, at)
    if call then callee, line, front = callee_before(tokens, call) end
  end
  local record = { line = tokens[at].line, lines = {}, order = {}, count = 0 }
  if callee ~= "" then
    record.callee, record.call_line = callee, line
    record.is_returned = front > 0 and tokens[front].text == "return"
    if front > 1 and tokens[front].text == "=" then found.made[tokens[front - 1].text] = record end
  elseif before and before.text == "return" then
    found.returned = record
  elseif before and before.text == "=" then
    local name = tokens[at - 2]
    if name and name.kind == "name" then found.assigned[name.text] = record end
  end
  found.tables[#found.tables + 1] = record
  local stop = scan_keys(tokens, at, "", record, found)
  record.stop = stop
  return stop
end

-- Notes `name.a.b = …` at token `at`, if there is such an assignment.
local function note_assignment(tokens, at, found)
  local root = tokens[at]
  if root.kind ~= "name" or (tokens[at - 1] and tokens[at - 1].text == ".") then return end
  local path, next_at = "", at + 1
  while tokens[next_at] and tokens[next_at].text == "." and tokens[next_at + 1] do
    path = join(path, tokens[next_at + 1].text)
    next_at = next_at + 2
  end
  if path ~= "" and tokens[next_at] and tokens[next_at].text == "=" then
    found.fields[root.text] = found.fields[root.text] or {}
    found.fields[root.text][path] = root.line
  end
end

local scanned = {}

-- The content of a file: its literal tables, which of them is returned, which were assigned to names.
local function scan(file)
  if scanned[file] then return scanned[file] end
  local found = { tables = {}, assigned = {}, made = {}, fields = {} }
  -- A chunk can have any name: a file that the sandbox may not read gives no lines.
  local readable, text = pcall(assets.read_file, file)
  text = readable and text or ""
  local tokens = tokenize((text:gsub("^#[^\n]*", "")))
  local at = 1
  while at <= #tokens do
    if tokens[at].text == "{" then
      at = scan_table(tokens, at, found)
    else
      note_assignment(tokens, at, found)
      if tokens[at].text == "return" and tokens[at + 1] and tokens[at + 1].kind == "name" then
        found.returned_name = tokens[at + 1].text
      end
      at = at + 1
    end
  end
  found.tokens = tokens
  scanned[file] = found
  return found
end

local DEFINITIONS = { template = true, matrix = true }

local function makes_definition(record)
  return record ~= nil and record.callee ~= nil and DEFINITIONS[record.callee:match "[%w_]+$"] == true
end

--- Whether a file is a definition: its last statement returns a call of cdk.template or cdk.matrix, or a name for its
--- result.
function source.is_definition(file)
  local found = scan(file)
  local tokens = found.tokens
  local last = #tokens
  while last > 0 and (tokens[last].text == ";" or tokens[last].text == ")") do last = last - 1 end
  for _, record in ipairs(found.tables) do
    if record.is_returned and record.stop > last and makes_definition(record) then return true end
  end
  return last > 1 and tokens[last - 1].text == "return" and makes_definition(found.made[tokens[last].text])
end

--- The positions of the keys of the table passed to a call of `name` (its last word, which may be misspelt) on that
--- line. Returns `lines` and `order`, both by dotted path; empty if nothing was found.
function source.of_call(file, line, name)
  local alike
  for _, record in ipairs(scan(file).tables) do
    local word = record.call_line == line and record.callee and record.callee:match "[%w_]+$"
    if word == name then return record.lines, record.order end
    if word and engine.nearest(word, { name }) then alike = alike or record end
  end
  if alike then return alike.lines, alike.order end
  return {}, {}
end

--- The line of that key (a dotted path) in a table that is passed to a call on that line; nil if there is none.
function source.line_of_key(file, line, path)
  for _, record in ipairs(scan(file).tables) do
    if record.call_line == line and record.lines[path] then return record.lines[path] end
  end
  return nil
end

--- The line of the last `.word` or `:word` up to that line and not far above it; nil if there is none. Lua gives code
--- that reads a member the line where the expression ends.
function source.line_of_member(file, line, word)
  local best
  for i, token in ipairs(scan(file).tokens) do
    if token.line > line then break end
    local dot = i > 1 and scan(file).tokens[i - 1].text
    if token.text == word and (dot == "." or dot == ":") and line - token.line <= 50 then best = token.line end
  end
  return best
end

--- The line of the call of `name` (its last word) whose table contains the line, or without a line that of the last one
--- in the file; nil if there is none.
function source.line_of_call(file, name, line)
  local best
  for _, record in ipairs(scan(file).tables) do
    if record.callee and record.callee:match "[%w_]+$" == name and (not line or record.call_line <= line) then
      if not best or record.call_line > best then best = record.call_line end
    end
  end
  return best
end

--- The positions of the keys of the table that a file returns, by dotted path.
function source.of_result(file)
  local found = scan(file)
  local name = found.returned_name
  local record = found.returned or (name and found.assigned[name])
  local lines = {}
  for path, line in pairs(record and record.lines or {}) do lines[path] = line end
  for path, line in pairs(name and found.fields[name] or {}) do lines[path] = line end
  return lines
end

--- The file and line of the user's code that called the library; nil if it is not a file, or if the call was the last
--- thing that the code did (`return cdk.template { … }`), because then it is no longer on the stack.
function source.caller()
  for level = 2, 200 do
    local info = debug.getinfo(level, "Slt")
    if not info or info.istailcall then return nil end
    if info.what ~= "C" and info.source:sub(1, 8) ~= "=luacdk/" then
      return info.source:match "^@(.*)", info.currentline
    end
  end
end

--- The file and line of the call of `name` that received `given`.
function source.of_caller(name, given)
  local file, line = source.caller()
  if file then return file, line end
  for _, value in pairs(type(given) == "table" and given or {}) do
    local info = type(value) == "function" and debug.getinfo(value, "S")
    file = info and info.source:match "^@(.*)"
    if file then return file, source.line_of_call(file, name, info.linedefined) or info.linedefined end
  end
  local options = require("luacdk.settings").definition
  for _, candidate in ipairs { files.including() or "", source.loading or "", options and options.file or "" } do
    if candidate ~= "" and not line then
      file, line = candidate, source.line_of_call(candidate, name)
    end
  end
  if file and not line and type(given) == "table" then
    error(("cannot tell which file made this %s: if an included file or a function returns it, give it a name "
      .. "first (local %s = cdk.%s { … } return %s)"):format(name, name, name, name), 0)
  end
  return file, line
end

return source
