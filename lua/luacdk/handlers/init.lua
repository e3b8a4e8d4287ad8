--- `luacdk handlers`: our own programs that constructs deploy. Called by src/cli/handlers.c with the options of the
--- command line; returns the exit status.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local programs = require "aws_cdk.private.programs"

local OK, FAILED = 0, 1

local ENTRY_POINT = "core/nodejs-entrypoint-handler"

-- The folder's code as CustomResourceProvider publishes it: with the entry point.
local function with_entry_point(directory)
  local hash, reference = programs.hashes_with_entry_point(directory)
  if not hash then return nil, reference end
  return { { name = ENTRY_POINT, brought_by = "cdk.CustomResourceProvider", hash = hash, reference = reference } }
end

local function print_json(list)
  local rows = {}
  for i, program in ipairs(list) do
    rows[i] = engine.ordered("name", program.name, "reference", program.reference, "hash", program.hash)
  end
  io.write(assembly.print_json(rows, 2), "\n")
end

local function print_text(list)
  for i, program in ipairs(list) do
    if i > 1 then io.write "\n" end
    io.write(program.name, "\n  brought by  ", program.brought_by, "\n  asset       ", program.hash,
      "\n  AWS CDK's   ", program.reference, "\n")
  end
end

return function(options)
  local list, message
  if options.folder then
    list, message = with_entry_point(options.folder)
  else
    list = programs.list()
    -- Further folders of code to list, for programs that compare templates.
    for folder in (os.getenv "LUACDK_HANDLERS_CODE" or ""):gmatch "[^:]+" do
      local more
      more, message = with_entry_point(folder)
      if not more then
        list = nil
        break
      end
      table.move(more, 1, #more, #list + 1, list)
    end
  end
  if not list then
    io.stderr:write("luacdk: ", message, "\n")
    return FAILED
  end
  if options.json then print_json(list) else print_text(list) end
  return OK
end
