local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local schema_version = require "aws_cdk.private.schema_version"
local StackSynthesizer = cdk.StackSynthesizer

local ordered = engine.ordered

--- The synthesizer of version 1: the CLI passes the location of each file asset as parameters.
local LegacyStackSynthesizer = engine.class("aws_cdk.LegacyStackSynthesizer", StackSynthesizer)

local PREFIX_SEPARATOR = "||"

function LegacyStackSynthesizer:init()
  StackSynthesizer.init(self)
  self._added_images = {}
end

function LegacyStackSynthesizer:reusable_bind(stack)
  local copy = self:_copy()
  copy:bind(stack)
  return copy
end

local function cache_option(option)
  return option and ordered("type", option.type, "params", option.params and engine.map(option.params)) or nil
end

local function cache_options(list)
  if not list then return nil end
  local options = {}
  for i, option in ipairs(list) do options[i] = cache_option(option) end
  return options
end

local function refuse(self, asset)
  engine.fail(self.bound_stack, "the LegacyStackSynthesizer can only publish files and folders, not %s",
    engine.display(asset))
end

local function parameters_of(self, hash)
  local stack = self.bound_stack
  local all = self._asset_parameters
  if not all then
    all = engine.Construct(stack, "AssetParameters")
    self._asset_parameters = all
  end
  local group = all.node:try_find_child(hash)
  if group then return group._parameters, false end
  group = engine.Construct(all, hash)
  local function parameter(id, what)
    return cdk.CfnParameter(group, id, { type = "String", description = ('%s "%s"'):format(what, hash) })
  end
  group._parameters = {
    bucket = parameter("S3Bucket", "S3 bucket for asset"),
    key = parameter("S3VersionKey", "S3 key for asset version"),
    hash = parameter("ArtifactHash", "Artifact hash for asset"),
  }
  return group._parameters, true
end

function LegacyStackSynthesizer:add_file_asset(asset)
  local stack = self.bound_stack
  local parameters, new = parameters_of(self, asset.source_hash)
  if new then
    if not asset.file_name or not asset.packaging then refuse(self, asset) end
    stack.node:add_metadata("aws:cdk:asset", ordered(
      "path", asset.file_name,
      "id", asset.source_hash,
      "packaging", asset.packaging,
      "sourceHash", asset.source_hash,
      "s3BucketParameter", parameters.bucket.logical_id,
      "s3KeyParameter", parameters.key.logical_id,
      "artifactHashParameter", parameters.hash.logical_id))
  end
  local Fn = cdk.Fn
  local bucket, encoded = parameters.bucket.value_as_string, parameters.key.value_as_string
  local key = Fn.select(0, Fn.split(PREFIX_SEPARATOR, encoded)) .. Fn.select(1, Fn.split(PREFIX_SEPARATOR, encoded))
  local http_url = "https://s3." .. stack.region .. "." .. stack.url_suffix .. "/" .. bucket .. "/" .. key
  return {
    bucket_name = bucket, object_key = key, http_url = http_url, s3_url = http_url,
    s3_object_url = "s3://" .. bucket .. "/" .. key,
  }
end

function LegacyStackSynthesizer:add_docker_image_asset(asset)
  local stack = self.bound_stack
  local repository = asset.repository_name or stack.node:try_get_context("assets-ecr-repository-name")
    or "aws-cdk/assets"
  local hash = asset.source_hash
  if not self._added_images[hash] then
    if not asset.directory_name then refuse(self, asset) end
    self._added_images[hash] = true
    self._build_contexts = self._build_contexts or asset.docker_build_contexts ~= nil
    stack.node:add_metadata("aws:cdk:asset", ordered(
      "repositoryName", repository,
      "imageTag", hash,
      "id", hash,
      "packaging", "container-image",
      "path", asset.directory_name,
      "sourceHash", hash,
      "buildArgs", asset.docker_build_args,
      "buildContexts", asset.docker_build_contexts,
      "buildSecrets", asset.docker_build_secrets,
      "buildSsh", asset.docker_build_ssh,
      "target", asset.docker_build_target,
      "file", asset.docker_file,
      "networkMode", asset.network_mode,
      "platform", asset.platform,
      "outputs", asset.docker_outputs,
      "cacheFrom", cache_options(asset.docker_cache_from),
      "cacheTo", cache_option(asset.docker_cache_to),
      "cacheDisabled", asset.docker_cache_disabled))
  end
  return {
    image_uri = stack.account .. ".dkr.ecr." .. stack.region .. "." .. stack.url_suffix .. "/" .. repository .. ":"
      .. hash,
    repository_name = repository,
  }
end

function LegacyStackSynthesizer:synthesize(session)
  if self._build_contexts then session.assembly:need_version(schema_version.BUILD_CONTEXTS) end
  self:synthesize_template(session)
  self:emit_artifact(session, {})
end

return { LegacyStackSynthesizer = LegacyStackSynthesizer }
