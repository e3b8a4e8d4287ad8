--- Lines as Lua chunks: whether they are complete, which locals they declare, and how a later chunk sees these.
---
--- A local at the top level of a chunk stays visible, and stays the same variable: closures of the earlier chunk and
--- code of later ones share it. At its end a chunk returns a closure over the locals that it declared; a later chunk
--- that mentions such a name is compiled inside a function with locals of these names, which are then joined to the
--- variables (debug.upvaluejoin).
local KEYWORDS = require "luacdk.keywords"

local chunk = {}

--- The text of a file; a first line that starts with # becomes empty.
function chunk.without_shebang(text)
  if text:sub(1, 1) == "#" then return (text:gsub("^[^\n]*", "", 1)) end
  return text
end

-- ---- tokens ---------------------------------------------------------------------------------------------------------

local OPENERS = { ["do"] = true, ["if"] = true, ["function"] = true, ["repeat"] = true }
local CLOSERS = { ["end"] = true, ["until"] = true }

-- Where a long bracket ends; the end that is missing if the text ends in it. nil if there is none.
local function long_bracket_end(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local close = "]" .. level .. "]"
  local _, stop = text:find(close, at + 2 + #level, true)
  return stop or #text, not stop and close or nil
end

local function string_end(text, at, quote)
  local i = at + 1
  while true do
    i = text:find("[\\" .. quote .. "\n]", i)
    if not i then return #text end
    local c = text:sub(i, i)
    if c == quote then return i end
    if c == "\n" then return i - 1 end
    if text:match("^z", i + 1) then
      local _, stop = text:find("^%s*", i + 2)
      i = stop + 1
    else
      i = i + 2
    end
  end
end

--- The tokens of a text, whether or not it is correct: a list of { kind, text, start, stop }; kinds are "name",
--- "keyword", "string", "number", "symbol". Comments are left out. Also the `]==]` that is missing if the text ends in
--- a long string or comment.
function chunk.tokens(text)
  local tokens, at, length, close = {}, 1, #text, nil
  if text:sub(1, 2) == "#!" then at = text:find("\n", 1, true) or length + 1 end
  while true do
    at = text:find("%S", at)
    if not at then break end
    local c = text:sub(at, at)
    local kind, stop = "symbol"
    if c:find "[%a_]" then
      stop = select(2, text:find("^[%w_]+", at))
      kind = KEYWORDS[text:sub(at, stop)] and "keyword" or "name"
    elseif c:find "%d" or text:find("^%.%d", at) then
      kind = "number"
      if text:find("^0[xX]", at) then
        stop = select(2, text:find("^0[xX][%x%.]*[pP][+-]%x*", at)) or select(2, text:find("^0[xX][%x%.pP]*", at))
      else
        stop = select(2, text:find("^[%d%.]+[eE][+-]?%d*", at)) or select(2, text:find("^[%d%.]+", at))
      end
    elseif c == '"' or c == "'" then
      kind, stop = "string", string_end(text, at, c)
    elseif c == "[" and text:find("^%[=*%[", at) then
      kind = "string"
      stop, close = long_bracket_end(text, at)
    elseif text:find("^%-%-", at) then
      kind = nil
      stop, close = long_bracket_end(text, at + 2)
      stop = stop or (text:find("\n", at, true) or length + 1) - 1
    else
      stop = select(2, text:find("^%.%.%.", at)) or select(2, text:find("^[%.=~<>/:][%.=~<>/:]", at)) or at
      local pair = text:sub(at, stop)
      if #pair == 2 and not (pair == ".." or pair == "==" or pair == "~=" or pair == "<=" or pair == ">="
          or pair == "<<" or pair == ">>" or pair == "//" or pair == "::") then
        stop = at
      end
    end
    if kind then tokens[#tokens + 1] = { kind = kind, text = text:sub(at, stop), start = at, stop = stop } end
    at = stop + 1
  end
  return tokens, close
end

--- The top level of a complete chunk: the locals declared there, in order and each once (a list of { name, fixed }),
--- and the byte where a final `return` starts.
function chunk.top_level(tokens)
  local depth, locals, index, return_at = 0, {}, {}, nil
  local function declare(name, attribute)
    local known = index[name]
    if not known then
      known = { name = name }
      locals[#locals + 1] = known
      index[name] = known
    end
    known.fixed = attribute ~= nil
    known.attribute = attribute
  end
  local i = 1
  while tokens[i] do
    local token = tokens[i]
    if token.kind == "keyword" then
      if OPENERS[token.text] then
        depth = depth + 1
      elseif CLOSERS[token.text] then
        depth = depth - 1
      elseif depth == 0 and token.text == "return" then
        return_at = token.start
      elseif depth == 0 and token.text == "local" then
        local following = tokens[i + 1]
        if following and following.text == "function" then
          if tokens[i + 2] then declare(tokens[i + 2].text) end
        else
          repeat
            i = i + 1
            local name = tokens[i] and tokens[i].text
            local attribute
            if tokens[i + 1] and tokens[i + 1].text == "<" then
              attribute = tokens[i + 2] and tokens[i + 2].text
              i = i + 3
            end
            if name then declare(name, attribute) end
            i = i + 1
          until not tokens[i] or tokens[i].text ~= ","
          i = i - 1
        end
      end
    end
    i = i + 1
  end
  return locals, return_at
end

--- The names in a chunk that may be variables (not after a dot or colon), as a set.
function chunk.names(tokens)
  local names = {}
  for i, token in ipairs(tokens) do
    if token.kind == "name" then
      local before = tokens[i - 1] and tokens[i - 1].text
      if before ~= "." and before ~= ":" then names[token.text] = true end
    end
  end
  return names
end

-- ---- variables that stay --------------------------------------------------------------------------------------------

--- A separate variable.
function chunk.cell(value, fixed)
  return { closure = function() return value end, index = 1, fixed = fixed }
end

function chunk.get(cell)
  local _, value = debug.getupvalue(cell.closure, cell.index)
  return value
end

function chunk.set(cell, value) debug.setupvalue(cell.closure, cell.index, value) end

-- The cells of the locals that a closure returns, by name. Those that the compiler turned into constants get a new
-- cell.
local function cells_of(closure, locals)
  local cells, fixed, values = {}, {}, nil
  for _, variable in ipairs(locals) do fixed[variable.name] = variable.fixed end
  for i = 1, 255 do
    local name = debug.getupvalue(closure, i)
    if not name then break end
    cells[name] = { closure = closure, index = i, fixed = fixed[name] }
  end
  for i, variable in ipairs(locals) do
    if not cells[variable.name] then
      values = values or table.pack(closure())
      cells[variable.name] = chunk.cell(values[i], true)
    end
  end
  return cells
end

--- The cells of a running chunk's locals, seen from a handler of its error: for those that its closures share, they are
--- only copies.
function chunk.locals_of(run)
  local cells = {}
  for level = 2, math.huge do
    local info = debug.getinfo(level, "f")
    if not info then return cells end
    if info.func == run then
      for slot = 1, math.huge do
        local name, value = debug.getlocal(level, slot)
        if not name then break end
        if name:find "^[%a_]" then cells[name] = chunk.cell(value) end
      end
      return cells
    end
  end
end

-- ---- compilation ----------------------------------------------------------------------------------------------------

local KEEP = "__luacdk_keep"
local ALL = "__luacdk_all"
local MOST_JOINED = 180

local function incomplete(message) return message:find "<eof>$" ~= nil end

-- Globals backed by the variables that stay, for a chunk that mentions more of these than a function can have locals.
local function environment(cells)
  return setmetatable({}, {
    __index = function(_, name)
      local cell = cells[name]
      if cell then return chunk.get(cell) end
      return _G[name]
    end,
    __newindex = function(_, name, value)
      local cell = cells[name]
      if cell then chunk.set(cell, value) else _G[name] = value end
    end,
  })
end

-- As `load`, with the chunk's name and the number of its first line. (Only sessions compile, and have this module.)
local function load_at(options, code, globals)
  return require("luacdk.repl.native").load(code, options.name, options.line or 1, globals)
end

local function join(text, tokens, options)
  local mentioned = chunk.names(tokens)
  local locals, return_at = chunk.top_level(tokens)
  if options.lost then locals = {} end
  local names, cells, overflow = {}, {}, nil
  for name in pairs(mentioned) do
    local cell = options.scope[name]
    if cell and name ~= "_ENV" then
      if #names < MOST_JOINED then
        names[#names + 1] = name .. (cell.fixed and " <const>" or "")
        cells[name] = cell
      else
        overflow = overflow or {}
        overflow[name] = cell
      end
    end
  end
  local kept
  if #locals > 0 then
    local list = {}
    for i, variable in ipairs(locals) do list[i] = variable.name end
    local call = (";%s(function() return %s end)"):format(KEEP, table.concat(list, ", "))
    if return_at then
      text = text:sub(1, return_at - 1) .. call .. " " .. text:sub(return_at)
    else
      text = text .. "\n" .. call
    end
    names[#names + 1] = KEEP
    cells[KEEP] = chunk.cell(function(closure) kept = cells_of(closure, locals) end)
  end
  if options.returns then
    names[#names + 1] = ALL
    cells[ALL] = chunk.cell(function(...) return ... end)
  end
  local prelude = #names > 0 and "local " .. table.concat(names, ", ") .. " = ...;" or ""
  local code = prelude .. "return function(...) " .. text .. "\nend"
  local outer, message = load_at(options, code, overflow and environment(overflow) or _G)
  if not outer then return nil, message end
  local body = outer()
  for i = 1, 255 do
    local name = debug.getupvalue(body, i)
    if not name then break end
    local cell = cells[name]
    if cell then debug.upvaluejoin(body, i, cell.closure, cell.index) end
  end
  return body, function() return kept or {} end
end

--- Whether the statements are incomplete: when `compile` answers "more", but cheaper.
function chunk.is_open(text)
  local found, message = load(text, "=open", "t")
  return not found and incomplete(message)
end

-- ---- a chunk that is typed line by line -----------------------------------------------------------------------------

-- Words and symbols after which no chunk can end.
local GOES_ON = {}
for word in ("= , . : :: + - * / // % ^ # & ~ | < > << >> <= >= == ~= .. "
    .. "and or not local function in for if elseif while goto"):gmatch "%S+" do
  GOES_ON[word] = true
end
local DEEPER = { ["("] = 1, ["["] = 1, ["{"] = 1, [")"] = -1, ["]"] = -1, ["}"] = -1 }
for word in pairs(OPENERS) do DEEPER[word] = 1 end
for word in pairs(CLOSERS) do DEEPER[word] = -1 end

-- Parsing an open chunk anew for each of its lines would take time that grows with their square.
local PARSED_EACH_LINE = 4096 -- bytes

local Lines = {}
Lines.__index = Lines

--- The lines of a chunk that is not complete, to which more are added. `text` is the first, `line` its number.
function chunk.lines(text, line)
  local lines = setmetatable({ line = line, depth = 0, size = 0, parsed = 0 }, Lines)
  lines:add(text)
  return lines
end

-- Follows what is open at the end of one more line: brackets, blocks, a long string or comment.
function Lines:follow(text)
  if self.close then
    local _, stop = text:find(self.close, 1, true)
    if not stop then return end
    text, self.close = text:sub(stop + 1), nil
  end
  local tokens, close = chunk.tokens(text)
  for _, token in ipairs(tokens) do
    if token.kind ~= "string" and token.kind ~= "name" then self.depth = self.depth + (DEEPER[token.text] or 0) end
  end
  local last = tokens[#tokens]
  if last then
    self.goes_on = last.kind ~= "string" and GOES_ON[last.text] or false
    -- A quoted string that goes on in the next line: only the parser knows where it ends.
    if last.kind == "string" and text:find("\\z?%s*$", last.start) then self.unknown = true end
  end
  self.close = close
end

function Lines:add(text)
  self[#self + 1] = text
  self.size = self.size + #text + 1
  self:follow(text)
end

--- All lines as one text.
function Lines:text()
  if #self > 1 then
    self[1] = table.concat(self, "\n")
    for i = #self, 2, -1 do self[i] = nil end
  end
  return self[1]
end

--- Whether the lines are incomplete. A long text that cannot be complete is not parsed until it has grown by a quarter;
--- a mistake in it is told then.
function Lines:are_open()
  local must_go_on = not self.unknown and (self.close or self.depth > 0 or self.goes_on)
  if must_go_on and self.size > PARSED_EACH_LINE and self.size < 1.25 * self.parsed then return true end
  self.parsed = self.size
  return chunk.is_open(self:text())
end

--- Makes a function from `text`. `options`: name (of the chunk, as for load), line (its first), scope (name → cell),
--- expression = false if the text is certainly statements, and told = true to get a message for incomplete text too.
--- Returns "ready" and { run = function, kept = function → cells of the locals it declared, expression = boolean,
--- tokens, locals_lost = boolean }; "empty"; "more" if it is incomplete; or "wrong" and the parser's message.
function chunk.compile(text, options)
  if text:sub(1, 2) == "#!" then text = text:gsub("^[^\n]*", "", 1) end
  local tokens = chunk.tokens(text)
  if #tokens == 0 then
    local opens = not load(text)
    return opens and "more" or "empty"
  end
  options.scope = options.scope or {}
  local function parse(source) return load(source, options.name, "t") end
  local function message_for(source) return select(2, load_at(options, source, _G)) end

  local source, expression, expression_message = text, false, ""
  if options.expression ~= false and tokens[1].text ~= "return" then
    local from = tokens[1].text == "=" and tokens[1].stop + 1 or 1
    local found
    found, expression_message = parse("return " .. text:sub(from) .. "\n")
    local last = tokens[#tokens].text == ";" and tokens[#tokens - 1] or tokens[#tokens]
    expression = found ~= nil and last.text ~= ";"
    if expression then
      -- Not a tail call, which would remove the line's own frame, by which messages and constructs find their location.
      -- The bracket is placed where the expression ends, because Lua attributes what it evaluates last to that line.
      source = ("return %s(%s)"):format(ALL, text:sub(from, last.stop))
      options.returns = true
    end
  end
  if not expression then
    local found, message = parse(text)
    if not found then
      local status = (incomplete(message) or incomplete(expression_message)) and "more" or "wrong"
      return status, (status == "wrong" or options.told) and message_for(text) or nil
    end
  end
  local run, kept = join(source, expression and chunk.tokens(source) or tokens, options)
  local lost = false
  if not run then
    -- A label at the end may be all that separates the locals from what is added there.
    local message = kept
    lost, options.lost = true, true
    run, kept = join(source, tokens, options)
    if not run then return "wrong", message end
  end
  return "ready", { run = run, kept = kept, expression = expression, tokens = tokens, locals_lost = lost }
end

return chunk
