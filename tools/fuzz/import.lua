-- A template that is turned into a script: the script can be compiled, whatever the template.
local import = require "luacdk.import"
local told = dofile "tools/fuzz/told.lua"

local file = ... .. "/Stack.template.yaml"

return function(text)
  local out = assert(io.open(file, "wb"))
  assert(out:write(text) and out:close())
  local script, why = told(import, file)
  assert(script or why == nil or why ~= "", "a template that is refused has a message")
  if script then assert(load(script, "=script", "t")) end
end
