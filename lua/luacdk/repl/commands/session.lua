--- Commands about the session itself: its lines, marks, files, end.
local columns = require "luacdk.columns"
local counted = require "luacdk.counted"
local marks = require "luacdk.repl.marks"
local paths = require "luacdk.repl.paths"
local rescue = require "luacdk.repl.rescue"

-- Chunks accepted since the script stopped here: those that `:undo` can reach.
local function reach(session)
  local count = 0
  for i = #session.chunks, 1, -1 do
    if session.chunks[i].stop ~= session.stop then break end
    count = count + 1
  end
  return count
end

local MOST_TOLD = 10 -- lines about what is undone

-- The last `count` chunks: a line each, with the prompt at which it was entered.
local function words_of_last(session, count)
  local words, dots = {}, session.unicode and "…" or "..."
  local first = #session.chunks - count + 1
  for i = math.max(first, #session.chunks - MOST_TOLD + 1), #session.chunks do
    local entry = session.chunks[i]
    local text, more = (entry.name and ":load " .. entry.name:sub(2) or entry.text):match "^%s*([^\n]*)(.*)$"
    local line = ("  %d> %s%s"):format(entry.line, text, more ~= "" and " " .. dots or "")
    words[#words + 1] = columns.cut(line, session.width - 1, dots)
  end
  if count > MOST_TOLD then table.insert(words, 1, ("  %d earlier ones"):format(count - MOST_TOLD)) end
  return table.concat(words, "\n")
end

-- "undone:" and the chunks.
local function undone(session, count, what)
  if count <= 0 then return what end
  return (what and what .. ", undone:" or "undone:") .. "\n" .. words_of_last(session, count)
end

local function undo(session, argument)
  local count = argument == "" and 1 or math.tointeger(argument)
  if not count or count < 1 then return false, ":undo takes a number of lines, such as :undo 2" end
  local there = reach(session)
  if there == 0 then return false, "there is nothing to undo" end
  count = math.min(count, there)
  session:rebuild(#session.chunks - count, undone(session, count))
end

local function mark(session, argument)
  local name = argument == "" and "mark" or argument
  session.kept.marks[name] = #session.chunks
  marks.remember(session, name)
  session:note(("marked '%s'"):format(name))
end

local function back(session, argument)
  local name = argument == "" and "mark" or argument
  local count = session.kept.marks[name]
  if not count then return false, ("there is no mark '%s'; :mark sets one"):format(name) end
  session:rebuild(count, undone(session, #session.chunks - count, ("back at '%s'"):format(name)))
end

local function reset(session)
  session:rebuild(#session.chunks - reach(session), undone(session, reach(session), "back at the start"))
end

-- What commands that write an assembly, or a script of one, say if there is nothing to write.
local NO_APP = "%s: there is no app yet, so nothing to %s; make one: stack = cdk.Stack(cdk.App(), \"Demo\")"

local function synth(session, argument)
  if #paths.apps() == 0 then return false, NO_APP:format(":synth", "write") end
  local status = session:synth(argument ~= "" and argument or nil)
  if status ~= 0 then return false, "nothing was written" end
end

local function stage(session, argument)
  if argument ~= "" and argument ~= "off" then return false, ":stage takes no argument, or off" end
  local on = argument == ""
  if not on and not session:option "staging" then return false, "nothing to stage" end
  if on and #paths.apps() == 0 then return false, NO_APP:format(":stage", "prepare") end
  session.kept.staging_next = on
  session:rebuild(#session.chunks, on and "assets are copied and bundled from now on; :stage off stops this"
    or "assets are no longer copied or bundled", true)
end

local function read(file)
  local handle, message = io.open(file, "rb")
  if not handle then return nil, message end
  local text = handle:read "a"
  handle:close()
  if not text then return nil, file .. ": it cannot be read" end
  return text
end

local function save(session, file, force)
  if file == "" then return false, ":save takes the name of a file, such as :save app.lua" end
  if #session.chunks == 0 and #paths.apps() == 0 then return false, NO_APP:format(":save", "save") end
  local script = session.state.script
  if script and require "luacdk.repl.definition".is_definition(script) then
    return false, (":save has no script to write for the definition %s: put lines into a script that has"
      .. " `include %q:build(…)`"):format(script, script)
  end
  local composer = require "luacdk.repl.save"
  local there = read(file)
  if there and not force and not there:find(composer.MARK, 1, true) then
    return false, ("%s exists and was not written by :save; `:save! %s` replaces it"):format(file, file)
  end
  local text, message = composer.compose(session)
  if not text then return false, message end
  local written, problem = session:write_file(file, text)
  if not written then return false, problem end
  session.kept.saved = file
  local _, lines = text:gsub("\n", "")
  session:note(("%s: %s"):format(file, counted(lines, "line")))
  if #paths.apps() == 0 then session:complain(file .. ": these lines make no app, so the script will write nothing") end
end

local function load_file(session, file)
  if file == "" then return false, ":load takes the name of a file, such as :load app.lua" end
  local text, message = read(file)
  if not text then return false, message end
  return session:load_file(file, text)
end

local function history(session)
  for _, entry in ipairs(session.chunks) do
    local text = entry.name and ":load " .. entry.name:sub(2) or entry.text
    session.out:line(("%4d  %s"):format(entry.line, (text:gsub("\n", "\n      "))))
  end
end

local function quit(session) session:quit() end

local CALL_WIDTH = 24 -- of the first column of :help

-- A text in lines of that many characters, broken between words.
local function help(session, argument)
  local commands = require "luacdk.repl.commands"
  local name = argument:gsub("^:", "")
  if name ~= "" then
    local command = commands.find(name)
    if not command then return commands.run(session, ":" .. name) end
    session.out:line(("%s %s"):format(command.name:find "^%?" and command.name or ":" .. command.name,
      command.arguments or ""))
    session.out:line(command.summary)
    if command.details then session.out:line():line(command.details) end
    return
  end
  for _, command in ipairs(commands) do
    if not command.hidden then
      local call = (command.name:find "^%?" and "" or ":") .. command.name
      if command.arguments and command.arguments ~= "" then call = call .. " " .. command.arguments end
      local head = columns.pad("  " .. call .. " ", CALL_WIDTH)
      local room = math.max(session.width - CALL_WIDTH, 16)
      for _, row in ipairs(columns.wrap(command.summary, room)) do
        session.out:line(head .. row)
        head = (" "):rep(CALL_WIDTH)
      end
    end
  end
end

return {
  {
    name = "help", arguments = "[COMMAND]", complete = "command", run = help,
    summary = "list the commands, or explain one",
  },
  {
    name = "up", run = rescue.up,
    summary = "with --rescue: to the caller of the function that failed",
  },
  {
    name = "down", run = rescue.down,
    summary = "back towards the function that failed",
  },
  { name = "undo", arguments = "[N]", run = undo, summary = "undo the last accepted lines" },
  { name = "mark", arguments = "[NAME]", run = mark, summary = "remember this state" },
  { name = "back", arguments = "[NAME]", complete = "mark", run = back, summary = "go back to a mark" },
  { name = "reset", run = reset, summary = "undo all lines" },
  {
    name = "synth", arguments = "[DIR]", complete = "folder", run = synth,
    summary = "write the cloud assembly, for real",
  },
  {
    name = "stage", arguments = "[off]", run = stage,
    summary = "copy and bundle assets for real, now and from now on",
    details = "Until then assets are left alone; :synth prepares them too, for what it writes. In cdk.repl() "
      .. "of a\nscript that `luacdk app.lua` runs they are copied and bundled at once, since that is a real "
      .. "run.",
  },
  {
    name = "save", arguments = "FILE", complete = "file", run = function(session, file) return save(session, file) end,
    summary = "write the accepted lines as a script",
    details = "The script makes the same assembly as :synth. A file that :save did not write is left alone;\n"
      .. "`:save! FILE` replaces it.",
  },
  {
    name = "save!", arguments = "FILE", complete = "file", hidden = true,
    run = function(session, file) return save(session, file, true) end,
    summary = "write the accepted lines as a script, replacing any file",
  },
  {
    name = "load", arguments = "FILE", complete = "file", run = load_file,
    summary = "run the lines of a file as if they had been entered",
  },
  { name = "history", run = history, summary = "the accepted lines" },
  { name = "quit", run = quit, summary = "end the session, as Ctrl-D does" },
}
