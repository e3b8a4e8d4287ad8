--- Synthesis of definitions. A template counts as a matrix of one cell. Several cells run in processes of their own,
--- each with its own app; their results are merged into what one app with all stacks would have written.
local Matrix = require "luacdk.template.matrix"
local Template = require "luacdk.template.template"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local sandboxed = require "luacdk.template.sandboxed"
local engine = require "luacdk.engine"
local inputs = require "luacdk.inputs"
local merge = require "luacdk.template.merge"
local params = require "luacdk.template.params"
local selection = require "aws_cdk.private.selection"
local settings = require "luacdk.settings"
local timings = require "luacdk.timings"
local workers = require "luacdk.workers"

local cells = {}

-- ---- values of the cells --------------------------------------------------------------------------------------------

-- A key of a matrix that may be a function of the cell.
local function of_cell(matrix, cell, value)
  if type(value) ~= "function" then return value end
  return sandboxed.call(matrix._where.folder, value, setmetatable({ account = cell.account, region = cell.region },
    { __index = cell.axes }))
end

-- The layers that a matrix provides for a cell: its axes that are parameters, and its values.
local function cell_layers(matrix, cell)
  local list = {}
  local function add(where, path, tree)
    if tree == nil then return end
    if type(tree) ~= "table" then params.fail(where, path, "the values of a cell must be a table") end
    local function place(at) return params.place(where, path == "" and at or path .. "." .. at) or "matrix" end
    list[#list + 1] = { layer = { name = "matrix", folder = where.folder, where = place }, tree = tree }
  end
  local from_axes = {}
  for _, axis in ipairs(matrix._axes) do
    if matrix._template._specs[axis] then from_axes[axis] = cell.axes[axis] end
  end
  if next(from_axes) then add(matrix._where, "", from_axes) end
  for _, entry in ipairs(matrix._values) do add(entry.where, "values", of_cell(matrix, cell, entry.value)) end
  for _, layer in ipairs(cell.layers) do add(matrix._where, layer.path, layer.tree) end
  return list
end

-- Properties of a cell's stack: those of the matrix, and its environment.
local function stack_props(matrix, cell)
  local props = {}
  for _, entry in ipairs(matrix._stack) do
    for key, value in pairs(of_cell(matrix, cell, entry.value) or {}) do props[key] = value end
  end
  if not props.env and (cell.account or cell.region) then
    props.env = { account = cell.account, region = cell.region }
  end
  return props
end

-- Runs f; an error becomes the failure of the cell.
local function attempt(cell, f)
  local ok, message = xpcall(f, settings.definition and settings.definition.report or tostring)
  if not ok then
    if type(message) == "userdata" then error(message, 0) end -- an interruption
    cell.failure = tostring(message)
  end
  return ok
end

--- What layers.add needs to know of a run of the definition: of a cell, if it is a matrix.
function cells.run_of(definition, options, cell)
  local where = definition._where
  local names, run = { Template.base_name(where) }, { folder = where.folder, options = options, env = options.env }
  if Matrix.is_matrix(definition) then
    local template = definition._template
    if template._where.folder == where.folder then names[#names + 1] = Template.base_name(template._where) end
    run.env = cell and cell.texts.env or options.env
    run.cell_layers = cell and cell_layers(definition, cell)
  else
    run.env_must_exist = true
  end
  run.names = names
  return run
end

local function prepare_matrix(matrix, options)
  local only = { table.unpack(options.only or {}) }
  if options.env and matrix._entries.env then
    only[#only + 1] = "env=" .. options.env
    -- Each of the others is narrowed by it.
    for i = 1, #only - 1 do only[i] = only[i] .. ",env=" .. options.env end
    if #only > 1 then table.remove(only) end
  end
  local list = {}
  for i, cell in ipairs(matrix:select(only)) do
    local made = setmetatable({ number = i, template = matrix._template }, { __index = cell })
    list[i] = made
    attempt(made, function()
      made.values, made.resolved = matrix._template:_resolve(cells.run_of(matrix, options, cell))
      made.props = stack_props(matrix, cell)
    end)
    if made.resolved then made.name = matrix:name_of(cell, made.resolved) end
  end
  return list
end

local function prepare_template(template, options)
  if options.only and #options.only > 0 then
    error("--only chooses cells of a matrix, but the definition is a template", 0)
  end
  local values, resolved = template:_resolve(cells.run_of(template, options))
  local name = template:stack_name(options.env)
  return { { number = 1, template = template, values = values, resolved = resolved, name = name, props = {} } }
end

local function check_names(list, matrix)
  local owner = {}
  for _, cell in ipairs(list) do
    if cell.name then
      local other = owner[cell.name]
      if other then
        params.fail(matrix._where, "name", "the cells %s and %s would both be called '%s'; use every axis in the name",
          other.label, cell.label, cell.name)
      end
      owner[cell.name] = cell
    end
  end
end

--- The cells of a definition with their values: { label, name, values, resolved, props, failure }.
function cells.all(definition, options)
  if not Matrix.is_matrix(definition) then return prepare_template(definition, options) end
  local list = prepare_matrix(definition, options)
  check_names(list, definition)
  return list
end

-- ---- synthesis ------------------------------------------------------------------------------------------------------

-- The app of one cell, synthesised into the folder.
local function synth_cell(cell, outdir)
  local folder = cell.template._where.folder
  return sandboxed.call(folder, function()
    local app = cdk.App { auto_synth = false, outdir = outdir }
    cell.template:_make(app, cell.name, cell.resolved, cell.props)
    app:synth()
    return app
  end)
end

--- Makes the stack of a cell in an app.
function cells.make(cell, app)
  return sandboxed.call(cell.template._where.folder, cell.template._make, cell.template, app, cell.name, cell.resolved,
    cell.props)
end

--- Synthesises a cell into a separate folder; returns the folder.
function cells.synth_into(cell, outdir) return synth_cell(cell, outdir).outdir end

local function report_failures(list, options, written)
  local failed, lines = 0, {}
  for _, cell in ipairs(list) do
    if cell.failure then
      failed = failed + 1
      lines[#lines + 1] = ("cell %s: %s"):format(cell.label, cell.failure)
    end
  end
  if failed == 0 then return end
  local what = written and "the others were written"
    or (options.keep_going or failed == #list) and "nothing was written"
    or "nothing was written; --keep-going writes the others"
  if #list > 1 then
    lines[#lines + 1] = ("%d of %d cells failed: %s"):format(failed, #list, what)
  end
  error(table.concat(lines, "\n"), 0)
end

-- What the host takes for an app that has been synthesised.
local function register(outdir) engine.register_app { _assembly = true, outdir = outdir } end

local function say_once()
  local said = {}
  --- Writes what a cell printed on standard error, but each deprecation notice only once.
  return function(text)
    text = text:gsub("%[WARNING%] [^\n]* is deprecated%.\n  [^\n]*\n  [^\n]*\n", function(notice)
      if said[notice] then return "" end
      said[notice] = true
    end)
    io.stderr:write(text)
  end
end

local function synth_several(list, options)
  local outdir = settings.outdir or "cdk.out"
  local output <close> = assembly.output(outdir)
  local scratch = output:scratch()
  local prepared, reason = assets.prepare(outdir)
  if not prepared then error(reason, 0) end
  local good = {}
  for _, cell in ipairs(list) do
    if not cell.failure then good[#good + 1] = cell end
  end
  sandboxed.rest() -- from here on untrusted code runs only in the processes of the cells
  local known = #inputs.list()
  local jobs = options.jobs and options.jobs > 0 and options.jobs or workers.cores()
  local results = workers.run(#good, jobs, function(i)
    local cell = good[i]
    timings.begin()
    local capture = merge.capture(outdir, scratch .. "/" .. cell.number)
    settings.output, settings.worker = capture, cell.number
    attempt(cell, function() synth_cell(cell) end)
    local placed, used = assets.staged(outdir)
    return merge.pack {
      failure = cell.failure, capture = not cell.failure and capture or nil, placed = placed, used = used,
      inputs = inputs.list(known + 1), timings = timings.sums(),
    }
  end)
  local say = say_once()
  local parts, placed = {}, {}
  for i, cell in ipairs(good) do
    local result = results[i]
    io.write(result.out)
    say(result.err)
    if result.error then
      cell.failure = result.error ~= "" and result.error or "its process ended unexpectedly"
    else
      local part = merge.unpack(result.result)
      for _, path in ipairs(part.placed) do
        placed[#placed + 1] = path
        assets.adopt(path, true)
      end
      for _, path in ipairs(part.used) do assets.adopt(path, false) end
      for _, path in ipairs(part.inputs) do inputs.add(path) end
      timings.add_cell(cell.label, part.timings)
      cell.failure = part.failure
      if not cell.failure then
        part.label = cell.label
        parts[#parts + 1] = part
      end
    end
  end
  local failed = #parts < #list
  if failed and not (options.keep_going and #parts > 0) then
    for _, path in ipairs(placed) do assets.remove_tree(path) end
    output:abandon()
    report_failures(list, options, false)
  end
  if failed then merge.remove_unused(placed, parts) end
  local ok, message = pcall(merge.write, output, outdir, parts)
  if not ok then
    for _, path in ipairs(placed) do assets.remove_tree(path) end
    error(message, 0)
  end
  register(outdir)
  report_failures(list, options, true)
end

--- Synthesises a definition into the output folder of the run.
function cells.synth(definition, options)
  local list = {}
  for _, cell in ipairs(cells.all(definition, options)) do
    if cell.failure or selection.has(cell.name) then list[#list + 1] = cell end
  end
  if #list > 1 then return synth_several(list, options) end
  local cell = list[1]
  if not cell.label then
    register(synth_cell(cell).outdir)
    return
  end
  if not cell.failure and attempt(cell, function() register(synth_cell(cell).outdir) end) then return end
  report_failures(list, options, false)
end

return cells
