--- The stacks of an assembly in a folder, for the commands that print or compare templates.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local stacks = {}

local MOST_ASSEMBLIES = 10000

--- The text of a file; raises a message if it cannot be read.
function stacks.read_file(path)
  local text, why = assets.read_file(path)
  if not text then error(why, 0) end
  return text
end

--- The text of a file that is in an assembly or a folder of templates, and that nobody named: a pipe would be waited
--- for.
function stacks.read_regular(path)
  local text, why = assets.read_regular(path)
  if not text then error(why, 0) end
  return text
end

local read_regular = stacks.read_regular

--- The name in a manifest or template of a file or folder beside it. Definitions influence them, and could name any
--- other.
function stacks.beside(name, what)
  if type(name) ~= "string" or name == "" or name == "." or name == ".." or name:find "[/%z]" then
    error(("%s is called %s, which is not the name of a file beside the "
      .. "manifest"):format(what, engine.display(name)), 0)
  end
  return name
end

--- A part of a file that must be a map, or an empty one if it is missing. Other programs write assemblies, too.
function stacks.map_in(path, value, what)
  if value == nil then return {} end
  if not engine.is_ordered(value) then error(("%s: %s must be an object"):format(path, what), 0) end
  return value
end

--- The same for a text, which may be missing.
function stacks.text_in(path, value, what)
  if value ~= nil and type(value) ~= "string" then error(("%s: %s must be a string"):format(path, what), 0) end
  return value
end

local map_in, text_in = stacks.map_in, stacks.text_in

--- The document of a JSON file's text; raises a message.
function stacks.decode(path, text, options)
  local ok, document = pcall(assembly.parse_json, text, options)
  if not ok then error(("%s: %s"):format(path, document), 0) end
  return document
end

local decode = stacks.decode

-- The metadata of a stack: in the manifest, or beside it for a CLI that reads it there. That of the manifest is most of
-- it, and often nobody asks; so it is decoded on first use, for all stacks.
local function metadata_of(stack)
  local file = stack.artifact.additionalMetadataFile
  if file == nil then
    local manifest = stack.manifest
    manifest.artifacts = manifest.artifacts or assembly.parse_json(manifest.text).artifacts
    return manifest.artifacts[stack.name].metadata
  end
  file = stacks.beside(file, "the metadata of " .. stack.name)
  local path = stack.folder .. "/" .. file
  return decode(path, read_regular(path))
end

--- What the metadata of a stack of `stacks.of` says of its constructs: { path = data } for one type of entry.
function stacks.noted(stack, type_of_entry)
  stack.metadata = stack.metadata or metadata_of(stack)
  local found = {}
  for path, entries in pairs(type(stack.metadata) == "table" and stack.metadata or {}) do
    for _, entry in ipairs(type(entries) == "table" and entries or {}) do
      if type(entry) == "table" and entry.type == type_of_entry then found[path:gsub("^/", "")] = entry.data end
    end
  end
  return found
end

local function add_stacks(list, folder)
  list.assemblies = (list.assemblies or 0) + 1
  if list.assemblies > MOST_ASSEMBLIES then error("assemblies are nested too deeply", 0) end
  local path = folder .. "/manifest.json"
  local text = read_regular(path)
  local manifest = map_in(path, decode(path, text, { without_metadata = true }) or false, "the manifest")
  local shared, nested = { text = text }, {}
  for id, artifact in pairs(map_in(path, manifest.artifacts, "artifacts")) do
    artifact = map_in(path, artifact or false, "the artifact " .. id)
    local properties = map_in(path, artifact.properties, "the properties of " .. id)
    if artifact.type == "aws:cloudformation:stack" then
      local file = stacks.beside(properties.templateFile, "the template of " .. id)
      text_in(path, artifact.environment, "the environment of " .. id)
      list[#list + 1] = { name = stacks.beside(id, "a stack"), folder = folder,
        path = text_in(path, artifact.displayName, "the displayName of " .. id) or id,
        stack_name = text_in(path, properties.stackName, "the stackName of " .. id),
        artifact = artifact, manifest = shared, file = folder .. "/" .. file,
        text = read_regular(folder .. "/" .. file) }
    elseif artifact.type == "cdk:cloud-assembly" then
      nested[#nested + 1] = stacks.beside(properties.directoryName, "the folder of " .. id)
    end
  end
  for _, name in ipairs(nested) do add_stacks(list, folder .. "/" .. name) end
  return list
end

--- In order, those of nested assemblies after them: { name = the artifact's id, path = for people, stack_name =,
--- artifact = its entry in the manifest without metadata, folder =, file = of the template, text = the template }.
function stacks.of(folder) return add_stacks({}, folder) end

--- The artifacts that a stack of `stacks.of` depends on: the texts among what its entry lists.
function stacks.dependencies(stack)
  local ids, listed = {}, stack.artifact.dependencies
  for _, id in ipairs(type(listed) == "table" and listed or {}) do
    if type(id) == "string" then ids[#ids + 1] = id end
  end
  return ids
end

--- The template files in a folder, as `luacdk render -o` and --update write them: paths by the stacks' names, and the
--- sorted names.
function stacks.files(folder)
  local files, names = {}, {}
  for _, file in ipairs(assets.is_directory(folder) and assets.list(folder) or {}) do
    local name = file:match "^(.*)%.template%.json$" or file:match "^(.*)%.template%.yaml$"
    if name then
      files[name] = folder .. "/" .. file
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return files, names
end

--- The document of a template's text, JSON or YAML as the file's name says; raises a message.
function stacks.parse(file, text)
  if file:find "%.ya?ml$" then return assert(assembly.parse_yaml(text, { short_forms = true, name = file })) end
  return decode(file, text)
end

--- The same, for a template: raises also if it is no object.
function stacks.template(file, text)
  local document = stacks.parse(file, text)
  if not engine.is_ordered(document) then error(("%s does not contain a template"):format(file), 0) end
  return document
end

local function escape(character) return ("\\u%04x"):format(utf8.codepoint(character)) end

--- JSON text in which nothing would control a terminal.
function stacks.printable(text) return (text:gsub("\127", escape):gsub("\xC2[\x80-\x9F]", escape)) end

return stacks
