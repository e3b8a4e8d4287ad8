local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local specializer = require "aws_cdk.private.string_specializer"
local StackSynthesizer = cdk.StackSynthesizer

--- Uses the bootstrap bucket and repository with the CLI user's credentials, without roles.
local CliCredentialsStackSynthesizer = engine.class("aws_cdk.CliCredentialsStackSynthesizer", StackSynthesizer)

function CliCredentialsStackSynthesizer:init(props)
  props = props or {}
  StackSynthesizer.init(self)
  specializer.check_no_tokens("CliCredentialsStackSynthesizer", props)
  self._props = props
  self._asset_manifest = cdk.AssetManifestBuilder()
end

function CliCredentialsStackSynthesizer:reusable_bind(stack)
  local copy = self:_copy()
  copy:bind(stack)
  return copy
end

function CliCredentialsStackSynthesizer:bind(stack)
  StackSynthesizer.bind(self, stack)
  local props, Default = self._props, cdk.DefaultStackSynthesizer
  local qualifier = props.qualifier or stack.node:try_get_context("@aws-cdk/core:bootstrapQualifier")
    or Default.DEFAULT_QUALIFIER
  self._qualifier = qualifier
  local function specialize(given, default) return specializer.specialize(stack, qualifier, given or default) end
  self._bucket_name = specialize(props.file_assets_bucket_name, Default.DEFAULT_FILE_ASSETS_BUCKET_NAME)
  self._repository_name = specialize(props.image_assets_repository_name, Default.DEFAULT_IMAGE_ASSETS_REPOSITORY_NAME)
  self._bucket_prefix = specialize(props.bucket_prefix, Default.DEFAULT_FILE_ASSET_PREFIX)
  self._docker_tag_prefix = specialize(props.docker_tag_prefix, Default.DEFAULT_DOCKER_ASSET_PREFIX)
end

CliCredentialsStackSynthesizer.get.bootstrap_qualifier = function(self) return self._qualifier end

function CliCredentialsStackSynthesizer:add_file_asset(asset)
  return self:cloud_formation_location_from_file_asset(self._asset_manifest:default_add_file_asset(self.bound_stack,
    asset,
    { bucket_name = self._bucket_name, bucket_prefix = self._bucket_prefix }, { display_name = asset.display_name }))
end

function CliCredentialsStackSynthesizer:add_docker_image_asset(asset)
  return self:cloud_formation_location_from_docker_image_asset(self._asset_manifest:default_add_docker_image_asset(
    self.bound_stack, asset, { repository_name = self._repository_name, docker_tag_prefix = self._docker_tag_prefix },
    { display_name = asset.display_name }))
end

function CliCredentialsStackSynthesizer:synthesize(session)
  local template = self:add_file_asset(self:synthesize_template(session))
  local manifest = self._asset_manifest:emit_manifest(self.bound_stack, session)
  self:emit_artifact(session, {
    stack_template_asset_object_url = template.s3_object_url_with_placeholders,
    additional_dependencies = { manifest },
  })
end

return { CliCredentialsStackSynthesizer = CliCredentialsStackSynthesizer }
