local engine = require "luacdk.engine"
local cx_api = require "aws_cdk.cx_api"

--- An entry of an assembly's manifest.
local CloudArtifact = engine.class("aws_cdk.cx_api.CloudArtifact")

function CloudArtifact:init(assembly, id, manifest)
  self.assembly, self.id, self.manifest = assembly, id, manifest
end

CloudArtifact.get.hierarchical_id = function(self) return self.manifest.displayName or self.id end

CloudArtifact.get.dependencies = function(self)
  local list = {}
  for i, id in ipairs(self.manifest.dependencies or {}) do list[i] = self.assembly:try_get_artifact(id) end
  return list
end

--- Construct path → list of { type, data, trace }.
CloudArtifact.get.metadata = function(self)
  local file = self.manifest.additionalMetadataFile
  local metadata = file and self.assembly:_read_json(file) or self.manifest.metadata or {}
  for path, entries in pairs(metadata) do
    for _, entry in ipairs(type(entries) == "table" and entries or { entries }) do
      if not engine.is_ordered(entry) then
        engine.fail(nil, "cannot read the assembly: metadata of %s: an entry of '%s' must be an object, got %s",
          self.id, path, engine.display(entry))
      end
    end
  end
  rawset(self, "metadata", metadata)
  return metadata
end

function CloudArtifact:find_metadata_by_type(type)
  local found = {}
  for path, entries in pairs(self.metadata) do
    for _, entry in ipairs(entries) do
      if entry.type == type then
        found[#found + 1] = { path = path, type = entry.type, data = entry.data, trace = entry.trace }
      end
    end
  end
  return found
end

local LEVELS = { ["aws:cdk:info"] = "info", ["aws:cdk:warning"] = "warning", ["aws:cdk:error"] = "error" }

--- Annotations: list of { id = path, level, entry }.
CloudArtifact.get.messages = function(self)
  local messages = {}
  for path, entries in pairs(self.metadata) do
    for _, entry in ipairs(entries) do
      if LEVELS[entry.type] then messages[#messages + 1] = { id = path, level = LEVELS[entry.type], entry = entry } end
    end
  end
  return messages
end

--- The template and properties of a stack.
local CloudFormationStackArtifact = engine.class("aws_cdk.cx_api.CloudFormationStackArtifact", CloudArtifact)

function CloudFormationStackArtifact:init(assembly, id, manifest)
  CloudArtifact.init(self, assembly, id, manifest)
  local properties = manifest.properties or {}
  self.template_file = properties.templateFile
  self.stack_name = properties.stackName or id
  self.original_name = self.stack_name
  self.display_name = manifest.displayName or id
  self.environment = cx_api.EnvironmentUtils.parse(manifest.environment)
  self.parameters = properties.parameters or {}
  self.tags = properties.tags or {}
  self.notification_arns = properties.notificationArns
  self.assume_role_arn = properties.assumeRoleArn
  self.assume_role_external_id = properties.assumeRoleExternalId
  self.assume_role_additional_options = properties.assumeRoleAdditionalOptions
  self.cloud_formation_execution_role_arn = properties.cloudFormationExecutionRoleArn
  self.stack_template_asset_object_url = properties.stackTemplateAssetObjectUrl
  self.requires_bootstrap_stack_version = properties.requiresBootstrapStackVersion
  self.bootstrap_stack_version_ssm_parameter = properties.bootstrapStackVersionSsmParameter
  self.termination_protection = properties.terminationProtection
  self.validate_on_synth = properties.validateOnSynth
  self.lookup_role = properties.lookupRole
end

CloudFormationStackArtifact.get.template_full_path = function(self)
  return self.assembly.directory .. "/" .. self.template_file
end

CloudFormationStackArtifact.get.template = function(self)
  local template = self.assembly:_read_json(self.template_file)
  rawset(self, "template", template)
  return template
end

--- Assets that a legacy stack lists in its metadata.
CloudFormationStackArtifact.get.assets = function(self)
  local list = {}
  for i, entry in ipairs(self:find_metadata_by_type("aws:cdk:asset")) do list[i] = entry.data end
  return list
end

function CloudFormationStackArtifact.is_cloud_formation_stack_artifact(x)
  return engine.is_a(x, CloudFormationStackArtifact)
end

-- The properties of an artifact, which must include the one named.
local function required_properties(manifest, what, name)
  local properties = manifest.properties or {}
  if type(properties[name]) ~= "string" then
    engine.fail(nil, "cx_api.%s: the artifact has no property '%s'", what, name)
  end
  return properties
end

--- The list of assets to publish.
local AssetManifestArtifact = engine.class("aws_cdk.cx_api.AssetManifestArtifact", CloudArtifact)

function AssetManifestArtifact:init(assembly, id, manifest)
  CloudArtifact.init(self, assembly, id, manifest)
  local properties = required_properties(manifest, "AssetManifestArtifact", "file")
  self.file = assembly.directory .. "/" .. properties.file
  self.requires_bootstrap_stack_version = properties.requiresBootstrapStackVersion
  self.bootstrap_stack_version_ssm_parameter = properties.bootstrapStackVersionSsmParameter
end

AssetManifestArtifact.get.contents = function(self)
  return self.assembly:_read_json(self.manifest.properties.file)
end

function AssetManifestArtifact.is_asset_manifest_artifact(x) return engine.is_a(x, AssetManifestArtifact) end

--- The assembly of a stage.
local NestedCloudAssemblyArtifact = engine.class("aws_cdk.cx_api.NestedCloudAssemblyArtifact", CloudArtifact)

function NestedCloudAssemblyArtifact:init(assembly, id, manifest)
  CloudArtifact.init(self, assembly, id, manifest)
  local properties = required_properties(manifest, "NestedCloudAssemblyArtifact", "directoryName")
  self.directory_name = properties.directoryName
  self.display_name = properties.displayName or id
  self.full_path = assembly.directory .. "/" .. self.directory_name
end

NestedCloudAssemblyArtifact.get.nested_assembly = function(self)
  local outer = self.assembly
  local nested = cx_api.CloudAssembly(self.full_path)
  if outer._texts then nested._texts, nested._folder = outer._texts, outer._folder .. self.directory_name .. "/" end
  rawset(self, "nested_assembly", nested)
  return nested
end

function NestedCloudAssemblyArtifact.is_nested_cloud_assembly_artifact(x)
  return engine.is_a(x, NestedCloudAssemblyArtifact)
end

--- The tree of constructs.
local TreeCloudArtifact = engine.class("aws_cdk.cx_api.TreeCloudArtifact", CloudArtifact)

function TreeCloudArtifact:init(assembly, id, manifest)
  CloudArtifact.init(self, assembly, id, manifest)
  self.file = required_properties(manifest, "TreeCloudArtifact", "file").file
end

function TreeCloudArtifact.is_tree_cloud_artifact(x) return engine.is_a(x, TreeCloudArtifact) end

local CLASSES = {
  ["aws:cloudformation:stack"] = CloudFormationStackArtifact,
  ["cdk:asset-manifest"] = AssetManifestArtifact,
  ["cdk:cloud-assembly"] = NestedCloudAssemblyArtifact,
  ["cdk:tree"] = TreeCloudArtifact,
}

--- The artifact, as an instance of the class for its type.
function CloudArtifact.from_manifest(assembly, id, manifest)
  -- Not with a call, whose arguments would be checked: a manifest has JSON's names, not Lua's.
  local artifact = setmetatable({}, CLASSES[manifest.type] or CloudArtifact)
  artifact:init(assembly, id, manifest)
  return artifact
end

return {
  CloudArtifact = CloudArtifact,
  CloudFormationStackArtifact = CloudFormationStackArtifact,
  AssetManifestArtifact = AssetManifestArtifact,
  NestedCloudAssemblyArtifact = NestedCloudAssemblyArtifact,
  TreeCloudArtifact = TreeCloudArtifact,
}
