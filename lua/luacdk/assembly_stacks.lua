--- The stacks of an assembly in a folder, for the commands that print or compare templates.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local stacks = {}

local MOST_ASSEMBLIES = 10000

--- The text of a file; raises a message if it cannot be read.
function stacks.read_file(path)
  local text, why = assets.read_file(path)
  if not text then error(("cannot read %s: %s"):format(path, why), 0) end
  return text
end

--- The name in a manifest or template of a file or folder beside it. Definitions influence them, and could name any
--- other.
function stacks.beside(name, what)
  if type(name) ~= "string" or name == "" or name == "." or name == ".." or name:find "[/%z]" then
    error(("%s is called %s, which is not the name of a file beside the "
      .. "manifest"):format(what, engine.display(name)), 0)
  end
  return name
end

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
  return assembly.parse_json(stacks.read_file(stack.folder .. "/" .. file))
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
  local text = stacks.read_file(folder .. "/manifest.json")
  local manifest = assembly.parse_json(text, { without_metadata = true })
  local shared, nested = { text = text }, {}
  for id, artifact in pairs(manifest.artifacts or {}) do
    local properties = artifact.properties or {}
    if artifact.type == "aws:cloudformation:stack" then
      local file = stacks.beside(properties.templateFile, "the template of " .. id)
      list[#list + 1] = { name = stacks.beside(id, "a stack"), folder = folder,
        path = type(artifact.displayName) == "string" and artifact.displayName or id,
        stack_name = properties.stackName, artifact = artifact, manifest = shared,
        text = stacks.read_file(folder .. "/" .. file) }
    elseif artifact.type == "cdk:cloud-assembly" then
      nested[#nested + 1] = stacks.beside(properties.directoryName, "the folder of " .. id)
    end
  end
  for _, name in ipairs(nested) do add_stacks(list, folder .. "/" .. name) end
  return list
end

--- In order, those of nested assemblies after them: { name = the artifact's id, path = for people, stack_name =,
--- artifact = its entry in the manifest without metadata, folder =, text = the template }.
function stacks.of(folder) return add_stacks({}, folder) end

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
  local ok, document = pcall(assembly.parse_json, text)
  if not ok then error(("%s: %s"):format(file, document), 0) end
  return document
end

local function escape(character) return ("\\u%04x"):format(utf8.codepoint(character)) end

--- JSON text in which nothing would control a terminal.
function stacks.printable(text) return (text:gsub("\127", escape):gsub("\xC2[\x80-\x9F]", escape)) end

return stacks
