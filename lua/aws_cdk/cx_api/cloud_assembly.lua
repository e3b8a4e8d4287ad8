local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cx_api = require "aws_cdk.cx_api"

--- An assembly in a folder; files are read on demand.
local CloudAssembly = engine.class("aws_cdk.cx_api.CloudAssembly")

function CloudAssembly:init(directory) self.directory = directory end

function CloudAssembly.is_cloud_assembly(x) return engine.is_a(x, CloudAssembly) end

--- No temporary folders are used, so there is nothing to clean up.
function CloudAssembly.cleanup_temporary_directories() end

function CloudAssembly:_read_json(name)
  local text, message = self._texts and self._texts[self._folder .. name], nil
  if not text then text, message = assets.read_file(self.directory .. "/" .. name) end
  if not text then engine.fail(nil, "cannot read the assembly: %s", message) end
  local parsed, value = pcall(assembly.parse_json, text)
  if not parsed or not engine.is_ordered(value) then
    engine.fail(nil, "cannot read the assembly: %s: %s", name,
      parsed and ("expected an object, got %s"):format(engine.display(value)) or tostring(value))
  end
  return value
end

-- The value, if it is nil or fits; otherwise an error: any program may have written a manifest.
local function expect(what, value, fits, wanted)
  if value ~= nil and not fits(value) then
    engine.fail(nil, "cannot read the assembly: manifest.json: %s must be %s, got %s", what, wanted,
      engine.display(value))
  end
  return value
end

local function is_text(value) return type(value) == "string" end

local function is_list_of_texts(value)
  if type(value) ~= "table" or engine.is_ordered(value) then return false end
  for _, item in ipairs(value) do
    if not is_text(item) then return false end
  end
  return true
end

local TEXTS = { "displayName", "environment", "additionalMetadataFile" }
local TEXTS_OF_PROPERTIES = { "templateFile", "stackName", "file", "directoryName" }

local function check_artifact(id, artifact)
  expect("the artifact " .. id, artifact, engine.is_ordered, "an object")
  for _, name in ipairs(TEXTS) do expect(name .. " of " .. id, artifact[name], is_text, "a string") end
  expect("dependencies of " .. id, artifact.dependencies, is_list_of_texts, "a list of strings")
  expect("metadata of " .. id, artifact.metadata, engine.is_ordered, "an object")
  local properties = expect("properties of " .. id, artifact.properties, engine.is_ordered, "an object") or {}
  for _, name in ipairs(TEXTS_OF_PROPERTIES) do
    expect(("properties.%s of %s"):format(name, id), properties[name], is_text, "a string")
  end
end

CloudAssembly.get.manifest = function(self)
  local manifest = self:_read_json("manifest.json")
  local artifacts = expect("artifacts", manifest.artifacts, engine.is_ordered, "an object")
  for id, artifact in pairs(artifacts or {}) do check_artifact(id, artifact) end
  rawset(self, "manifest", manifest)
  return manifest
end

CloudAssembly.get.version = function(self) return self.manifest.version end
CloudAssembly.get.runtime = function(self) return self.manifest.runtime or { libraries = {} } end

-- How many others each artifact waits for, and who waits for it.
local function links_of(ids, artifacts)
  local waiting, dependents = {}, {}
  for _, id in ipairs(ids) do waiting[id], dependents[id] = 0, {} end
  for _, id in ipairs(ids) do
    for _, dependency in ipairs(artifacts[id].dependencies or {}) do
      if dependents[dependency] then
        waiting[id] = waiting[id] + 1
        table.insert(dependents[dependency], id)
      end
    end
  end
  return waiting, dependents
end

-- The ids of artifacts, each after those it depends on; among those that are free, sorted.
local function in_order(artifacts)
  local ids, order, free = engine.keys(artifacts), {}, {}
  local waiting, dependents = links_of(ids, artifacts)
  for _, id in ipairs(ids) do
    if waiting[id] == 0 then free[#free + 1] = id end
  end
  while #free > 0 do
    local next_free = {}
    for _, id in ipairs(engine.sort(free)) do
      order[#order + 1] = id
      for _, dependent in ipairs(dependents[id]) do
        waiting[dependent] = waiting[dependent] - 1
        if waiting[dependent] == 0 then next_free[#next_free + 1] = dependent end
      end
    end
    free = next_free
  end
  if #order < #ids then
    local later = {}
    for _, id in ipairs(ids) do
      if waiting[id] > 0 then later[#later + 1] = id end
    end
    engine.fail(nil, "artifacts of the assembly depend on each other: %s", table.concat(later, ", "))
  end
  return order
end

CloudAssembly.get.artifacts = function(self)
  local list, by_id, artifacts = {}, {}, self.manifest.artifacts or {}
  for i, id in ipairs(in_order(artifacts)) do
    list[i] = cx_api.CloudArtifact.from_manifest(self, id, artifacts[id])
    by_id[id] = list[i]
  end
  rawset(self, "artifacts", list)
  rawset(self, "_by_id", by_id)
  return list
end

local function of_class(self, Class)
  local list = {}
  for _, artifact in ipairs(self.artifacts) do
    if engine.is_a(artifact, Class) then list[#list + 1] = artifact end
  end
  return list
end

CloudAssembly.get.stacks = function(self) return of_class(self, cx_api.CloudFormationStackArtifact) end
CloudAssembly.get.nested_assemblies = function(self) return of_class(self, cx_api.NestedCloudAssemblyArtifact) end

CloudAssembly.get.stacks_recursively = function(self)
  local list = self.stacks
  for _, nested in ipairs(self.nested_assemblies) do
    for _, stack in ipairs(nested.nested_assembly.stacks_recursively) do list[#list + 1] = stack end
  end
  return list
end

function CloudAssembly:try_get_artifact(id)
  return self.artifacts and self._by_id[id]
end

local function get(self, id, Class, what)
  local artifact = self:try_get_artifact(id)
  if not artifact then engine.fail(nil, "the assembly has no artifact with the id %s", engine.display(id)) end
  if not engine.is_a(artifact, Class) then engine.fail(nil, "the artifact %s is not %s", engine.display(id), what) end
  return artifact
end

function CloudAssembly:get_stack_artifact(id) return get(self, id, cx_api.CloudFormationStackArtifact, "a stack") end

function CloudAssembly:get_nested_assembly_artifact(id)
  return get(self, id, cx_api.NestedCloudAssemblyArtifact, "a nested assembly")
end

function CloudAssembly:get_nested_assembly(id) return self:get_nested_assembly_artifact(id).nested_assembly end

function CloudAssembly:get_stack_by_name(name)
  local found
  for _, stack in ipairs(self.stacks) do
    if stack.stack_name == name then
      if found then engine.fail(nil, "there are several stacks named %s; -> use get_stack_artifact",
        engine.display(name)) end
      found = stack
    end
  end
  if not found then engine.fail(nil, "the assembly has no stack named %s", engine.display(name)) end
  return found
end

--- The artifact that describes the tree of constructs, or nil.
function CloudAssembly:tree() return of_class(self, cx_api.TreeCloudArtifact)[1] end

return { CloudAssembly = CloudAssembly }
