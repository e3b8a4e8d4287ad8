--- The files that a session runs at its start: the user's settings, then the project's.
---
--- The project's settings are in the working folder and may be anybody's, so the user is asked before they run for the
--- first time. Consent is remembered by content and folder.
local assets = require "luacdk.assets"
local native = require "luacdk.repl.native"

local startup = {}

local PROJECTS = ".luacdkrc.lua"

local function variable(name, fallback)
  local value = os.getenv(name)
  return value and value:sub(1, 1) == "/" and value or fallback
end

local home = os.getenv "HOME"

-- ---- what was agreed to ---------------------------------------------------------------------------------------------

local function memory()
  local state = variable("XDG_STATE_HOME", home and home .. "/.local/state")
  return state and state .. "/luacdk/settings"
end

local function is_remembered(digest)
  local text = memory() and native.read_settings(memory())
  return text and ("\n" .. text):find("\n" .. digest .. "\n", 1, true) ~= nil
end

local function remember(session, digest)
  local path = memory()
  local made, why = path and assets.mkdirs(assets.path.dirname(path))
  local file
  if made then file, why = io.open(path, "a") end
  if not file then
    session:complain("your answer is not remembered: " .. tostring(why or "there is no home folder"))
    return
  end
  file:write(digest, "\n")
  file:close()
end

-- ---- the project's --------------------------------------------------------------------------------------------------

local function lines_of(text)
  local _, breaks = text:gsub("\n", "")
  return breaks + (text:find "[^\n]$" and 1 or 0)
end

local function ask(session, text)
  local count = lines_of(text)
  local question = ("run %s of this folder, %d line%s of Lua that can do anything you can? [y/N] ")
    :format(PROJECTS, count, count == 1 and "" or "s")
  local answer = native.ask(question)
  return answer ~= nil and (answer:lower() == "y" or answer:lower() == "yes"), answer ~= nil or session.interactive
end

-- The text of the project's settings, if they may run.
local function projects(session, first)
  if native.cwd() == home then return nil end
  local text, why = native.read_settings(PROJECTS)
  if text == false and first then session:complain(why) end
  if not text then return nil end
  local digest = assets.sha256(native.cwd() .. "\0" .. text)
  if is_remembered(digest) or session.kept.settings_agreed == digest then return text end
  if not first then return nil end
  local agreed, asked = ask(session, text)
  if agreed then
    session.kept.settings_agreed = digest
    remember(session, digest)
    return text
  end
  session:complain(("%s of this folder is not run%s; `luacdk repl --settings %s` runs it"):format(PROJECTS,
    asked and "" or ", since there was nobody to ask", PROJECTS))
  return nil
end

--- The files to run, in order: { file, text }. `first`: the session is starting; otherwise it is being rebuilt.
function startup.files(session, first)
  local files = {}
  local function add(file, text) files[#files + 1] = text and { file = file, text = text } or nil end
  local function add_own(path)
    local text, why = native.read_settings(path)
    if text == false and first then session:complain(why) end
    add(path, text)
    return text ~= nil
  end
  local config = variable("XDG_CONFIG_HOME", home and home .. "/.config")
  local _ = config and add_own(config .. "/luacdk/" .. PROJECTS) or home and add_own(home .. "/" .. PROJECTS)
  local named = native.settings()
  if named then
    if not add_own(named) and first then session:complain("cannot read " .. named .. ": there is no such file") end
  else
    add(PROJECTS, projects(session, first))
  end
  return files
end

return startup
