--- `luacdk repl --rescue FILE`: a script that fails, be it in synthesis, opens the session in the function that failed.
--- Its variables, and those of its callers, are noted while the stack is still there: local variables as copies,
--- up-values themselves.
local chunk = require "luacdk.repl.chunk"
local dry_run = require "aws_cdk.private.dry_run"
local settings = require "luacdk.settings"

local rescue = {}

local MOST_FRAMES = 200

-- The visible variables of the function at that level: name → cell, and the names in the order of declaration.
local function variables_at(level, closure)
  local cells, names = {}, {}
  local function add(name, cell)
    if not name:find "^[%a_]" or name == "_ENV" or name:find "^__luacdk" then return end
    if not cells[name] then names[#names + 1] = name end
    cells[name] = cell
  end
  for i = 1, 255 do
    local name = debug.getupvalue(closure, i)
    if not name then break end
    if name ~= "" then add(name, { closure = closure, index = i }) end
  end
  for slot = 1, 255 do
    local name, value = debug.getlocal(level + 1, slot)
    if not name then break end
    add(name, chunk.cell(value))
  end
  return cells, names
end

-- The frames of the user's code, innermost first, seen from a message handler.
local function user_frames(level)
  local frames = {}
  while #frames < MOST_FRAMES do
    local info = debug.getinfo(level, "Slnf")
    if not info then break end
    if info.what ~= "C" and not info.source:find "^=luacdk/" then
      local cells, names = variables_at(level, info.func)
      frames[#frames + 1] = { cells = cells, names = names, line = info.currentline,
        source = info.source:gsub("^[@=]", ""), name = info.name and info.name:gsub("^_", "") }
    end
    level = level + 1
  end
  return frames
end

--- Makes a message handler from another one that also notes where it was called, in `session.rescued`. An error that
--- is passed on keeps the place where it was raised first.
function rescue.handler(session, report)
  return function(message)
    if not session.runs_script then return report(message) end
    local before = session.rescued
    if before and rawequal(before.message, message) then return message end
    local frames = type(message) ~= "userdata" and user_frames(3) or {}
    local told = report(message)
    if frames[1] then session.rescued = { message = told, frames = frames, at = 1 } end
    return told
  end
end

local function synthesise_all()
  for _, app in ipairs(dry_run.apps()) do
    dry_run.preview(app)
    app:synth { force = true }
  end
end

-- The script as the outermost function, after it has ended.
local function frame_of_script(session, cells)
  local names = {}
  for name in pairs(cells) do names[#names + 1] = name end
  table.sort(names)
  return { cells = cells, names = names, source = session.state.script }
end

--- Synthesises the apps of a script that has ended, into memory, as a script may fail only then; returns the error, or
--- nil. `cells` are the script's variables, nil for a definition. A child process tries first, so that nothing changes
--- here if all is well.
function rescue.synthesise(session, cells)
  if #dry_run.apps() == 0 then return nil end
  require "aws_cdk.private.synthesis" -- not only in the child
  local outcome = require "luacdk.repl.fork"(function() return pcall(synthesise_all) and "done" or "failed" end)
  if outcome ~= "failed" then return nil end
  local is_dry, previews, stages = settings.dry_run, settings.previewing, settings.staging
  session.runs_script = true
  local ok, message = xpcall(synthesise_all, settings.definition.report)
  session.runs_script = false
  settings.dry_run, settings.previewing, settings.staging = is_dry, previews, stages
  if session.rescued and cells then table.insert(session.rescued.frames, frame_of_script(session, cells)) end
  return not ok and message or nil
end

local function described(session, frame)
  local what = frame.name and (" in %s"):format(frame.name) or ""
  local names = #frame.names > 0 and ": " .. table.concat(frame.names, ", ") or ""
  local place = frame.line and ("%s:%d"):format(frame.source, frame.line) or frame.source
  local text = place .. what .. names
  local room = session.interactive and session.width * 3 or #text
  return #text > room and text:sub(1, utf8.offset(text, 0, room) - 1) .. "…" or text
end

local function go_to(session, number)
  local rescued = session.rescued
  rescued.at = number
  session.kept.frame = number
  session.locals = rescued.frames[number].cells
end

--- In a session whose script has just failed: brings the variables of the frame into scope, without a word.
function rescue.resume(session, number)
  local rescued = session.rescued
  if rescued then go_to(session, math.min(number or 1, #rescued.frames)) end
end

--- Says where the script has failed.
function rescue.tell(session)
  local frames = session.rescued.frames
  session:note("at " .. described(session, frames[session.rescued.at]))
  if #frames > 1 then session:note ":up goes to the caller" end
end

-- Goes to another frame and says which.
local function move(session, step)
  local rescued = session.rescued
  if not rescued then return false, "there is no failed script; luacdk repl --rescue FILE opens one" end
  local number = rescued.at + step
  if not rescued.frames[number] then
    return false, step > 0 and "this is the outermost function" or "this is where the script failed"
  end
  go_to(session, number)
  session.out:line(described(session, rescued.frames[number]))
end

function rescue.up(session) return move(session, 1) end

function rescue.down(session) return move(session, -1) end

return rescue
