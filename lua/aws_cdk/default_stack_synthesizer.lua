local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local specializer = require "aws_cdk.private.string_specializer"
local StackSynthesizer = cdk.StackSynthesizer

--- For stacks in an environment prepared by `cdk bootstrap`: uses its roles, bucket and repository.
local DefaultStackSynthesizer = engine.class("aws_cdk.DefaultStackSynthesizer", StackSynthesizer)

local function role(name)
  return "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-${Qualifier}-" .. name
    .. "-${AWS::AccountId}-${AWS::Region}"
end

DefaultStackSynthesizer.DEFAULT_QUALIFIER = "hnb659fds"
DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN = role "cfn-exec-role"
DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN = role "deploy-role"
DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN = role "file-publishing-role"
DefaultStackSynthesizer.DEFAULT_IMAGE_ASSET_PUBLISHING_ROLE_ARN = role "image-publishing-role"
DefaultStackSynthesizer.DEFAULT_LOOKUP_ROLE_ARN = role "lookup-role"
DefaultStackSynthesizer.DEFAULT_IMAGE_ASSETS_REPOSITORY_NAME =
  "cdk-${Qualifier}-container-assets-${AWS::AccountId}-${AWS::Region}"
DefaultStackSynthesizer.DEFAULT_FILE_ASSETS_BUCKET_NAME = "cdk-${Qualifier}-assets-${AWS::AccountId}-${AWS::Region}"
DefaultStackSynthesizer.DEFAULT_FILE_ASSET_KEY_ARN_EXPORT_NAME = "CdkBootstrap-${Qualifier}-FileAssetKeyArn"
DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PREFIX = ""
DefaultStackSynthesizer.DEFAULT_DOCKER_ASSET_PREFIX = ""
DefaultStackSynthesizer.DEFAULT_BOOTSTRAP_STACK_VERSION_SSM_PARAMETER = "/cdk-bootstrap/${Qualifier}/version"

-- Versions of the bootstrap stack that are needed.
local FOR_DEPLOYMENT, FOR_LOOKUP, FOR_SESSION_TAGS = 6, 8, 22

function DefaultStackSynthesizer:init(props)
  props = props or {}
  StackSynthesizer.init(self)
  specializer.check_no_tokens("DefaultStackSynthesizer", props)
  self._props = props
  self._asset_manifest = cdk.AssetManifestBuilder()
end

--- A copy for one stack. The asset manifest is shared: it lists the assets of all stacks that use the original.
function DefaultStackSynthesizer:reusable_bind(stack)
  local copy = self:_copy()
  copy:bind(stack)
  return copy
end

function DefaultStackSynthesizer:bind(stack)
  StackSynthesizer.bind(self, stack)
  local props, Class = self._props, DefaultStackSynthesizer
  local qualifier = props.qualifier or stack.node:try_get_context("@aws-cdk/core:bootstrapQualifier")
    or Class.DEFAULT_QUALIFIER
  self._qualifier = qualifier
  local function specialize(given, default) return specializer.specialize(stack, qualifier, given or default) end
  self._bucket_name = specialize(props.file_assets_bucket_name, Class.DEFAULT_FILE_ASSETS_BUCKET_NAME)
  self._repository_name = specialize(props.image_assets_repository_name, Class.DEFAULT_IMAGE_ASSETS_REPOSITORY_NAME)
  self._deploy_role_arn = specialize(props.deploy_role_arn, Class.DEFAULT_DEPLOY_ROLE_ARN)
  self._execution_role_arn = specialize(props.cloud_formation_execution_role, Class.DEFAULT_CLOUDFORMATION_ROLE_ARN)
  self._file_role_arn = specialize(props.file_asset_publishing_role_arn, Class.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN)
  self._image_role_arn = specialize(props.image_asset_publishing_role_arn,
    Class.DEFAULT_IMAGE_ASSET_PUBLISHING_ROLE_ARN)
  self._lookup_role_arn = specialize(props.lookup_role_arn, Class.DEFAULT_LOOKUP_ROLE_ARN)
  self._bucket_prefix = specialize(props.bucket_prefix, Class.DEFAULT_FILE_ASSET_PREFIX)
  self._docker_tag_prefix = specialize(props.docker_tag_prefix, Class.DEFAULT_DOCKER_ASSET_PREFIX)
  self._version_parameter = specializer.qualifier_only(qualifier,
    props.bootstrap_stack_version_ssm_parameter or Class.DEFAULT_BOOTSTRAP_STACK_VERSION_SSM_PARAMETER)
end

DefaultStackSynthesizer.get.bootstrap_qualifier = function(self) return self._qualifier end
DefaultStackSynthesizer.get.lookup_role = function(self) return self._lookup_role_arn end
DefaultStackSynthesizer.get.cloud_formation_execution_role = function(self) return self._execution_role_arn end
DefaultStackSynthesizer.get.stack = function(self) return self.bound_stack end

local function after_binding(field, name)
  return function(self)
    local value = self[field]
    if not value then engine.fail(nil, "%s is known only once the synthesizer was given to a stack", name) end
    return value
  end
end
DefaultStackSynthesizer.get.deploy_role_arn = after_binding("_deploy_role_arn", "deploy_role_arn")
DefaultStackSynthesizer.get.cloud_formation_execution_role_arn =
  after_binding("_execution_role_arn", "cloud_formation_execution_role_arn")

--- Adds a file to be published; returns where the template finds it.
function DefaultStackSynthesizer:add_file_asset(asset)
  local props = self._props
  local role_arn = self._file_role_arn
  local destination = self._asset_manifest:default_add_file_asset(self.bound_stack, asset, {
    bucket_name = self._bucket_name,
    bucket_prefix = self._bucket_prefix,
    role = role_arn ~= "" and {
      assume_role_arn = role_arn,
      assume_role_external_id = props.file_asset_publishing_external_id,
      assume_role_additional_options = props.file_asset_publishing_role_additional_options,
    } or nil,
  }, { display_name = asset.display_name })
  return self:cloud_formation_location_from_file_asset(destination)
end

--- Adds an image to be published; returns where the template finds it.
function DefaultStackSynthesizer:add_docker_image_asset(asset)
  local props = self._props
  local role_arn = self._image_role_arn
  local destination = self._asset_manifest:default_add_docker_image_asset(self.bound_stack, asset, {
    repository_name = self._repository_name,
    docker_tag_prefix = self._docker_tag_prefix,
    role = role_arn ~= "" and {
      assume_role_arn = role_arn,
      assume_role_external_id = props.image_asset_publishing_external_id,
      assume_role_additional_options = props.image_asset_publishing_role_additional_options,
    } or nil,
  }, { display_name = asset.display_name })
  return self:cloud_formation_location_from_docker_image_asset(destination)
end

function DefaultStackSynthesizer:synthesize_stack_template(stack, session)
  local props = self._props
  stack:_synthesize_template(session, self._lookup_role_arn, props.lookup_role_external_id,
    props.lookup_role_additional_options)
end
DefaultStackSynthesizer._synthesize_stack_template = DefaultStackSynthesizer.synthesize_stack_template

-- Session tags need a newer bootstrap stack.
local function version(needed, ...)
  for i = 1, select("#", ...) do
    local options = select(i, ...)
    if options and options.Tags then return FOR_SESSION_TAGS end
  end
  return needed
end

function DefaultStackSynthesizer:synthesize(session)
  local props = self._props
  local for_deployment = version(FOR_DEPLOYMENT, props.deploy_role_additional_options or false)
  if props.generate_bootstrap_version_rule ~= false then
    self:add_bootstrap_version_rule(for_deployment, self._version_parameter)
  end
  local template = self:add_file_asset(self:synthesize_template(session, self._lookup_role_arn,
    props.lookup_role_external_id, props.lookup_role_additional_options))
  local manifest = self._asset_manifest:emit_manifest(self.bound_stack, session, {
    requires_bootstrap_stack_version = version(FOR_DEPLOYMENT, props.file_asset_publishing_role_additional_options
      or false,
      props.image_asset_publishing_role_additional_options or false),
    bootstrap_stack_version_ssm_parameter = self._version_parameter,
  })
  self:emit_artifact(session, {
    assume_role_external_id = props.deploy_role_external_id,
    assume_role_arn = self._deploy_role_arn,
    assume_role_additional_options = props.deploy_role_additional_options,
    cloud_formation_execution_role_arn = self._execution_role_arn,
    stack_template_asset_object_url = template.s3_object_url_with_placeholders,
    requires_bootstrap_stack_version = for_deployment,
    bootstrap_stack_version_ssm_parameter = self._version_parameter,
    additional_dependencies = { manifest },
    lookup_role = props.use_lookup_role_for_stack_operations ~= false and self._lookup_role_arn ~= "" and {
      arn = self._lookup_role_arn,
      assume_role_external_id = props.lookup_role_external_id,
      assume_role_additional_options = props.lookup_role_additional_options,
      requires_bootstrap_stack_version = version(FOR_LOOKUP, props.lookup_role_additional_options or false),
      bootstrap_stack_version_ssm_parameter = self._version_parameter,
    } or nil,
  })
end

return { DefaultStackSynthesizer = DefaultStackSynthesizer }
