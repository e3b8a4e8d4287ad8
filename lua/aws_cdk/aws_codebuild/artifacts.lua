--- Where a build puts what it made.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local Artifacts = engine.class "aws_cdk.aws_codebuild.Artifacts"

--- Arguments: ArtifactsProps: identifier, which secondary artifacts need.
function Artifacts:init(props) self.identifier = props.identifier end

--- The L1 properties.
function Artifacts:bind()
  return { artifacts_property = { artifact_identifier = self.identifier, type = self.type } }
end

local S3Artifacts = engine.class("aws_cdk.aws_codebuild.S3Artifacts", Artifacts)

function S3Artifacts:init(props)
  Artifacts.init(self, props)
  self.type = "S3"
  self._props = props
end

function S3Artifacts:bind(scope, project)
  local props = self._props
  props.bucket:grant_read_write(project)
  local config = Artifacts.bind(self, scope, project)
  l2.with(config.artifacts_property, {
    location = props.bucket.bucket_name,
    path = props.path,
    namespace_type = props.include_build_id == false and "NONE" or "BUILD_ID",
    name = props.name,
    packaging = props.package_zip == false and "NONE" or "ZIP",
    encryption_disabled = props.encryption == false or nil,
    override_artifact_name = props.name == nil or nil,
  })
  return config
end

--- Artifacts in a bucket. Arguments: S3ArtifactsProps: bucket, encryption, identifier, include_build_id, name,
--  package_zip, path. Without a name, that of the build specification counts.
function Artifacts.s3(props) return S3Artifacts(props) end

return { Artifacts = Artifacts }
