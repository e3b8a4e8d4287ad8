-- Scripts in which findings look for their lines: whatever is in the file, there is an answer.
local source = require "luacdk.template.source"
local told = dofile "tools/fuzz/told.lua"

local file = ... .. "/script.lua"

-- What the module remembers of the file, which is another one each time.
source.of_result(file)
local _, scan = debug.getupvalue(source.of_result, 1)
local remembered
for at = 1, 20 do
  local _, value = debug.getupvalue(scan, at)
  if type(value) == "table" and value[file] then remembered = value end
end
assert(remembered, "the module remembers files")

local function is_line(value, lines)
  return value == nil or math.type(value) == "integer" and value >= 1 and value <= lines
end

return function(text)
  local out = assert(io.open(file, "wb"))
  assert(out:write(text) and out:close())
  remembered[file] = nil
  local lines = 2 + select(2, text:gsub("[\r\n]", ""))
  told(source.is_definition, file)
  for _, line in pairs(told(source.of_result, file)) do assert(is_line(line, lines)) end
  local word = text:match "[%a_][%w_]*" or "x"
  for line = 1, math.min(lines, 8) do
    for _, found in pairs((told(source.of_call, file, line, word))) do assert(is_line(found, lines)) end
    assert(is_line(told(source.line_of_key, file, line, word), lines))
    assert(is_line(told(source.line_of_member, file, line, word), lines))
    assert(is_line(told(source.line_of_call, file, word, line), lines))
  end
end
