--- `luacdk test`: the tests inside a definition. In the run: the values files and facts, as `luacdk params --check` has
--- them; then the template of each of `snapshots` is made in the output folder, which is temporary. The comparison is
--- made afterwards, in a state that has run no code of the definition: compare_snapshots.lua.
local Matrix = require "luacdk.template.matrix"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cells = require "luacdk.template.cells"
local counted = require "luacdk.counted"
local engine = require "luacdk.engine"
local params = require "luacdk.template.params"
local sandboxed = require "luacdk.template.sandboxed"
local settings = require "luacdk.settings"

-- Values of a snapshot, over the defaults only: checked, or nil and mistakes.
local function checked(template, name)
  local where = template._where
  local values = template:_new_values(sandboxed.root(where.folder))
  local path = "snapshots." .. name
  values:add_tree({ name = "snapshots", folder = where.folder, where = function(at)
    return params.place(where, at == "" and path or path .. "." .. at) or params.place(where, path) or "snapshots"
  end }, template._snapshots[name])
  return template:_checked(values)
end

-- Makes the template of a snapshot; returns a list of what is wrong.
local function make(template, name, folder)
  local resolved, mistakes
  local ok, message = xpcall(function()
    resolved, mistakes = checked(template, name)
    if resolved then
      cells.synth_into({ template = template, name = template:stack_name(), resolved = resolved, props = {} }, folder)
    end
  end, settings.definition.report)
  if ok then return mistakes or {} end
  if type(message) == "userdata" then error(message, 0) end -- an interruption
  return { tostring(message) }
end

return function(definition, options)
  local held, why = pcall(require "luacdk.template.check_values", definition, options)
  if not held and type(why) == "userdata" then error(why, 0) end
  local template = Matrix.is_matrix(definition) and definition._template or definition
  local names, failed = params.sort(template._where, "snapshots", engine.keys(template._snapshots)), 0
  for i, name in ipairs(names) do
    local mistakes = make(template, name, settings.outdir .. "/" .. i)
    if #mistakes > 0 then failed = failed + 1 end
    for _, text in ipairs(mistakes) do
      io.write(("%s\n  in the snapshot '%s'\n"):format(text, name))
    end
  end
  io.stdout:flush()
  assert(assets.mkdirs(settings.outdir))
  assert(assets.write_file(settings.outdir .. "/snapshots.json", assembly.print_json(names)))
  local complaints = { not held and why or nil }
  if failed > 0 then complaints[#complaints + 1] = counted(failed, "snapshot") .. " could not be made" end
  if #complaints > 0 then error(table.concat(complaints, "\n"), 0) end
end
