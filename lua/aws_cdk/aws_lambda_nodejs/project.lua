--- Files of a Node project: finding them in a folder or above it, versions of packages, options of the compiler.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local project = {}

local path = assets.path

-- The folder and those above it.
local function folders_from(folder)
  local current
  return function()
    local above = current and path.dirname(current) or path.resolve(folder)
    if above == current then return nil end
    current = above
    return current
  end
end

--- The files of these names in the first folder, from `folder` upward, that has any.
function project.find_up(names, folder)
  for current in folders_from(folder) do
    local found = {}
    for _, name in ipairs(names) do
      local file = path.join(current, name)
      if assets.exists(file) then found[#found + 1] = file end
    end
    if #found > 0 then return found end
  end
  return {}
end

--- A JSON file as a table; an error on the user's line if it is not JSON.
function project.read_json(file)
  local text, message = assets.read_file(file)
  if not text then engine.fail(nil, "%s", message) end
  local parsed, value = pcall(assembly.parse_json, text, { by_the_letter = true })
  if not parsed or type(value) ~= "table" then engine.fail(nil, "%s is not JSON: %s", file, tostring(value)) end
  return value
end

-- A part of such a file that must be a map with strings as keys; empty if the file lacks it.
local function map_in(file, document, name)
  local value = document[name]
  if value == nil or value == engine.NULL then return {} end
  if not engine.is_ordered(value) then engine.fail(nil, "%s: %s must be an object, got %s", file, name,
    engine.display(value)) end
  return value
end

-- A text of such a file; nil if the file lacks it, and if it is empty.
local function text_in(file, value, name)
  if value == nil or value == engine.NULL or value == "" then return nil end
  if type(value) ~= "string" then
    engine.fail(nil, "%s: %s must be a string, got %s", file, name, engine.display(value))
  end
  return value
end

--- The version of a package in node_modules of `folder` or of one above it, nil if it is not there.
function project.installed_version(name, folder)
  for current in folders_from(folder) do
    local file = path.join(current, "node_modules", name, "package.json")
    if assets.exists(file) then return text_in(file, project.read_json(file).version, "version") end
  end
  return nil
end

-- The version that package.json asks for. A path to a package counts from the folder that it is in.
local function declared_version(name, package, file)
  for _, section in ipairs { "peerDependencies", "devDependencies", "dependencies" } do
    local version = text_in(file, map_in(file, package, section)[name], section .. "." .. name)
    if version then
      local below = version:match "file:(.+)"
      if below and not path.is_absolute(below) then return "file:" .. path.join(path.dirname(file), below) end
      return version
    end
  end
  return nil
end

--- The modules with the versions that package.json asks for, or that are installed: an ordered map.
function project.dependencies(scope, file, modules)
  local package = project.read_json(file)
  local versions = engine.ordered()
  for _, name in ipairs(modules) do
    local version = declared_version(name, package, file) or project.installed_version(name, path.dirname(file))
    if not version then
      engine.fail(scope, "node_modules: %s is neither in %s nor installed, so its version is not known",
        engine.display(name), file)
    end
    versions[name] = version
  end
  return versions
end

-- The compiler options of a tsconfig.json, over those of the files that it extends.
local function compiler_options(file, over, seen)
  if seen[file] then engine.fail(nil, "%s extends itself", file) end
  seen[file] = true
  local config = project.read_json(file)
  local options = {}
  for key, value in pairs(map_in(file, config, "compilerOptions")) do options[key] = value end
  for key, value in pairs(over) do options[key] = value end
  local base = text_in(file, config.extends, "extends")
  if not base then return options end
  return compiler_options(path.resolve(path.dirname(file), base), options, seen)
end

local NOT_FOR_ONE_FILE = { composite = true, charset = true, noEmit = true, tsBuildInfoFile = true }

-- A list is written with commas; a map cannot be written, and is left out.
local function add_option(words, file, key, value)
  if type(value) == "number" then
    engine.fail(nil, "%s: the compiler option %s = %s cannot be given on tsc's command line", file, key, value)
  elseif engine.is_ordered(value) then
    return
  end
  words[#words + 1] = "--" .. key
  if type(value) == "table" then
    local parts = {}
    for i, part in ipairs(value) do
      if type(part) == "table" or type(part) == "userdata" then
        engine.fail(nil, "%s: the compiler option %s must be a list of strings, got %s in it", file, key,
          engine.display(part))
      end
      parts[i] = tostring(part)
    end
    words[#words + 1] = table.concat(parts, ",")
  elseif type(value) == "string" then
    words[#words + 1] = value
  elseif value == false then
    words[#words + 1] = "false"
  end
end

--- The options of a tsconfig.json as arguments for tsc, which compiles a single file in its place.
function project.tsc_arguments(file)
  local options = compiler_options(path.resolve(file), {}, {})
  options.incremental, options.rootDir, options.outDir = false, "./", "./"
  local words = {}
  for _, key in ipairs(engine.keys(options)) do
    local value = options[key]
    if not NOT_FOR_ONE_FILE[key] then add_option(words, file, key, value) end
  end
  return words
end

return project
