--- Deployments of stacks.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cx_api = require "aws_cdk.cx_api"

local StackDeployment = engine.class "aws_cdk.pipelines.StackDeployment"

local UNKNOWN_REGION, UNKNOWN_ACCOUNT = "unknown-region", "unknown-account"

local function template_url(uri, region)
  if uri == nil or uri == "" then return nil end
  local bucket, key = uri:match "^[^/]*//([^/]*)/([^/]*)"
  return ("https://%s.s3.%samazonaws.com/%s"):format(bucket, region and region .. "." or "", key)
end

-- Arguments: fields of the deployment; assets is a list of StackAsset.
function StackDeployment:init(props)
  for _, name in ipairs {
    "stack_artifact_id", "construct_path", "account", "region", "assume_role_arn", "execution_role_arn", "stack_name",
    "absolute_template_path",
  } do
    self[name] = props[name]
  end
  self.tags = props.tags or engine.ordered()
  self.template_url = template_url(props.template_s3_uri, props.region)
  self.assets, self.stack_dependencies = {}, {}
  self.pre, self.change_set, self.post = {}, {}, {}
  for _, asset in ipairs(props.assets or {}) do
    if asset.is_template then self.template_asset = asset else table.insert(self.assets, asset) end
  end
end

-- Adds the assets of one kind in a manifest to the list, one for each destination.
local function add_assets(list, manifest_file, kind, entries, template_file)
  for _, asset_id in ipairs(engine.keys(entries)) do
    local entry = entries[asset_id]
    local source = entry.source
    for _, destination_id in ipairs(engine.keys(entry.destinations)) do
      list[#list + 1] = {
        asset_manifest_path = manifest_file,
        asset_id = asset_id,
        asset_selector = destination_id ~= "" and asset_id .. ":" .. destination_id or asset_id,
        asset_type = kind,
        asset_publishing_role_arn = entry.destinations[destination_id].assumeRoleArn,
        is_template = kind == "file" and source.packaging == "file" and source.path == template_file,
        display_name = entry.displayName,
      }
    end
  end
end

local function assets_of(artifact)
  local list = {}
  for _, dependency in ipairs(artifact.dependencies) do
    if engine.is_a(dependency, cx_api.AssetManifestArtifact) then
      local contents = dependency.contents
      local file = assets.path.resolve(dependency.file)
      add_assets(list, file, "file", contents.files, artifact.template_file)
      add_assets(list, file, "docker-image", contents.dockerImages)
    end
  end
  return list
end

--- The deployment of a stack in an assembly.
function StackDeployment.from_artifact(stack_artifact)
  local environment = stack_artifact.environment
  return StackDeployment {
    account = environment.account ~= UNKNOWN_ACCOUNT and environment.account or nil,
    region = environment.region ~= UNKNOWN_REGION and environment.region or nil,
    tags = stack_artifact.tags,
    stack_artifact_id = stack_artifact.id,
    construct_path = stack_artifact.hierarchical_id,
    stack_name = stack_artifact.stack_name,
    absolute_template_path = assets.path.resolve(stack_artifact.template_full_path),
    assume_role_arn = stack_artifact.assume_role_arn,
    execution_role_arn = stack_artifact.cloud_formation_execution_role_arn,
    assets = assets_of(stack_artifact),
    template_s3_uri = stack_artifact.stack_template_asset_object_url,
  }
end

--- Deploys another stack first.
function StackDeployment:add_stack_dependency(stack_deployment)
  table.insert(self.stack_dependencies, stack_deployment)
end

--- Adds steps before the change set is made, before it is executed, and after that.
function StackDeployment:add_stack_steps(pre, change_set, post)
  table.move(pre, 1, #pre, #self.pre + 1, self.pre)
  table.move(change_set, 1, #change_set, #self.change_set + 1, self.change_set)
  table.move(post, 1, #post, #self.post + 1, self.post)
end

return { StackDeployment = StackDeployment }
