--- The commands of a session, `:name arguments`, and the two kinds of questions, `?name` and `??word`.
local engine = require "luacdk.engine"

local commands = {}

-- Their modules, in the order in which `:help` lists them.
for _, file in ipairs { "session", "views", "help" } do
  for _, command in ipairs(require("luacdk.repl.commands." .. file)) do commands[#commands + 1] = command end
end

--- The command of that name, or nil.
function commands.find(name)
  for _, command in ipairs(commands) do
    if command.name == name then return command end
  end
  return nil
end

local function unknown(name)
  local names = {}
  for i, command in ipairs(commands) do names[i] = command.name end
  local near = engine.nearest(name, names)
  return false, near and ("there is no command ':%s'; did you mean ':%s'?"):format(name, near)
    or ("there is no command ':%s'; :help lists them"):format(name)
end

--- Runs a line. Returns nothing, or false and a message for the user.
function commands.run(session, line)
  local text = line:match "^%s*(.-)%s*$"
  local name, arguments = text:match "^:([%w_]*!?)%s*(.*)$"
  if text:sub(1, 1) == "?" then
    name, arguments = text:match "^(%?%??)%s*(.*)$"
  end
  if name == "" then return false, "a colon starts a command; :help lists them" end
  local command = commands.find(name)
  if not command then return unknown(name or text:sub(2)) end
  return command.run(session, arguments)
end

return commands
