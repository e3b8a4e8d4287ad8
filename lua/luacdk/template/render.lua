--- `luacdk render`: prints the templates of an assembly, or compares them with a snapshot. Called by src/cli/render.c;
--- returns whether everything is as expected.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local assembly_stacks = require "luacdk.assembly_stacks"
local snapshot = require "luacdk.template.snapshot"

local EXTENSION = { json = ".template.json", yaml = ".template.yaml" }

-- ---- printing -------------------------------------------------------------------------------------------------------

-- Escapes what would control a terminal; YAML does so anyway.
local function printable(stack, format)
  local text = snapshot.as_format(stack, format)
  return format == "json" and assembly_stacks.printable(text) or text
end

local function print_all(stacks, format)
  if #stacks == 1 then
    io.write(printable(stacks[1], format))
  elseif format == "yaml" then
    for _, stack in ipairs(stacks) do io.write("---\n# ", stack.name, "\n", printable(stack, format)) end
  else
    local all = engine.ordered()
    for _, stack in ipairs(stacks) do all[stack.name] = assembly.parse_json(stack.text) end
    io.write(printable({ text = assembly.print_json(engine.map(all), 1) }, format))
  end
end

local function write_all(stacks, format, output)
  local extension = output:match "%.(%a+)$"
  if #stacks == 1 and (extension == "json" or extension == "yaml" or extension == "yml") then
    snapshot.write(output, snapshot.as_format(stacks[1], format))
    return
  end
  for _, stack in ipairs(stacks) do
    snapshot.write(output .. "/" .. stack.name .. EXTENSION[format], snapshot.as_format(stack, format))
  end
end

return function(options)
  options.format = options.format or "json"
  local stacks = assembly_stacks.of(options.folder)
  if options.check then
    local folder = options.snapshot or options.file .. ".snapshot"
    options.updating = ("luacdk render %s %s--update"):format(options.file,
      options.snapshot and ("--check=%s "):format(folder) or "")
    return snapshot.check(stacks, folder, options)
  end
  if options.output then write_all(stacks, options.format, options.output) else print_all(stacks, options.format) end
  return true
end
