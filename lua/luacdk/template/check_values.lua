--- `luacdk params --check`: everything that is wrong with values files, without building a stack. Each file is checked
--- by itself, because a higher layer may hide its mistakes; then what the layers give together: for each environment
--- that has a file (without any: once), and each cell of a matrix. Only there a value can be missing, `check` fail, or
--- a fact of the definition be false.
local Matrix = require "luacdk.template.matrix"
local assets = require "luacdk.assets"
local cells = require "luacdk.template.cells"
local counted = require "luacdk.counted"
local layers = require "luacdk.template.layers"
local sandboxed = require "luacdk.template.sandboxed"

local MOST_CELLS = 8 -- named in one message

-- Notes each mistake once, with the cells that have it.
local function new_findings()
  local findings = { list = {}, known = {} }
  function findings.add(text, cell)
    local finding = findings.known[text]
    if not finding then
      local file, line = text:match "^([^\n]-):(%d+): "
      finding = { text = text, file = file, line = tonumber(line), cells = {}, number = #findings.list + 1 }
      findings.known[text] = finding
      findings.list[finding.number] = finding
    end
    if cell and finding.cells then finding.cells[#finding.cells + 1] = cell else finding.cells = nil end
  end
  return findings
end

-- Runs `merge` on new values, then `check`, which returns a result or nil and mistakes; notes what is wrong.
local function examine(findings, values, merge, check, cell)
  local ok, message = pcall(function()
    merge(values)
    local resolved, mistakes = check(values)
    for _, text in ipairs(not resolved and mistakes or {}) do findings.add(text, cell) end
  end)
  if ok then return end
  if type(message) == "userdata" then error(message, 0) end -- an interruption
  findings.add(tostring(message), cell)
end

-- The values files to look at: those that were named, else all that the definition reads by itself.
local function files_of(named, base, of_envs)
  if #named > 0 then return named end
  local files = { base }
  for _, entry in ipairs(of_envs) do files[#files + 1] = entry.file end
  return files
end

-- What the definition makes stacks of: { env =, cell = }.
local function units_of(definition, of_envs)
  local units, known = {}, {}
  local function add(env, cell)
    units[#units + 1] = { env = env, cell = cell }
    known[env or ""] = true
  end
  local has_envs = definition._entries and definition._entries.env
  for _, cell in ipairs(definition._cells or {}) do
    if has_envs or #of_envs == 0 then add(cell.texts.env, cell) end
    for _, entry in ipairs(not has_envs and of_envs or {}) do add(entry.env, cell) end
  end
  for _, entry in ipairs(of_envs) do
    if not known[entry.env] then add(entry.env) end
  end
  if #units == 0 then add() end
  return units
end

-- Calls visit(unit, files) for the units that the files have a part in, with those that come on top of their layers.
local function each_run(units, files, base, of_envs, visit)
  local env_of, asked, extras = {}, {}, {}
  for _, entry in ipairs(of_envs) do env_of[assets.path.resolve(entry.file)] = entry.env end
  local everywhere = #files == 0
  for _, file in ipairs(files) do
    local path = assets.path.resolve(file)
    if env_of[path] then
      asked[env_of[path]] = true
    elseif base and path == assets.path.resolve(base) then
      everywhere = true
    else
      extras[#extras + 1] = file
    end
  end
  for _, unit in ipairs(units) do
    if everywhere or asked[unit.env] then visit(unit, {}) end
    for _, file in ipairs(extras) do visit(unit, { file }) end
  end
end

-- Where each mistake stands among the files, and its line there.
local function sort(list, files)
  local rank = {}
  for i, file in ipairs(files) do rank[layers.shown(file)] = i end
  table.sort(list, function(a, b)
    local x, y = rank[a.file] or math.huge, rank[b.file] or math.huge
    if x ~= y then return x < y end
    if a.file == b.file and a.line ~= b.line then return (a.line or 0) < (b.line or 0) end
    return a.number < b.number
  end)
end

local function tell(findings, files, runs)
  sort(findings.list, files)
  for _, finding in ipairs(findings.list) do
    io.write(finding.text, "\n")
    local names = finding.cells or {}
    if #names > 0 and #names < runs then
      io.write("  in ", table.concat(names, ", ", 1, math.min(#names, MOST_CELLS)),
        #names > MOST_CELLS and (" and %d more"):format(#names - MOST_CELLS) or "", "\n")
    end
  end
end

return function(definition, options)
  local template = Matrix.is_matrix(definition) and definition._template or definition
  local folder = definition._where.folder
  local base, of_envs = layers.files(cells.run_of(definition, {}))
  local files = files_of(options.values, base, of_envs)
  local findings, root = new_findings(), sandboxed.root(folder)
  for _, file in ipairs(files) do
    local alone = template:_new_values(root)
    alone.partial = true
    examine(findings, alone, function(values) layers.add_file(values, file, folder) end,
      function(values) return values:resolve(), values.errors end)
  end
  local units, runs = units_of(definition, of_envs), 0
  each_run(units, files, base, of_envs, function(unit, above)
    runs = runs + 1
    examine(findings, template:_new_values(root), function(values)
      layers.add(values, cells.run_of(definition, { env = unit.env, values = above }, unit.cell))
    end, function(values)
      local resolved, mistakes = template:_checked(values)
      if not resolved then return nil, mistakes end
      mistakes = template:_false_facts(values, resolved)
      return #mistakes == 0, mistakes
    end,
      unit.cell and unit.cell.label or unit.env and "env=" .. unit.env)
  end)
  options.answer()
  tell(findings, files, runs)
  local looked_at = #files > 0 and counted(#files, "values file") or "no values files"
  io.stdout:flush()
  if #findings.list > 0 then error(("%s in %s"):format(counted(#findings.list, "mistake"), looked_at), 0) end
  io.write(("%s: %s, no mistakes\n"):format(layers.shown(options.file or "-"), looked_at))
end
