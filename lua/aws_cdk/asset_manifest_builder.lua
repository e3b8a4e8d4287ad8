local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local schema_version = require "aws_cdk.private.schema_version"

local ordered, is_unresolved = engine.ordered, engine.is_unresolved

--- Collects the assets of a stack and writes them as `<stack>.assets.json`.
local AssetManifestBuilder = engine.class("aws_cdk.AssetManifestBuilder")

function AssetManifestBuilder:init()
  self._files = ordered()
  self._images = ordered()
  self._empty = true
  self._version = schema_version.FIRST
end

local function or_else(value, alternative)
  return is_unresolved(value) and alternative or value
end

local function check_display_name(asset)
  if asset.display_name ~= nil and is_unresolved(asset.display_name) then
    engine.fail(nil, "the display name of an asset cannot contain tokens, got %s", engine.display(asset.display_name))
  end
end

local function check_file(asset)
  if (asset.executable ~= nil) == (asset.file_name ~= nil) then
    engine.fail(nil, "a file asset needs exactly one of file_name and executable, got %s", engine.display(asset))
  end
  if (asset.packaging ~= nil) ~= (asset.file_name ~= nil) then
    engine.fail(nil, "packaging goes with file_name and not with executable, got %s", engine.display(asset))
  end
  check_display_name(asset)
end

local function check_image(asset)
  if (asset.executable ~= nil) == (asset.directory_name ~= nil) then
    engine.fail(nil, "an image asset needs exactly one of directory_name and executable, got %s", engine.display(asset))
  end
  check_display_name(asset)
  if not asset.directory_name then
    for _, name in ipairs { "docker_build_args", "docker_build_contexts", "docker_build_target", "docker_outputs",
      "docker_file" } do
      if asset[name] then engine.fail(nil, "'%s' of an image asset can only be given with directory_name", name) end
    end
  end
end

local function destination(stack, target, first_name, first, second_name, second)
  local role = target.role or {}
  local region = stack.region
  return ordered(
    first_name, first,
    second_name, second,
    "region", not is_unresolved(region) and region or nil,
    "assumeRoleArn", role.assume_role_arn,
    "assumeRoleExternalId", role.assume_role_external_id,
    "assumeRoleAdditionalOptions", role.assume_role_additional_options)
end

--- Adds a file asset in the usual way; returns its destination. `target`: bucket_name, bucket_prefix, role.
function AssetManifestBuilder:default_add_file_asset(stack, asset, target, options)
  check_file(asset)
  local extension = asset.packaging == "zip" and ".zip" or asset.file_name and assets.path.extname(asset.file_name)
    or ""
  return self:_add_file(stack, asset.source_hash,
    ordered("path", asset.file_name, "executable", asset.executable, "packaging", asset.packaging),
    destination(stack, target, "bucketName", target.bucket_name,
      "objectKey", (target.bucket_prefix or "") .. asset.source_hash .. extension), options)
end

local function cache_option(option)
  if not option then return nil end
  return ordered("type", option.type, "params", option.params and engine.map(option.params))
end

local function cache_options(list)
  if not list then return nil end
  local options = {}
  for i, option in ipairs(list) do options[i] = cache_option(option) end
  return engine.list(options)
end

--- Adds an image asset in the usual way; returns its destination. `target`: repository_name, docker_tag_prefix, role.
function AssetManifestBuilder:default_add_docker_image_asset(stack, asset, target, options)
  check_image(asset)
  local key = asset.asset_name and asset.asset_name .. "-" .. asset.source_hash or asset.source_hash
  local function map(value) return value and engine.map(value) or nil end
  return self:_add_image(stack, key, ordered(
    "executable", asset.executable,
    "directory", asset.directory_name,
    "dockerBuildArgs", map(asset.docker_build_args),
    "dockerBuildContexts", map(asset.docker_build_contexts),
    "dockerBuildSecrets", map(asset.docker_build_secrets),
    "dockerBuildSsh", asset.docker_build_ssh,
    "dockerBuildTarget", asset.docker_build_target,
    "dockerFile", asset.docker_file,
    "networkMode", asset.network_mode,
    "platform", asset.platform,
    "dockerOutputs", asset.docker_outputs,
    "cacheFrom", cache_options(asset.docker_cache_from),
    "cacheTo", cache_option(asset.docker_cache_to),
    "cacheDisabled", asset.docker_cache_disabled),
    destination(stack, target, "repositoryName", target.repository_name,
      "imageTag", (target.docker_tag_prefix or "") .. asset.source_hash), options)
end

-- The first use of an asset sets its name and source; every use may add a destination. A destination's key ends with a
-- digest of it, so that the same file can go to the same environment in several ways.
local function add(self, entries, stack, hash, source, target, options)
  self._empty = false
  if source.dockerBuildContexts then
    self._version = math.max(self._version, schema_version.BUILD_CONTEXTS)
  elseif target.assumeRoleAdditionalOptions then
    self._version = math.max(self._version, schema_version.ROLE_OPTIONS)
  end
  local entry = entries[hash]
  if not entry then
    entry = ordered("displayName", options and options.display_name, "source", source, "destinations", ordered())
    entries[hash] = entry
  end
  local digest = assets.sha256(engine.json(target)):sub(1, 8)
  local key = ("%s-%s-%s"):format(or_else(stack.account, "current_account"), or_else(stack.region, "current_region"),
    digest)
  entry.destinations[key] = target
  return target
end

function AssetManifestBuilder:_add_file(stack, hash, source, target, options)
  return add(self, self._files, stack, hash, source, target, options)
end

function AssetManifestBuilder:_add_image(stack, hash, source, target, options)
  return add(self, self._images, stack, hash, source, target, options)
end

local SOURCE_FIELDS = { "path", "path", "executable", "executable", "packaging", "packaging" }
local TARGET_FIELDS = {
  "bucketName", "bucket_name", "objectKey", "object_key", "repositoryName", "repository_name", "imageTag", "image_tag",
  "region", "region", "assumeRoleArn", "assume_role_arn", "assumeRoleExternalId", "assume_role_external_id",
  "assumeRoleAdditionalOptions", "assume_role_additional_options",
}
local IMAGE_FIELDS = {
  "executable", "executable", "directory", "directory", "dockerBuildArgs", "docker_build_args", "dockerBuildContexts",
  "docker_build_contexts", "dockerBuildSecrets", "docker_build_secrets", "dockerBuildSsh", "docker_build_ssh",
  "dockerBuildTarget", "docker_build_target", "dockerFile", "docker_file", "networkMode", "network_mode", "platform",
  "platform", "dockerOutputs", "docker_outputs", "cacheFrom", "cache_from", "cacheTo", "cache_to", "cacheDisabled",
  "cache_disabled",
}

-- A struct of the manifest, with our names or already with the manifest's.
local function manifest_struct(struct, names)
  local result = ordered()
  for i = 1, #names, 2 do
    local value = struct[names[i + 1]]
    if value == nil then value = struct[names[i]] end
    result[names[i]] = value
  end
  return result
end

--- Adds a file with the source (path or executable, packaging) and destination (bucket_name, object_key, …) as given.
function AssetManifestBuilder:add_file_asset(stack, source_hash, source, dest, options)
  self:_add_file(stack, source_hash, manifest_struct(source, SOURCE_FIELDS), manifest_struct(dest, TARGET_FIELDS),
    options)
  return dest
end

--- Adds an image with the source (directory or executable, …) and destination (repository_name, image_tag, …) as given.
function AssetManifestBuilder:add_docker_image_asset(stack, source_hash, source, dest, options)
  self:_add_image(stack, source_hash, manifest_struct(source, IMAGE_FIELDS), manifest_struct(dest, TARGET_FIELDS),
    options)
  return dest
end

AssetManifestBuilder.get.has_assets = function(self) return not self._empty end

--- Writes the manifest and adds its artifact; returns the artifact's id.
function AssetManifestBuilder:emit_manifest(stack, session, options, dependencies)
  options = options or {}
  local artifact = stack.artifact_id .. ".assets"
  local file = artifact .. ".json"
  local manifest = engine.json_buffer(ordered(
    "version", schema_version.text(schema_version.of_asset_manifest(self._version)),
    "files", engine.map(self._files),
    "dockerImages", engine.map(self._images)), 2, 0)
  session.output:write(file, manifest)
  manifest:release()
  session.assembly:add_artifact(artifact, engine.json_buffer(ordered(
    "type", "cdk:asset-manifest",
    "properties", ordered(
      "file", file,
      "requiresBootstrapStackVersion", options.requires_bootstrap_stack_version,
      "bootstrapStackVersionSsmParameter", options.bootstrap_stack_version_ssm_parameter),
    "dependencies", dependencies and #dependencies > 0 and dependencies or nil), 2, 2)) -- inside manifest, artifacts
  return artifact
end

return { AssetManifestBuilder = AssetManifestBuilder }
