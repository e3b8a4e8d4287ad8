--- A file whose placeholders are replaced when it is deployed.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local s3_deployment = require "aws_cdk.aws_s3_deployment"

local Base = s3_deployment.BucketDeployment

local DeployTimeSubstitutedFile = engine.class("aws_cdk.aws_s3_deployment.DeployTimeSubstitutedFile", Base)

--- Arguments: scope, id, DeployTimeSubstitutedFileProps: destination_bucket, source, substitutions (required). In the
--- file {{ name }} stands for the substitution of that name.
function DeployTimeSubstitutedFile:init(scope, id, props)
  local source = props.source
  local text = assets.is_file(source) and assets.read_file(source)
  if not text then engine.fail(scope, "there is no file %s to deploy", engine.display(source)) end
  local substitutions = props.substitutions
  text = text:gsub("{{%s*([%w_]+)%s*}}", function(name)
    local value = substitutions[name]
    return value ~= nil and tostring(value) or nil
  end)
  local key = props.destination_key or cdk.FileSystem.fingerprint(source)
  Base.init(self, scope, id, {
    destination_bucket = props.destination_bucket, role = props.role, prune = false, extract = true,
    sources = { s3_deployment.Source.data(key, text) },
  })
  self.object_key = key
end

DeployTimeSubstitutedFile.get.bucket = function(self) return self.deployed_bucket end

DeployTimeSubstitutedFile.get.object_version_ids = function(self)
  return engine.fail(self, "the file is extracted, so it has no object_version_ids")
end

return { DeployTimeSubstitutedFile = DeployTimeSubstitutedFile }
