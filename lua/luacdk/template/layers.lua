--- The layers of values of a run, lowest first: values.{lua,json,yaml} and values/<env>.* beside the definition, what a
--- matrix provides for the cell, the files of `--values`, the environment's LUACDK_P_…, `--set`.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local sandboxed = require "luacdk.template.sandboxed"
local engine = require "luacdk.engine"
local source = require "luacdk.template.source"

local layers = {}

local EXTENSIONS = { "lua", "json", "yaml", "yml" }
local PREFIX = "LUACDK_P_"

-- A path as shown in messages: relative to the working folder if it is below it.
local function shown(path)
  local relative = assets.path.relative(assets.cwd(), assets.path.resolve(path))
  return relative:sub(1, 3) == "../" and path or relative
end
layers.shown = shown

-- ---- files ----------------------------------------------------------------------------------------------------------

local readers = {}

function readers.lua(file, text, folder) -- luacheck: no unused args
  local tree = sandboxed.load(file, folder)
  if tree == nil then error(shown(file) .. ": it returns nothing: end it with `return { … }`", 0) end
  return tree, source.of_result(file)
end

function readers.json(file, text)
  local ok, tree, lines = pcall(assembly.parse_json, text, { lines = true })
  if not ok then error(shown(file) .. ":" .. tostring(tree):gsub("^line (%d+), column (%d+): ", "%1:%2: "), 0) end
  return tree, lines
end

function readers.yaml(file, text)
  local tree, lines = assembly.parse_yaml(text, { lines = true, name = shown(file) })
  if tree == nil then error(lines, 0) end
  return tree, lines
end

readers.yml = readers.yaml

-- The line of a path, or of the nearest map around it.
local function line_of(lines, path)
  while path ~= "" do
    if lines[path] then return lines[path] end
    path = path:match "^(.*)%.[^.]*$" or ""
  end
end

--- A values file as a layer; `folder` is the definition's. Returns the layer and its tree.
function layers.read(file, folder)
  local extension = file:match "%.(%a+)$"
  local read = extension and readers[extension:lower()]
  if not read then error(shown(file) .. ": a values file must end in .lua, .json, .yaml or .yml", 0) end
  local text, why = assets.read_file(file)
  if not text then
    local said = ("cannot read %s: "):format(file)
    if why:sub(1, #said) == said then why = why:sub(#said + 1) end
    error(("cannot read the values %s: %s"):format(shown(file), why), 0)
  end
  sandboxed.input(file)
  local tree, lines = read(file, text, folder)
  if tree == nil or tree == engine.NULL then tree = {} end
  if type(tree) == "table" and type(tree["$schema"]) == "string" then tree["$schema"] = nil end -- for editors
  local name = shown(file)
  return {
    name = name,
    folder = assets.path.dirname(assets.path.resolve(file)),
    where = function(path)
      local line = line_of(lines or {}, path)
      return line and name .. ":" .. line or name
    end,
  }, tree
end

-- The only file of that name with any of the extensions; nil if there is none. Whatever has that name and is no file is
-- meant to be one.
local function find(base)
  local found
  for _, extension in ipairs(EXTENSIONS) do
    local file = base .. "." .. extension
    local is_file = assets.is_file(file)
    if not is_file and assets.lstat(file) then
      local what = assets.is_directory(file) and "is a folder" or assets.exists(file) and "is not a regular file"
        or "is a link to what is not there"
      error(("cannot read the values %s: it %s"):format(shown(file), what), 0)
    end
    if is_file then
      if found then
        error(("both %s and %s exist: keep the values in one of them"):format(shown(found), shown(file)), 0)
      end
      found = file
    end
  end
  return found
end

-- The values file of a run for all environments, and the folder of those for a single one; nil for what is not there.
-- A definition's own files come first, NAME.values.*, NAME/values.* and NAME/values/<env>.*: a definition that has any
-- of them ignores the shared ones.
local function home_of(run)
  local folder = run.folder
  for _, name in ipairs(run.names or {}) do
    local beside, inside = folder .. "/" .. name .. ".values", folder .. "/" .. name .. "/values"
    local own, other = find(beside), find(inside)
    if own and other then
      error(("both %s and %s exist: keep the values in one of them"):format(shown(own), shown(other)), 0)
    end
    local environments = assets.is_directory(inside) and inside or nil
    if own or other or environments then return own or other, environments end
  end
  local shared = folder .. "/values"
  return find(shared), assets.is_directory(shared) and shared or nil
end

--- The values files that a run can read by itself: that for all environments (nil: there is none), and a list of {
--- env, file }.
function layers.files(run)
  local file, place = home_of(run)
  local of_envs, seen = {}, {}
  for _, name in ipairs(place and assets.list(place) or {}) do
    local env = name:match "^(.+)%.%a+$"
    local found = env and not seen[env] and find(place .. "/" .. env)
    if found then
      seen[env] = true
      of_envs[#of_envs + 1] = { env = env, file = found }
    end
  end
  return file, of_envs
end

--- Adds the layer of a values file.
function layers.add_file(values, file, folder)
  local layer, tree = layers.read(file, folder)
  values:add_tree(layer, tree)
end

-- ---- text -----------------------------------------------------------------------------------------------------------

-- "a.b\.c" → { "a", "b.c" }
local function steps_of(path)
  local steps = {}
  for step in (path:gsub("\\%.", "\0") .. "."):gmatch "([^.]*)%." do steps[#steps + 1] = (step:gsub("\0", ".")) end
  return steps
end

local function read_assignment(text)
  local path, plus, value = text:match "^([^=]-)(%+?)=(.*)$"
  if not path or path == "" then error(("--set needs NAME=VALUE, not '%s'"):format(text), 0) end
  return { name = "--set " .. path, steps = steps_of(path), value = value, options = { append = plus == "+" } }
end

local function read_variable(entry)
  local name, value = entry:match "^([^=]+)=(.*)$"
  local steps = {}
  for step in (name:sub(#PREFIX + 1):gsub("__", "\0") .. "\0"):gmatch "([^\0]*)\0" do steps[#steps + 1] = step end
  return { name = name, steps = steps, value = value, options = { loose = true } }
end

-- Sets the values in the order given, but first those that choose the kind of a union, outer ones before inner ones.
local function add_texts(values, texts, read)
  local settings, depth = {}, 0
  for i, text in ipairs(texts or {}) do
    settings[i] = read(text)
    settings[i].first = values:names_kind(settings[i].steps, settings[i].options.loose)
    if settings[i].first then depth = math.max(depth, #settings[i].steps) end
  end
  local function set(one)
    values:set({ name = one.name, folder = assets.cwd(), texts = true }, one.steps, one.value, one.options)
  end
  for length = 1, depth do
    for _, one in ipairs(settings) do
      if one.first and #one.steps == length then set(one) end
    end
  end
  for _, one in ipairs(settings) do
    if not one.first then set(one) end
  end
end

-- ---- all of them ----------------------------------------------------------------------------------------------------

--- Adds all layers but the defaults to `values`. `run`: folder (of the definition), names (its file's, and its
--- template's, without `.lua`), env, env_must_exist, cell_layers (a list of { layer, tree }), options (of the command
--- line: values, sets, variables; given: a { layer, tree } on top).
function layers.add(values, run)
  local options = run.options or {}
  local file, place = home_of(run)
  if file then layers.add_file(values, file, run.folder) end
  if run.env then
    file = place and find(place .. "/" .. run.env)
    if file then
      layers.add_file(values, file, run.folder)
    elseif run.env_must_exist and place then
      local names = {}
      for _, name in ipairs(assets.list(place) or {}) do names[#names + 1] = name:match "^(.+)%.%a+$" end
      local near = engine.nearest(run.env, names)
      error(("there are no values for the environment '%s' in %s%s"):format(run.env, shown(place),
        near and "; did you mean '" .. near .. "'?" or ""), 0)
    end
  end
  for _, entry in ipairs(run.cell_layers or {}) do values:add_tree(entry.layer, entry.tree) end
  for _, name in ipairs(options.values or {}) do layers.add_file(values, name, run.folder) end
  add_texts(values, options.variables, read_variable)
  add_texts(values, options.sets, read_assignment)
  if options.given then values:add_tree(options.given.layer, options.given.tree) end
end

return layers
