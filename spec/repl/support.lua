-- Drives `luacdk repl` as somebody at a terminal does, or by pipe.
--
--     local repl = require "spec.repl.support"
--
--     local session = repl.open { files = { ["app.lua"] = "…" }, arguments = { "app.lua" } }
--     assert.same({ "_1 = 2" }, session:enter "1 + 1")     -- types the line, waits for the next prompt
--     session:type "stack.ter\t"                           -- types keys, waits for nothing
--     session:wait_for "termination_protection"            -- until the screen shows that pattern
--     session:screen()                                     -- all lines so far, as a terminal shows them
--     session:paste "local a = 1\na + 1\n"                 -- as a terminal pastes, then Enter; waits for the prompt
--     assert.equal(0, session:close())                     -- Ctrl-D; its exit status
--
--     local result = repl.pipe("1 + 1\n", { files =, arguments =, env = })     -- { status, out, err }
--
-- Options of `open` and `pipe`: files of its folder (which is also HOME), arguments after `repl`, command (all words
-- instead of `repl …`), env. Of `open` also columns, rows, term ("xterm"; "dumb" is read plainly), program (the words
-- of another one). Colours are off unless colour = true. Sessions that a spec leaves open are ended by
-- `repl.end_all()`, for after_each.
local luacdk = require "spec.support.luacdk"
local pty = require "tools.pty"

local support = {}

local program = os.getenv "LUACDK" or "build/luacdk"

local PATIENCE = 5000 -- milliseconds
local PROMPT = "^%d+ ?[^ ]*> $" -- with the construct of :cd
local CONTINUATION = "^%d+… $"
local CONTINUATION_ASCII = "^%d+| $"

-- ---- what a terminal shows ----------------------------------------------------------------------------------------

-- As much of a terminal as libedit uses. Rows never scroll away.
local Screen = {}
Screen.__index = Screen

local function new_screen(columns)
  return setmetatable({ columns = columns, rows = { {} }, row = 1, column = 1, rest = "", awaiting = 0,
    broken = {} }, Screen)
end

function Screen:put(character)
  if self.column > self.columns then
    self.row, self.column = self.row + 1, 1
    self.broken[self.row] = true
  end
  self.rows[self.row] = self.rows[self.row] or {}
  self.rows[self.row][self.column] = character
  self.column = self.column + 1
end

--- Another width: rows that were broken at the edge are joined and broken anew, as most terminals do.
function Screen:reflow(columns)
  local rows, broken, row, column = {}, {}, 1, 1
  local function put(character)
    if #rows[#rows] == columns then
      rows[#rows + 1] = {}
      broken[#rows] = true
    end
    table.insert(rows[#rows], character)
  end
  for number = 1, math.max(#self.rows, self.row) do
    local old, last = self.rows[number] or {}, 0
    for at in pairs(old) do last = math.max(last, at) end
    if number == self.row then last = math.max(last, math.min(self.column, self.columns + 1) - 1) end
    if not self.broken[number] then rows[#rows + 1] = {} end
    for at = 1, last do
      put(old[at] or " ")
      if number == self.row and at == self.column - 1 then row, column = #rows, #rows[#rows] + 1 end
    end
    if number == self.row and self.column == 1 then row, column = #rows, 1 end
  end
  self.rows, self.broken, self.row, self.column, self.columns = rows, broken, row, column, columns
end

function Screen:erase(from, to)
  local row = self.rows[self.row]
  for column = from, to do row[column] = nil end
end

function Screen:delete(count)
  for _ = 1, count do
    for column = self.column, self.columns do self.rows[self.row][column] = self.rows[self.row][column + 1] end
  end
end

function Screen:insert(count)
  for _ = 1, count do
    for column = self.columns, self.column + 1, -1 do
      self.rows[self.row][column] = self.rows[self.row][column - 1]
    end
    self.rows[self.row][self.column] = " "
  end
end

local CONTROL = {
  A = function(self, n) self.row = math.max(1, self.row - n) end,
  B = function(self, n) self.row = self.row + n end,
  C = function(self, n) self.column = math.min(self.columns, self.column + n) end,
  D = function(self, n) self.column = math.max(1, self.column - n) end,
  G = function(self, n) self.column = n end,
  K = function(self, n, given)
    if given == "1" then self:erase(1, self.column) elseif given == "2" then self:erase(1, self.columns)
    else self:erase(self.column, self.columns) end
    return n
  end,
  J = function(self)
    self:erase(self.column, self.columns)
    for row = self.row + 1, #self.rows do self.rows[row], self.broken[row] = nil, nil end
  end,
  P = function(self, n) self:delete(n) end,
  ["@"] = function(self, n) self:insert(n) end,
}

function Screen:show(bytes)
  local text, at = self.rest .. bytes, 1
  self.rest = ""
  while at <= #text do
    local c = text:sub(at, at)
    if c == "\27" then
      local parameters, final, stop = text:match("^\27%[([%d;?]*)([%a@])()", at)
      if not final then
        stop = text:match("^\27[%(%)].()", at) or text:match("^\27[=>78cDEHM]()", at)
      end
      if not stop then
        self.rest = text:sub(at)
        return
      end
      if parameters == "?2004" then self.awaiting = self.awaiting + (final == "h" and 1 or 0) end
      if CONTROL[final] then
        self.rows[self.row] = self.rows[self.row] or {}
        CONTROL[final](self, tonumber(parameters) or 1, parameters)
        self.rows[self.row] = self.rows[self.row] or {}
      end
      at = stop
    elseif c == "\r" then
      self.column, at = 1, at + 1
    elseif c == "\n" then
      self.row, at = self.row + 1, at + 1
      self.rows[self.row] = self.rows[self.row] or {}
    elseif c == "\b" then
      self.column, at = math.max(1, self.column - 1), at + 1
    elseif c == "\t" then
      self.column, at = self.column + 8 - (self.column - 1) % 8, at + 1
    elseif c < " " then
      at = at + 1
    else
      local character = text:match("^[%z\1-\127\194-\244][\128-\191]*", at) or c
      local byte = c:byte()
      local size = byte >= 0xf0 and 4 or byte >= 0xe0 and 3 or byte >= 0xc2 and 2 or 1
      if #character < size and at + #character > #text then
        self.rest = text:sub(at)
        return
      end
      self:put(character)
      at = at + #character
    end
  end
end

-- Without the blanks at its end, except the one after a prompt.
function Screen:line(number)
  local row, last = self.rows[number] or {}, 0
  for column in pairs(row) do last = math.max(last, column) end
  local characters = {}
  for column = 1, last do characters[column] = row[column] or " " end
  return table.concat(characters)
end

function Screen:lines()
  local lines = {}
  for i = 1, #self.rows do lines[i] = (self:line(i):gsub("%s+$", "")) end
  while lines[#lines] == "" do lines[#lines] = nil end
  return lines
end

-- ---- a session at a terminal ----------------------------------------------------------------------------------------

local Session = {}
Session.__index = Session

local open_sessions = {}

local function environment(options, folder)
  local env = {
    HOME = folder, XDG_STATE_HOME = folder .. "/.state", XDG_CONFIG_HOME = folder .. "/.config", LC_ALL = "C.UTF-8",
    TERM = options.term or "xterm", NO_COLOR = not options.colour and "1" or false, CDK_OUTDIR = false, COLUMNS = false,
    CDK_CONTEXT_JSON = false,
  }
  for _, name in ipairs(luacdk.MANNERS) do env[name] = false end
  for name, value in pairs(options.env or {}) do env[name] = value end
  return env
end

local function absolute(path)
  if path:find "^/" then return path end
  local pipe = assert(io.popen "pwd")
  local folder = pipe:read "l"
  pipe:close()
  return folder .. "/" .. path
end

support.program = absolute(program)

local function words_of(options)
  if options.program then return options.program end
  if options.command then
    local words = { absolute(program) }
    for _, word in ipairs(options.command) do words[#words + 1] = word end
    return words
  end
  local words = { absolute(program), "repl" }
  for _, word in ipairs(options.arguments or {}) do words[#words + 1] = word end
  return words
end

--- Starts a session at a terminal and waits for its first prompt (unless wait = false).
function support.open(options)
  options = options or {}
  local folder = options.folder or luacdk.folder(options.files)
  local columns = options.columns or 80
  local child = pty.spawn(words_of(options), {
    cwd = folder, env = environment(options, folder), columns = columns, rows = options.rows or 24,
  })
  local self = setmetatable({
    child = child, folder = folder, columns = columns, display = new_screen(columns > 0 and columns or 80), bytes = "",
    plain = options.term == "dumb", own_folder = not options.folder,
  }, Session)
  open_sessions[#open_sessions + 1] = self
  if options.wait ~= false then self:wait_for_prompt(0) end
  return self
end

--- Takes what the program writes within some milliseconds; false when there was nothing, nil at its end.
function Session:take(milliseconds)
  local bytes = self.child:read(milliseconds)
  if bytes == "" then return nil end
  if not bytes then return false end
  self.bytes = self.bytes .. bytes
  self.display:show(bytes)
  return true
end

local function now()
  local time = io.open("/proc/uptime"):read "n"
  return time * 1000
end

function Session:wait_until(condition, what)
  local deadline = now() + PATIENCE
  while not condition() do
    local taken = self:take(50)
    if taken == nil or now() > deadline then
      if condition() then return end
      error(("%s, while waiting for %s; the screen:\n%s"):format(taken == nil and "it ended" or "time is up", what,
        table.concat(self:screen(), "\n")), 3)
    end
  end
end

--- Waits until a line of the screen matches the pattern.
function Session:wait_for(pattern)
  self:wait_until(function() return self:shows(pattern) end, pattern)
end

--- Whether a line of the screen matches the pattern.
function Session:shows(pattern)
  for _, line in ipairs(self:screen()) do
    if line:find(pattern) then return true end
  end
  return false
end

--- Waits until the program reads a line anew, `seen` being how often it did before, and shows a prompt.
function Session:wait_for_prompt(seen)
  self:wait_until(function()
    local line = self.display:line(self.display.row)
    local prompting = line:find(PROMPT) or line:find(CONTINUATION) or line:find(CONTINUATION_ASCII)
    return prompting and (self.plain and self.display.row > seen
      -- What is typed before the editor has taken the terminal over is echoed by that.
      or not self.plain and self.display.awaiting > seen and not self.child:is_cooked())
  end, "a prompt")
end

function Session:seen() return self.plain and self.display.row or self.display.awaiting end

--- Types keys.
function Session:type(keys) self.child:write(keys) end

-- What stands between the line typed at `row` and the prompt.
function Session:output(row, typed)
  local length = utf8.len(typed) or #typed
  local prompt = self.display:line(row):match "^%d+[^%d ]+ " or ""
  local rows = math.max(1, math.ceil(((utf8.len(prompt) or #prompt) + length) / self.columns))
  local lines = {}
  for i = row + rows, self.display.row - 1 do lines[#lines + 1] = (self.display:line(i):gsub("%s+$", "")) end
  return lines
end

--- Types a line and Enter, waits for the next prompt, and gives the lines shown in between.
function Session:enter(line)
  local seen, row = self:seen(), self.display.row
  self:type(line .. (self.plain and "\n" or "\r"))
  self:wait_for_prompt(seen)
  return self:output(row, line)
end

--- Pastes a text, as a terminal does, and Enter; gives all lines shown from there on.
function Session:paste(text)
  local seen, row = self:seen(), self.display.row
  self:type("\27[200~" .. text:gsub("\n", "\r") .. "\27[201~\r")
  self:wait_for_prompt(seen)
  local lines = {}
  for i = row, self.display.row - 1 do lines[#lines + 1] = (self.display:line(i):gsub("%s+$", "")) end
  return lines
end

--- All lines of the screen so far.
function Session:screen() return self.display:lines() end

--- The line that is being typed, with its prompt.
function Session:line() return self.display:line(self.display.row) end

--- Changes the size of its window.
function Session:resize(columns, rows)
  self.columns = columns
  self.display:reflow(columns)
  self.child:resize(columns, rows or 24)
end

support.SIGINT, support.SIGTERM, support.SIGHUP = 2, 15, 1

function Session:signal(number) self.child:signal(number) end

--- Whether the terminal is as a shell leaves it.
function Session:is_cooked() return self.child:is_cooked() end

--- Waits for its end, and gives its exit status.
function Session:wait()
  local taken
  repeat taken = self:take(PATIENCE) until not taken
  if taken == false then error("it does not end; the screen:\n" .. table.concat(self:screen(), "\n"), 2) end
  return self.child:wait(PATIENCE)
end

--- Ends it with Ctrl-D and gives its exit status. Its folder is removed.
function Session:close()
  if not self.closed then
    self:type "\4"
    self.closed = { self:wait() }
    self:abandon()
  end
  return self.closed[1]
end

function Session:abandon()
  self.child:close()
  if self.own_folder and self.folder then luacdk.remove(self.folder) end
  self.folder = nil
end

--- Ends all sessions that are still open.
function support.end_all()
  for _, session in ipairs(open_sessions) do session:abandon() end
  open_sessions = {}
end

-- ---- by pipe --------------------------------------------------------------------------------------------------------

--- Runs `luacdk repl` on that input; the result as of luacdk.run.
function support.pipe(input, options)
  options = options or {}
  local folder = options.folder or luacdk.folder(options.files)
  local words = words_of(options)
  table.remove(words, 1)
  local env = environment(options, folder)
  for name, value in pairs(env) do
    if not value then env[name] = nil end
  end
  local result = luacdk.run(folder, words, { input = input, env = env })
  if not options.folder then luacdk.remove(folder) end
  return result
end

return support
