--- The session: how a line is handled, and the object that commands receive.
---
--- A session outlives the Lua state it runs in. Data that must survive is plain data in `session.kept`, which the
--- program copies from state to state; everything else is recreated there by running the accepted lines again.
local chunk = require "luacdk.repl.chunk"
local columns = require "luacdk.columns"
local engine = require "luacdk.engine"
local native = require "luacdk.repl.native"
local screen = require "luacdk.screen"
local settings = require "luacdk.settings"
local terminal = require "luacdk.terminal"

local Session = {}
Session.__index = Session

--- The name of lines in messages and creation locations: "line 12".
local CHUNK = "=line"

--- Another part of the session, loaded on first use.
local function part(name) return require("luacdk.repl." .. name) end

-- ---- output ---------------------------------------------------------------------------------------------------------

local Output = {}
Output.__index = Output

function Output:write(...)
  terminal.say("stdout", table.concat { ... })
  return self
end

function Output:line(text) return self:write(text or "", "\n") end

--- The text in the colour of a role (see luacdk.screen) if colours are enabled.
Session.paint = screen.paint

--- A message about an error, on standard error.
function Session:complain(text)
  -- An error that was caught and raised again has its location twice.
  text = text:gsub("^line (%d+): line:(%d+): ", function(line, before)
    return "line " .. line .. ": " .. (before ~= line and "line " .. before .. ": " or "")
  end)
  io.stdout:flush()
  screen.of("stderr"):write(screen.of("stderr"):paint(text, "error"), "\n")
end

--- What happened, shown on a terminal but not for piped input.
function Session:note(text)
  if self.interactive then self.out:line(self:paint(text, "dim")) end
end

-- ---- life -----------------------------------------------------------------------------------------------------------

local STANDARD = {}
for name in pairs(_G) do STANDARD[name] = true end

function Session:run_settings(first)
  self.rc_files = {}
  for _, settings_file in ipairs(part "startup".files(self, first)) do
    local file, text = settings_file.file, settings_file.text
    local before = {}
    for name in next, _G do before[name] = true end
    local ok, message = native.call(function()
      local run, problem = load(text:gsub("^#[^\n]*", "", 1), "@" .. file, "t")
      if not run then error(problem, 0) end
      run(self)
    end)
    if not ok and first then self:complain(message or file .. ": interrupted") end
    local names = {}
    for name in next, _G do
      if not before[name] and type(name) == "string" then names[#names + 1] = name end
    end
    self.rc_files[#self.rc_files + 1] = { file = file, text = text, names = names }
  end
end

--- A session that continues from `kept` of an earlier state, or a new one. `state`: script (file or nil), for_real
--- (what user code synthesises is written when all lines have run), in_script (a script that luacdk runs has stopped in
--- cdk.repl()).
local function open(kept, state)
  local self = setmetatable({}, Session)
  self.kept = kept or { line = 0, chunks = {}, marks = {}, options = {}, places = {}, cwd = "" }
  self.chunks = self.kept.chunks
  self.state = state
  self.out = setmetatable({}, Output)
  self.locals = {} -- name → cell
  self.of_frame = {} -- names in the function in which the script has stopped
  self.results = { count = 0 }
  self.stop = 0
  self.age = {}
  if self.kept.staging_next ~= nil then
    self.kept.options.staging = self.kept.staging_next
    self.kept.staging_next = nil
  end
  settings.staging = self.kept.options.staging
  settings.synth_later = state.for_real
  self:look_at_terminal()
  self:begin_rescue()
  self:run_settings(not kept)
  return self
end

function Session:look_at_terminal()
  local look = screen.of "stdout"
  self.width, self.height = look.columns, look.rows
  self.colour, self.unicode = look.colour, look.utf8
  self.interactive = native.is_interactive()
end

--- An option that survives rebuilds; given a value, sets it. Values are strings, numbers, booleans.
function Session:option(name, ...)
  if select("#", ...) > 0 then self.kept.options[name] = (...) end
  return self.kept.options[name]
end

-- The path of the construct of `:cd` is kept.
Session.__index = function(self, key)
  if key == "cwd" then return rawget(self, "kept").cwd end
  return Session[key]
end
Session.__newindex = function(self, key, value)
  if key == "cwd" then self.kept.cwd = value else rawset(self, key, value) end
end

-- ---- what the user's code sees --------------------------------------------------------------------------------------

-- The results of expressions: `_` the last, `_1`, `_2`, … all of them.
function Session:add_result(value)
  local results = self.results
  results.count = results.count + 1
  results[results.count] = value
  rawset(_G, "_", value)
  rawset(_G, "_" .. results.count, value)
  return results.count
end

-- Names all results of an expression. Returns the numbers of those that are not nil, and the number at each position.
function Session:add_results(results)
  local numbers, slots = {}, {}
  for i = 1, results.n do
    slots[i] = false
    if results[i] ~= nil then
      slots[i] = self:add_result(results[i])
      numbers[#numbers + 1] = slots[i]
    end
  end
  return numbers, slots
end

--- A map of `_`, `_1`, `_2`, … to their values.
function Session:values()
  local values = {}
  for i = 1, self.results.count do values["_" .. i] = self.results[i] end
  values._ = self.results[self.results.count]
  return values
end

--- A map of the user's variables to their values: globals, locals of earlier lines, locals where the script has
--- stopped.
function Session:scope()
  local scope = {}
  for name, value in next, _G do
    if not STANDARD[name] and type(name) == "string" then scope[name] = value end
  end
  for name, cell in pairs(self.locals) do scope[name] = chunk.get(cell) end
  return scope
end

--- Evaluates an expression as a line would: true and its value, or false and a message.
function Session:evaluate(text)
  local status, made = chunk.compile(text, { name = "=expression", scope = self.locals })
  if status == "empty" then return false, "expected an expression" end
  if status ~= "ready" then return false, (made:gsub("^expression:%d+: ", "")) end
  local ok, value = native.call(made.run)
  if ok then return true, value end
  return false, value or "interrupted"
end

--- The tree as templates: the object of luacdk.repl.preview, or nil and why there is none. Made once for each state of
--- the tree.
function Session:preview()
  if self.previewed and self.previewed.age == self.age then return table.unpack(self.previewed, 1, 2) end
  local made, message = require("luacdk.repl.preview").take()
  self.previewed = { made, message, age = self.age }
  return made, message
end

-- ---- lines ----------------------------------------------------------------------------------------------------------

-- Names that the line reads as globals and that are not set.
function Session:unknown_names(tokens)
  local names, unknown = chunk.names(tokens), {}
  for name in pairs(names) do
    if not self.locals[name] and _G[name] == nil then unknown[#unknown + 1] = name end
  end
  table.sort(unknown)
  return unknown
end

local HOW_TO_MAKE = {
  app = 'app = cdk.App()',
  stack = 'stack = cdk.Stack(cdk.App(), "Demo")',
}

-- A sentence about names that are not set yet, or nil.
function Session:hint(tokens)
  for _, name in ipairs(self:unknown_names(tokens)) do
    if HOW_TO_MAKE[name] then
      return ("there is no '%s' yet; make one: %s"):format(name, HOW_TO_MAKE[name])
    end
  end
  return nil
end

function Session:inspect(value)
  return part "inspect".inspect(value, { width = self.width, colour = self.colour, unicode = self.unicode })
end

function Session:show(name, value)
  local text = self:inspect(value)
  if not self.interactive then
    self.out:line(text)
  elseif name then
    self.out:line(self:paint(name .. " =", "dim") .. (text:find "\n" and "\n" or " ") .. text)
  else
    self.out:line(self:paint(text, "dim"))
  end
end

-- Shows the result of an expression. A call without results shows nothing.
function Session:show_results(results, slots, tokens)
  for i = 1, results.n do
    if slots[i] then
      self:show("_" .. slots[i], results[i])
    else
      self:show(nil, nil)
      local hint = results.n == 1 and self:hint(tokens)
      if hint then self:note(hint) end
    end
  end
end

-- Whether running this cannot have changed anything, whatever its result: only names, fields and operators.
local function is_harmless(tokens)
  for _, token in ipairs(tokens) do
    if token.kind == "string" or token.text == "(" or token.text == "{" or token.text == "=" or token.text == "function"
    then
      return false
    end
  end
  return true
end

-- Runs a compiled chunk, whose `...` are the arguments of the script that it follows; true, or false and the message
-- (nil: interrupted), with the results in a table.
function Session:run(made)
  local arguments = self.stop == 0 and self.arguments or {}
  local results = table.pack(native.call(made.run, table.unpack(arguments, 1, arguments.n)))
  if not results[1] then return false, results[2] end
  return true, { n = results.n - 1, table.unpack(results, 2, results.n) }
end

function Session:keep_locals(made)
  for name, cell in pairs(made.kept()) do self.locals[name] = cell end
end

function Session:told_as(line, name) return name and ("%s:%d"):format(name:sub(2), line) or "line " .. line end

-- Runs a chunk that was read from `line` on. Returns what the program must do: an action and a count.
function Session:run_chunk(made, text, line, name)
  self:bring_locals()
  local ok, results = self:run(made)
  self:take_locals()
  local harmless = is_harmless(made.tokens)
  if not ok then
    -- A terminal shows ^C where the cursor was.
    local message = results or (self.interactive and "\n" or "") .. self:told_as(line, name) .. ": interrupted"
    local hint = results and self:hint(made.tokens)
    self:complain(hint and message .. "\n" .. hint or message)
    if harmless then return "wrong", 0 end
    return "failed", #self.chunks
  end
  self:keep_locals(made)
  self.age = {}
  local entry = { text = text, line = line, name = name, stop = self.stop, expression = made.expression,
    results = results.n, harmless = harmless, locals_lost = made.locals_lost or nil,
    frame = self.rescued and self.rescued.at }
  if results.n > 0 then entry.numbers, entry.slots = self:add_results(results) end
  self.chunks[#self.chunks + 1] = entry
  if made.locals_lost then self:note "the local variables of this chunk are lost, because it ends in a label" end
  if results.n > 0 then self:show_guarded(self.show_results, self, results, entry.slots, made.tokens) end
  if self:option "live" then
    self:show_guarded(part "live".after_line, self)
  end
  return "done", 0
end

-- Shows something about a line that ran well; an error while doing so does not affect the line.
function Session:show_guarded(show, ...)
  local shown, message = native.call(show, ...)
  if not shown then self:complain(message or "interrupted") end
end

-- The parser's message; its line is in the prefix and need not be repeated.
local function relocated(message)
  return (message:gsub("^line:(%d+): (.*) at line (%d+)(.*)$", function(line, before, again, after)
    return line == again and ("line:%s: %s%s"):format(line, before, after) or nil
  end):gsub("^line:(%d+):", "line %1:"))
end

-- A chunk, from its first line or with the last of several: complete or not.
function Session:take(text, line)
  local status, made = chunk.compile(text, { name = CHUNK, line = line, scope = self:visible() })
  if status == "ready" then return self:run_chunk(made, text, line) end
  if status == "wrong" then
    self:complain(relocated(made) .. native.syntax_hint(("\n"):rep(line - 1) .. text, made))
    return "wrong", 0
  end
  return status == "more" and "more" or "done", 0
end

--- Runs a file as one chunk, whose lines have the file's name in messages. Returns like a command.
function Session:load_file(file, text)
  local name = "@" .. file
  text = chunk.without_shebang(text)
  local status, made = chunk.compile(text,
    { name = name, line = 1, scope = self:visible(), expression = false, told = true })
  if status == "empty" then return end
  if status ~= "ready" then return false, made end
  self.request = { self:run_chunk(made, text, 1, name) }
end

--- Handles a line of input, or several pasted ones. Returns what the program must do: "done", "more" (the chunk
--- continues), "wrong" (an error, and nothing changed), "failed" (an error: rebuild the tree from the first `count`
--- accepted chunks), "rebuild" (the same, because a command asked for it), "quit"; and that count.
function Session:feed(text)
  self:look_at_terminal()
  local first = self.kept.line + 1
  local _, newlines = text:gsub("\n", "")
  if newlines > 0 and not self.pending then
    local status = chunk.compile(text, { name = CHUNK, line = first, scope = self:visible() })
    if status ~= "ready" then return self:feed_lines(text) end
  elseif newlines > 0 then
    return self:feed_lines(text)
  end
  self.kept.line = first + newlines
  local pending = self.pending
  self.pending = nil
  if not pending then
    if text:find "^%s*:[^:]" or text:find "^%s*[:?]%s*$" or text:find "^%s*%?" then return self:command(text) end
  end
  if pending then
    pending:add(text)
    if pending:are_open() then
      self.pending = pending
      return "more", 0
    end
    text = pending:text()
  end
  local line = pending and pending.line or first
  local action, count = self:take(text, line)
  if action == "more" then self.pending = pending or chunk.lines(text, line) end
  return action, count
end

-- Several lines that are not one chunk: handled as if typed one after the other. The first error ends them; if the
-- state changes, the remaining lines wait for the next one.
function Session:feed_lines(text)
  local action, count = "done", 0
  local at = 1
  while at <= #text + 1 do
    local stop = text:find("\n", at, true) or #text + 1
    action, count = self:feed(text:sub(at, stop - 1))
    at = stop + 1
    if action == "rebuild" or action == "rebuild aloud" then
      self.kept.rest = at <= #text and text:sub(at) or nil
    end
    if action ~= "done" and action ~= "more" then break end
  end
  return action, count
end

local TEXT_METHODS = { "byte", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse", "sub",
  "upper" }

--- Raises if the last line has removed something that no Lua code can do without: methods of strings, the only part of
--- the standard library that the session shares with its lines.
function Session:check_health()
  for _, name in ipairs(TEXT_METHODS) do
    if type(name[name]) ~= "function" then error(name) end
  end
end

--- The number of accepted lines.
function Session:count() return #self.chunks end

--- The rest of several lines after the state has changed, or nil.
function Session:take_rest()
  local rest = self.kept.rest
  self.kept.rest = nil
  return rest
end

--- Ctrl-C while typing a line: drops what is pending.
function Session:interrupt() self.pending = nil end

--- The input has ended, so pending text is an error.
function Session:at_end()
  local pending = self.pending
  self.pending = nil
  if pending and not self.interactive then
    local status, message = chunk.compile(pending:text(),
      { name = CHUNK, line = pending.line, scope = self:visible(), told = true })
    self:complain(status == "more" and message and relocated(message) or "the input ends in the middle of a chunk")
    return "wrong", 0
  end
  return "quit", 0
end

-- The place of `:cd` in the prompt: the end of the path.
function Session:place()
  local path = self.cwd
  if path == "" then return "" end
  local last = path:match "[^/]+/[^/]+$" or path
  return " " .. (last ~= path and #path > 30 and (self.unicode and "…/" or ".../") .. last or path):gsub("%%", "%%%%")
end

--- The prompt for the next line, or for the one `pasted` lines later in one paste.
function Session:prompt(pasted)
  self:look_at_terminal()
  local more = self.unicode and "%d… " or "%d| "
  local form = (self.pending or pasted > 0) and more or "%d" .. self:place() .. "> "
  local text = terminal.plain(form:format(self.kept.line + 1 + pasted))
  return self.colour and ("\1\27[1m\1%s\1\27[0m\1"):format(text) or text
end

-- ---- a script that stands in cdk.repl() -----------------------------------------------------------------------------

function Session:visible() return self.locals end

--- The script has reached call number `stop` of cdk.repl(), or its end (0).
function Session:arrive(stop)
  self.stop = stop
  if stop == 0 then
    self.locals, self.of_frame = self.script_locals or self.locals, {}
    if self.rescued then part "rescue".resume(self) end
    return
  end
  local frame = native.frame()
  self.locals, self.of_frame = {}, {}
  self.kept.places[stop] = { source = frame.source, line = frame.line }
  for i = 1, 255 do
    local name = frame.closure and debug.getupvalue(frame.closure, i)
    if not name then break end
    if name ~= "_ENV" and name ~= "" then self.locals[name] = { closure = frame.closure, index = i } end
  end
  for slot, name in ipairs(frame.locals) do
    if name:find "^[%a_]" then
      local cell = chunk.cell(nil)
      cell.slot = slot
      self.locals[name] = cell
      self.of_frame[#self.of_frame + 1] = name
    end
  end
  if not self.state.for_real then
    self:note(("stopped at %s:%d; Ctrl-D continues"):format(frame.source:gsub("^[@=]", ""), frame.line))
  end
end

-- Before and after a chunk: reads and sets the locals of the function that has stopped.
function Session:bring_locals()
  for _, name in ipairs(self.of_frame) do
    local cell = self.locals[name]
    if cell.slot then chunk.set(cell, native.get_local(cell.slot)) end
  end
end

function Session:take_locals()
  for _, name in ipairs(self.of_frame) do
    local cell = self.locals[name]
    if cell.slot then native.set_local(cell.slot, chunk.get(cell)) end
  end
end

-- ---- running again --------------------------------------------------------------------------------------------------

--- Runs those of the first `count` chunks that were accepted at this stop. Returns nil, or what failed.
function Session:replay(count)
  if self.state.for_real then self:record_as_saved() end
  for i = 1, math.min(count, #self.chunks) do
    local entry = self.chunks[i]
    if entry.stop == self.stop then
      if self.rescued then part "rescue".resume(self, entry.frame) end
      local status, made = chunk.compile(entry.text,
        { name = entry.name or CHUNK, line = entry.line, scope = self:visible(), told = true })
      if status ~= "ready" then return made or self:told_as(entry.line, entry.name) end
      self:bring_locals()
      local ok, results = self:run(made)
      self:take_locals()
      if not ok then return results or "interrupted" end
      self:keep_locals(made)
      self:add_results(results)
    end
  end
  self.age = {}
  return nil
end

--- Called in the new state once it is ready: forgets what came after.
function Session:rebuilt(count)
  if self.rescued then part "rescue".resume(self, self.kept.frame) end
  for i = #self.chunks, count + 1, -1 do self.chunks[i] = nil end
  for name, mark in pairs(self.kept.marks) do
    if mark > count then self.kept.marks[name] = nil end
  end
  local after = self.kept.after
  self.kept.after = nil
  if after then self:note(after) end
  if self:option "live" then self:show_guarded(part "live".after_line, self) end
end

local LARGEST = 64 << 20 -- bytes of a script

-- The rest of the input, or nil if it is endless.
local function read_all(handle)
  local pieces, size = {}, 0
  for piece in function() return handle:read(1 << 16) end do
    pieces[#pieces + 1], size = piece, size + #piece
    if size > LARGEST then return nil end
  end
  return table.concat(pieces)
end

-- The text of the script, as it was when the session began.
function Session:read_script()
  local file = self.state.script
  if not file then return nil end
  if not self.kept.script_text then
    if file == "-" and self.state.in_script then
      error("the script came from standard input and cannot be run again", 0)
    end
    local handle, message
    if file == "-" then handle = io.stdin else handle, message = io.open(file, "rb") end
    if not handle then error("cannot open " .. message, 0) end
    self.kept.script_text = read_all(handle)
    if file ~= "-" then handle:close() end
    if not self.kept.script_text then
      error(("cannot read %s: it is larger than %d MiB"):format(file, LARGEST >> 20), 0)
    end
  end
  return self.kept.script_text
end

-- Calls the script. On a terminal, the user sees its error and continues with what it had made by then, and its locals
-- are those that it had. Otherwise the error is passed on.
function Session:call_script(made, ...)
  if not self:stays_open() then
    made.run(...)
    return made.kept()
  end
  local locals
  self.runs_script = true
  local ok, message = xpcall(made.run, function(message)
    locals = chunk.locals_of(made.run)
    return settings.definition.report(message)
  end, ...)
  self.runs_script = false
  if ok then
    local kept = made.kept()
    self:try_synthesis(kept)
    return kept
  end
  self:tell_failure(message, "the script failed; what it had made by then is here")
  return locals or {}
end

-- For --rescue, after a script with these variables, or a definition.
function Session:try_synthesis(cells)
  local failure = self.rescues and part "rescue".synthesise(self, cells)
  if failure then self:tell_failure(failure, "synthesis failed") end
end

-- Says why a script failed, unless it was interrupted.
function Session:tell_failure(message, note)
  if type(message) == "userdata" then error(message, 0) end -- an interruption
  self:complain(message)
  self:note(note)
  self:tell_rescued()
end

-- Whether the session goes on after a script that fails.
function Session:stays_open()
  return (self.interactive or self.rescues) and not self.state.for_real and not self.state.in_script
end

-- From now on, notes where errors of the script are raised.
function Session:begin_rescue()
  self.rescues = native.rescues() and not self.state.in_script
  if self.rescues then
    settings.definition.report = part "rescue".handler(self, settings.definition.report)
  end
end

function Session:tell_rescued()
  if self.rescued then part "rescue".tell(self) end
end

-- Calls the code that makes the stacks of a definition. As with a script, the user sees an error on a terminal, and
-- continues.
function Session:run_definition(file, ...)
  local make = part "definition".make
  if not self:stays_open() then return make(file, ...) end
  if self.rescues then require("luacdk.template.sandboxed").handler = settings.definition.report end
  self.runs_script = true
  local ok, message = xpcall(make, settings.definition.report, file, ...)
  self.runs_script = false
  if ok then return self:try_synthesis() end
  if type(message) == "userdata" then error(message, 0) end -- an interruption
  require("luacdk.template.sandboxed").rest()
  self:complain(message)
  self:tell_rescued()
end

--- Runs the script of the session as its first chunk: its locals stay visible. A definition runs as with every command,
--- in the sandbox, and its stacks are made.
function Session:run_script(file, ...)
  if part "definition".is_definition(file) then return self:run_definition(file, ...) end
  if settings.definition.asked then require "luacdk.template.run"(nil) end
  local text = self:read_script()
  local status, made = chunk.compile(chunk.without_shebang(text),
    { name = "@" .. file, expression = false, told = true })
  if status == "empty" then return end
  if status ~= "ready" then
    if not self:stays_open() then error(made, 0) end
    self:complain(made)
    return
  end
  if self.state.for_real then self:record_as_saved() end
  self.arguments = table.pack(...)
  self.script_locals = self:call_script(made, ...)
end

-- The locations written about constructs refer to the script that `:save` writes.
function Session:record_as_saved()
  if self.recording then return end
  self.recording = true
  local save = require "luacdk.repl.save"
  local text, places = save.compose(self)
  if not text then return end
  local name = (self.kept.saved or self.state.script or "app.lua"):match "[^/]*$"
  engine.set_recorder(save.recorder(places, name))
end

--- Synthesises what the lines made but did not synthesise.
function Session:finish()
  settings.synth_later = nil
  native.finish()
end

-- ---- commands and completion ----------------------------------------------------------------------------------------

--- Asks the program to rebuild the tree from the first `count` accepted chunks once the command has ended, and then to
--- print `after`. `loud`: shows what is printed on standard error meanwhile.
function Session:rebuild(count, after, loud)
  self.request = { loud and "rebuild aloud" or "rebuild", count }
  self.kept.after = after
end

--- Writes the assembly, to that folder if one is given. Returns the status of the process that did it.
function Session:synth(folder) return native.synth(folder) end

--- Writes a file completely or not at all: true, or nil and a message.
function Session:write_file(path, text) return native.write_file(path, text) end

function Session:quit() self.request = { "quit", 0 } end

--- Runs a line that starts with : or ?.
function Session:command(text)
  local commands = require "luacdk.repl.commands"
  self.request = nil
  self.kept.staging_next = nil
  local ok, done, message = native.call(commands.run, self, text)
  if not ok then
    self:complain(done or "interrupted")
    return "wrong", 0
  end
  if done == false then
    self:complain(message)
    return "wrong", 0
  end
  if self.request then return table.unpack(self.request) end
  return "done", 0
end

local function common_start(candidates)
  local start = candidates[1].text
  for _, candidate in ipairs(candidates) do
    while candidate.text:sub(1, #start) ~= start do start = start:sub(1, -2) end
  end
  -- Not inside a character.
  while #start > 0 and not utf8.len(start) do start = start:sub(1, -2) end
  return start
end

-- Candidates with notes in one column, others in several.
local function list_candidates(self, candidates, most)
  local widest, notes = 0, false
  for _, candidate in ipairs(candidates) do
    widest = math.max(widest, columns.width(candidate.shown or candidate.text))
    notes = notes or (candidate.note and candidate.note ~= "")
  end
  local lines = {}
  local per_line = notes and 1 or math.max(1, self.width // (widest + 2))
  if notes then widest = math.min(widest, self.width // 2) end -- one long name must not cost all others their notes
  local rows = math.ceil(#candidates / per_line)
  if rows > most then most = most - 1 end -- for the line that says so
  for row = 1, math.min(rows, most) do
    local line = {}
    for column = 1, per_line do
      local candidate = candidates[(column - 1) * rows + row]
      if candidate then
        local text = candidate.shown or candidate.text
        local padded = columns.pad(text, widest) .. "  "
        local room = self.width - columns.width(padded) - 1
        if notes and candidate.note and room > 0 then
          local note = candidate.note:gsub("\n", " ")
          padded = padded .. self:paint(columns.cut(note, room, ""), "dim")
        end
        line[#line + 1] = padded
      end
    end
    lines[row] = table.concat(line):gsub("%s+$", "") .. "\n"
  end
  if rows > most then
    lines[#lines + 1] = self:paint(("and %d more"):format(#candidates - most * per_line), "dim") .. "\n"
  end
  return table.concat(lines)
end

--- The action of Tab for the line up to the cursor: the byte from which to replace, the replacement (both nil: leave
--- it), and what to list (or nil).
function Session:complete(before)
  self:look_at_terminal()
  local start, candidates, signature = part "complete" (self, before, self.pending and self.pending:text() or "")
  if not start or #candidates == 0 and not signature then return nil end
  local common = #candidates > 0 and common_start(candidates) or ""
  local typed = before:sub(start)
  signature = signature and self:paint(signature, "dim") .. "\n"
  if #candidates == 1 or (#common > #typed and common:sub(1, #typed) == typed) then return start, common, signature end
  -- The list and the line, which is shown again below it, fit on the screen.
  local place = tostring(self.kept.line) .. self:place() .. "> "
  local line_rows = columns.width(place .. before) // self.width + 1
  if signature then line_rows = line_rows + columns.width(signature) // self.width + 1 end
  return nil, nil, (signature or "") .. list_candidates(self, candidates, math.max(self.height - line_rows, 3))
end

return { open = open, engine = engine }
