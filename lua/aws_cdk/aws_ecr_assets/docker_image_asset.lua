local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local asset_json = require "aws_cdk.private.asset_json"
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"

local Construct = engine.Construct
local fail = engine.fail
local path = assets.path

-- Goes into every hash: raised by the reference when the way of building changes.
local HASH_VERSION = "1.21.0"

--- An image built from a directory and pushed to the assets repository.
local DockerImageAsset = engine.class("aws_cdk.aws_ecr_assets.DockerImageAsset", Construct)

-- The image is built before the stack is deployed: nothing of it can be a value that deployment gives.
local function check_no_tokens(props)
  for name, value in pairs(props) do
    if engine.is_unresolved(value) then
      fail(nil, "%s cannot be a token: its value is used before deployment starts", name)
    end
  end
  for _, name in ipairs { "build_args", "build_contexts", "build_secrets" } do
    for key, value in pairs(props[name] or {}) do
      if engine.is_unresolved(key) or engine.is_unresolved(value) then
        fail(nil, "%s cannot have tokens in its keys or values: they are needed before deployment", name)
      end
    end
  end
end

-- The patterns of .dockerignore, the user's own, and what always stays or goes.
local function exclude_patterns(self, directory, file, props)
  local patterns = {}
  local ignore_file = path.join(directory, ".dockerignore")
  local has_ignore_file = assets.exists(ignore_file)
  if has_ignore_file then
    local text, message = assets.read_file(ignore_file)
    if not text then fail(self, "%s", message) end
    for line in text:gmatch "[^\n]+" do patterns[#patterns + 1] = line end
  end
  for _, pattern in ipairs(props.exclude or {}) do patterns[#patterns + 1] = pattern end
  if has_ignore_file then patterns[#patterns + 1] = "!.dockerignore" end
  patterns[#patterns + 1] = "!" .. path.basename(file)
  local stage = engine.stage_of(self)
  patterns[#patterns + 1] = stage and stage.outdir or "cdk.out"
  return patterns
end

-- Which options change the hash, in this order: name here, key in the hash, conversion.
local HASHED = {
  { "extra_hash", "user" },
  { "build_args", "buildArgs", asset_json.map },
  { "build_contexts", "buildContexts", asset_json.map },
  { "build_secrets", "buildSecrets", asset_json.map },
  { "build_ssh", "buildSsh" },
  { "target", "target" },
  { "file", "file" },
  { "network_mode", "networkMode", function(mode) return { mode = mode.mode } end },
  { "platform", "platform", function(platform) return { platform = platform.platform } end },
  { "outputs", "outputs", asset_json.list },
}

local function extra_hash(props)
  local invalidation = props.invalidation or {}
  local hashed = engine.ordered()
  for _, row in ipairs(HASHED) do
    local name, key, convert = row[1], row[2], row[3]
    local value = props[name]
    if value ~= nil and value ~= "" and invalidation[name] ~= false then
      hashed[key] = convert and convert(value) or value
    end
  end
  hashed.version = HASH_VERSION
  return assembly.print_json(hashed)
end

function DockerImageAsset:init(scope, id, props)
  Construct.init(self, scope, id)
  check_no_tokens(props)
  local directory = path.resolve(props.directory)
  if not assets.exists(directory) then fail(self, "cannot find image directory at %s", directory) end
  local given_file = props.file ~= "" and props.file or nil
  local file = path.join(directory, given_file or "Dockerfile")
  if not assets.exists(file) then fail(self, "cannot find file at %s", file) end
  local staging = cdk.AssetStaging(self, "Staging", {
    source_path = directory,
    exclude = exclude_patterns(self, directory, file, props),
    ignore_mode = props.ignore_mode or "docker",
    follow = props.follow_symlinks,
    extra_hash = extra_hash(props),
  })
  local stack = engine.stack_of(self)
  self._options = props
  self._dockerfile_path = given_file or "Dockerfile"
  self._asset_path = staging:relative_staged_path(stack)
  self.asset_hash = staging.asset_hash
  local location = stack.synthesizer:add_docker_image_asset {
    source_hash = staging.asset_hash,
    directory_name = self._asset_path,
    asset_name = props.asset_name,
    docker_build_args = props.build_args,
    docker_build_contexts = props.build_contexts,
    docker_build_secrets = props.build_secrets,
    docker_build_ssh = props.build_ssh,
    docker_build_target = props.target,
    docker_file = props.file,
    network_mode = props.network_mode and props.network_mode.mode,
    platform = props.platform and props.platform.platform,
    docker_outputs = props.outputs,
    docker_cache_from = props.cache_from,
    docker_cache_to = props.cache_to,
    docker_cache_disabled = props.cache_disabled,
    display_name = props.display_name or props.asset_name or cdk.Names.stack_relative_construct_path(self),
  }
  self.repository = ecr.Repository.from_repository_name(self, "Repository", location.repository_name)
  self.image_uri = location.image_uri
  self.image_tag = location.image_tag or self.asset_hash
end

DockerImageAsset.get.source_hash = function(self) return self.asset_hash end

-- A cache option keeps the order of its members in metadata.
local function cache_option(option)
  return engine.ordered("type", option.type, "params", option.params)
end

local function cache_options(options)
  local result = {}
  for i, option in ipairs(options) do result[i] = cache_option(option) end
  return engine.list(result)
end

-- Metadata in the order in which it is written: key, the option it comes from, conversion.
local METADATA = {
  { "docker-build-args", "build_args" },
  { "docker-build-contexts", "build_contexts" },
  { "docker-build-secrets", "build_secrets" },
  { "docker-build-ssh", "build_ssh" },
  { "docker-build-target", "target" },
  { "property" },
  { "docker-outputs", "outputs" },
  { "docker-cache-from", "cache_from", cache_options },
  { "docker-cache-to", "cache_to", cache_option },
  { "docker-cache-disabled", "cache_disabled" },
}

--- Notes on the resource which of its properties came from this image and how it is built, for tools that run it
-- locally. Only if the context asks for it, as the `cdk` command does.
function DockerImageAsset:add_resource_metadata(resource, resource_property)
  if not self.node:try_get_context "aws:cdk:enable-asset-metadata" then return end
  resource:add_metadata("aws:asset:path", self._asset_path)
  resource:add_metadata("aws:asset:dockerfile-path", self._dockerfile_path)
  for _, row in ipairs(METADATA) do
    local key, option, convert = row[1], row[2], row[3]
    local value
    if option then value = self._options[option] else value = resource_property end
    if value ~= nil then
      if convert then value = convert(value) end
      resource:add_metadata("aws:asset:" .. key, value)
    end
  end
end

return { DockerImageAsset = DockerImageAsset }
