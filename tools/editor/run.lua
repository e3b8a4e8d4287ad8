-- What a language server would underline in scripts, by the definition files in a folder: `make editor-check`.
--
--     luacdk tools/editor/run.lua -- DEFINITIONS SCRIPT…
--
-- Scripts that are called *.d.lua are definition files, too.
package.path = "tools/?.lua;" .. package.path
local check = require "editor.check"
local definitions = require "editor.definitions"

local function names_of(command)
  local names = {}
  local pipe = assert(io.popen(command))
  for name in pipe:lines() do names[#names + 1] = name end
  pipe:close()
  return names
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local files, scripts = names_of("find '" .. arg[1] .. "' -name '*.lua' | LC_ALL=C sort"), {}
for i = 2, #arg do
  local list = arg[i]:find "%.d%.lua$" and files or scripts
  list[#list + 1] = arg[i]
end
local all, count = definitions.read(files), 0
for _, script in ipairs(scripts) do
  for _, complaint in ipairs(check(all, script, read(script))) do
    print(complaint)
    count = count + 1
  end
end
print(("%d scripts, %d lines underlined"):format(#scripts, count))
if count > 0 then os.exit(1) end
