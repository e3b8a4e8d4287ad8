--- The session as a script: the base script, if there is one, and the accepted lines in order.
local chunk = require "luacdk.repl.chunk"

local save = {}

--- The first line of a saved file, by which it is recognised.
save.MARK = "-- Written by luacdk repl: `:save` overwrites it."

-- A function has at most 200 locals; after this many, the rest of the script continues in a function of its own.
local MOST_LOCALS = 150

-- ---- putting the text together --------------------------------------------------------------------------------------

local Writer = {}
Writer.__index = Writer

local function new_writer()
  return setmetatable({ parts = {}, line = 1, places = {}, locals = 0, depth = 0 }, Writer)
end

--- Adds a text; `source` and `from` say which line of which chunk it is.
function Writer:add(text, source, from)
  local _, newlines = text:gsub("\n", "")
  if source then
    self.places[#self.places + 1] = { source = source, from = from, count = newlines + 1, at = self.line }
  end
  self.parts[#self.parts + 1] = text
  self.line = self.line + newlines
end

-- `x:synth()` as a statement, and calls whose result is used: { first byte, last byte } each, or a line.
local function find_synth(tokens)
  local found = {}
  for i, token in ipairs(tokens) do
    if token.text == "synth" and tokens[i - 1] and tokens[i - 1].text == ":" then
      local before, after = tokens[i - 3], tokens[i + 3]
      local called = tokens[i + 1] and tokens[i + 1].text == "(" and tokens[i + 2] and tokens[i + 2].text == ")"
      local name = tokens[i - 2] and tokens[i - 2].kind == "name"
      local starts = not before or before.text == ";" or before.text == ")" or before.text == "end"
        or before.text == "then" or before.text == "do" or before.text == "else" or before.text == "}"
        or before.kind == "string" or before.kind == "name" or before.kind == "number" or before.text == "nil"
        or before.text == "true" or before.text == "false"
      local ends = not after or after.kind == "keyword" and after.text ~= "and" and after.text ~= "or"
        or after.kind == "name" or after.text == ";"
      if called and name and starts and ends then
        found[#found + 1] = { first = tokens[i - 2].start, last = tokens[i + 2].stop, text = "" }
      end
    end
  end
  return found
end

-- Whether something is synthesised in the middle of an expression.
local function synthesises(text)
  local tokens = chunk.tokens(text)
  for i, token in ipairs(tokens) do
    if token.text == "synth" and tokens[i - 1] and tokens[i - 1].text == ":" then return true end
  end
  return false
end

-- The call `cdk.repl()` on a line: first and last byte; nil if there is no statement of that form.
local function find_stop(text, tokens, line)
  local at, number = 1, 1
  local function line_of(position)
    local _, newlines = text:sub(at, position - 1):gsub("\n", "")
    at, number = position, number + newlines
    return number
  end
  for i, token in ipairs(tokens) do
    if token.text == "repl" and tokens[i - 1] and tokens[i - 1].text == "." and tokens[i + 2]
      and tokens[i + 1].text == "(" and tokens[i + 2].text == ")" and line_of(token.start) == line then
      return tokens[i - 2].start, tokens[i + 2].stop
    end
  end
  return nil
end

-- Code after a final `return` would never run: so its values are only evaluated.
local function without_return(text, tokens, names)
  local _, return_at = chunk.top_level(tokens)
  if not return_at then return text end
  local last = tokens[#tokens]
  local alone = last.start == return_at or (last.text == ";" and tokens[#tokens - 1].start == return_at)
  return text:sub(1, return_at - 1) .. (alone and "" or "local " .. (names or "_") .. " =")
    .. text:sub(return_at + #"return")
end

local function apply(text, edits)
  table.sort(edits, function(a, b) return a.first > b.first end)
  for _, edit in ipairs(edits) do text = text:sub(1, edit.first - 1) .. edit.text .. text:sub(edit.last + 1) end
  return text
end

-- ---- chunks ---------------------------------------------------------------------------------------------------------

-- Which results are used later: a set of numbers, and for each chunk whether `_` means its result.
local function used_results(chunks)
  local numbers, last_of, latest = {}, {}, nil
  for _, entry in ipairs(chunks) do
    for name in pairs(chunk.names(chunk.tokens(entry.text))) do
      local number = math.tointeger(name:match "^_(%d+)$")
      if number then numbers[number] = true end
      if name == "_" and latest then last_of[latest] = true end
    end
    if entry.numbers and #entry.numbers > 0 then latest = entry end
  end
  return numbers, last_of
end

local function is_statement(text) return load(text) ~= nil end

-- The local variables that take the results of a line, by name.
local function result_names(entry)
  local names = {}
  for i = 1, entry.results do names[i] = entry.slots[i] and "_" .. entry.slots[i] or "_0" end
  return table.concat(names, ", ")
end

-- The line that follows if `_` later means a line's last result.
local function last_result(entry, last_of)
  return last_of[entry] and ("\nlocal _ = _%d"):format(entry.numbers[#entry.numbers]) or ""
end

-- An expression as a statement that keeps its results for later lines: what precedes it, the expression, what follows
-- it, and the number of new locals. Nil if nothing would be lost without it.
local function expression_text(entry, numbers, last_of)
  local text = entry.text:gsub("^%s*=", "", 1)
  local wanted = last_of[entry]
  for _, number in ipairs(entry.numbers or {}) do wanted = wanted or numbers[number] end
  if wanted then
    return ("local %s = "):format(result_names(entry)), text, last_result(entry, last_of), entry.results + 1
  end
  local synth = find_synth(chunk.tokens(text))[1]
  if entry.harmless or (synth and apply(text, { synth }):find "^[%s;]*$") then return nil end
  if is_statement(text) then return "", text, "", 0 end
  return "do local _ = ", text, "\nend", 0
end

-- The same for statements; `later` are the names used after them.
local function statement_text(entry, last_of, later)
  local text = entry.text
  if entry.name or text:sub(1, 2) == "#!" then text = chunk.without_shebang(text) end
  local declared = chunk.top_level(chunk.tokens(text))
  text = apply(text, find_synth(chunk.tokens(text)))
  if entry.results > 0 then
    text = without_return(text, chunk.tokens(text), result_names(entry))
    return "", text, last_result(entry, last_of), #declared + entry.results + 1
  end
  text = without_return(text, chunk.tokens(text))
  local closes, meant = false, false
  for _, variable in ipairs(declared) do
    closes = closes or variable.attribute == "close"
    meant = meant or later[variable.name]
  end
  local labels = #declared == 0 and text:find("::", 1, true)
  if entry.locals_lost or labels or (closes and not meant) then return "do ", text, "\nend", 0 end
  return "", text, "", #declared
end

local function add_entry(writer, entry, numbers, last_of, later)
  local before, text, after, locals
  if entry.expression then
    before, text, after, locals = expression_text(entry, numbers, last_of)
  else
    before, text, after, locals = statement_text(entry, last_of, later)
  end
  if not text then return end
  if writer.synthesised then
    error(("line %d synthesises, so later lines would be left out; let luacdk synthesise at the end"):format(
      writer.synthesised), 0)
  end
  if writer.locals + locals > MOST_LOCALS and writer.locals > 0 then
    writer:add ";(function(...)\n"
    writer.depth = writer.depth + 1
    writer.locals = 0
  end
  writer.locals = writer.locals + locals
  if before == "" and text:find "^%s*%(" then before = ";" end
  if synthesises(text) then writer.synthesised = writer.synthesised or entry.line end
  writer:add(before)
  writer:add(text, entry.name or "=line", entry.line)
  writer:add(after .. "\n")
end

-- The names used by the chunks after each chunk; a list of sets.
local function names_after(chunks)
  local sets, names = {}, {}
  for i = #chunks, 1, -1 do
    sets[i] = setmetatable({}, { __index = names })
    local more = setmetatable({}, { __index = names })
    for name in pairs(chunk.names(chunk.tokens(chunks[i].text))) do more[name] = true end
    names = more
  end
  return sets
end

local function add_chunks(writer, chunks, all)
  local numbers, last_of = used_results(all)
  local later = names_after(chunks)
  for i, entry in ipairs(chunks) do add_entry(writer, entry, numbers, last_of, later[i]) end
end

local function at_stop(chunks, stop)
  local list = {}
  for _, entry in ipairs(chunks) do
    if entry.stop == stop then list[#list + 1] = entry end
  end
  return list
end

-- ---- the base script ------------------------------------------------------------------------------------------------

-- Edits that put the lines entered in cdk.repl() in the place of the call.
local function stop_edits(session, text, tokens, source)
  local edits, lines = {}, {}
  for stop, place in ipairs(session.kept.places) do
    local chunks = at_stop(session.chunks, stop)
    if #chunks > 0 then
      if place.source ~= source then
        return nil, ("line %d of the session was entered in %s, not in the script"):format(chunks[1].line,
          place.source:sub(2))
      end
      if lines[place.line] then
        return nil, ("the script stopped more than once at line %d, and different lines were entered there"):format(
          place.line)
      end
      lines[place.line] = true
      local first, last = find_stop(text, tokens, place.line)
      if not first then
        return nil, ("there is no statement cdk.repl() on line %d of the script"):format(place.line)
      end
      edits[#edits + 1] = { first = first, last = last, chunks = chunks }
    end
  end
  return edits
end

local function line_at(text, position)
  local _, newlines = text:sub(1, position - 1):gsub("\n", "")
  return newlines + 1
end

local function add_script(writer, session, text, source)
  text = chunk.without_shebang(text)
  local tokens = chunk.tokens(text)
  local edits, message = stop_edits(session, text, tokens, source)
  if not edits then return nil, message end
  -- luacdk synthesises at the end what the script synthesises itself.
  for _, edit in ipairs(find_synth(tokens)) do edits[#edits + 1] = edit end
  if #at_stop(session.chunks, 0) > 0 then
    local _, return_at = chunk.top_level(tokens)
    if return_at then
      local rest = without_return(text, tokens)
      edits[#edits + 1] = { first = return_at, last = return_at + 5,
        text = #rest == #text - 6 and "" or "local _ =" }
    end
  end
  table.sort(edits, function(a, b) return a.first < b.first end)
  local at = 1
  for _, edit in ipairs(edits) do
    writer:add(text:sub(at, edit.first - 1), source, line_at(text, at))
    if edit.chunks then
      writer:add "\n"
      add_chunks(writer, edit.chunks, session.chunks)
    else
      writer:add(edit.text)
    end
    at = edit.last + 1
  end
  writer:add(text:sub(at), source, line_at(text, at))
  if text:sub(-1) ~= "\n" then writer:add "\n" end
  writer.locals = #chunk.top_level(tokens)
  return true
end

-- Settings files whose globals the lines use.
local function add_settings(writer, session)
  local meant = {}
  for _, entry in ipairs(session.chunks) do
    for name in pairs(chunk.names(chunk.tokens(entry.text))) do meant[name] = true end
  end
  for _, rc in ipairs(session.rc_files or {}) do
    local needed = false
    for _, name in ipairs(rc.names) do needed = needed or meant[name] end
    if needed then
      local text = chunk.without_shebang(rc.text)
      writer:add(("do -- %s\n"):format(rc.file))
      writer:add("local function settings(...) ")
      writer:add(text, "@" .. rc.file, 1)
      writer:add("\nend\nsettings { option = function() end }\nend\n")
    end
  end
end

--- The script that does what the session did. Returns its text and a list of the origin of each line; or nil and why
--- there is none.
function save.compose(session)
  local writer = new_writer()
  local file = session.state.script
  local script = session.kept.script_text
  local shebang = script and script:match "^#[^\n]*\n"
  if shebang then writer:add(shebang) end
  writer:add(save.MARK .. "\n")
  add_settings(writer, session)
  if script then
    local ok, message = add_script(writer, session, script, "@" .. file)
    if not ok then return nil, message end
  end
  local added, problem = pcall(add_chunks, writer, at_stop(session.chunks, 0), session.chunks)
  if not added then return nil, problem end
  writer:add(("end)(...)\n"):rep(writer.depth))
  local text = table.concat(writer.parts)
  local ok, message = load(chunk.without_shebang(text), "=script", "t")
  if not ok then return nil, "these lines do not make a script: " .. message:gsub("^script:%d+: ", "") end
  return text, writer.places
end

--- A function that returns the location in the saved script, "app.lua:12", of a line of a chunk; nil for other sources.
function save.recorder(places, name)
  return function(source, line)
    for _, place in ipairs(places) do
      if place.source == source and line >= place.from and line < place.from + place.count then
        return ("%s:%d"):format(name, place.at + line - place.from)
      end
    end
    return nil
  end
end

return save
