--- What actions of a pipeline hand to each other: files in the pipeline's bucket.
local engine = require "luacdk.engine"
local names = require "aws_cdk.aws_codepipeline.private.names"

local MOST_FILES = 10

local Artifact = engine.class "aws_cdk.aws_codepipeline.Artifact"

--- Arguments: artifact_name (by default made of the names of stage and action that produce it), artifact_files (list
-- of 1 to 10 patterns of what of the action's output becomes the artifact).
function Artifact:init(artifact_name, artifact_files)
  names.check(nil, "artifact", artifact_name)
  if artifact_files and (#artifact_files < 1 or #artifact_files > MOST_FILES) then
    engine.fail(nil, "artifact_files must have 1 to %d items, got %d", MOST_FILES, #artifact_files)
  end
  self._name = artifact_name
  self._metadata = {}
  self.artifact_files = artifact_files
end

Artifact.get.artifact_name = function(self) return self._name end

-- The name as a token: an unnamed artifact gets its name when its stage is rendered.
function Artifact:_later_name()
  local name = self._late_name
  if not name then
    name = engine.lazy(function() return self._name end, { kind = "string" })
    self._late_name = name
  end
  return name
end

function Artifact:_set_name(name) self._name = name end

local function attribute(name)
  return function(self)
    return engine.intrinsic({ ["Fn::GetArtifactAtt"] = { self:_later_name(), name } }, "string")
  end
end

--- Attributes of the artifact as CloudFormation actions of the pipeline understand them.
Artifact.get.bucket_name = attribute "BucketName"
Artifact.get.object_key = attribute "ObjectKey"
Artifact.get.url = attribute "URL"
Artifact.get.s3_location = function(self) return { bucket_name = self.bucket_name, object_key = self.object_key } end

--- The value of a key in a JSON file of the artifact, for parameters of CloudFormation actions.
function Artifact:get_param(json_file, key_name)
  return engine.intrinsic({ ["Fn::GetParam"] = { self:_later_name(), json_file, key_name } }, "string")
end

--- A file of the artifact.
function Artifact:at_path(file_name)
  return require("aws_cdk.aws_codepipeline").ArtifactPath(self, file_name)
end

--- Data about the artifact that actions exchange; it is no part of the template.
function Artifact:set_metadata(key, value) self._metadata[key] = value end
function Artifact:get_metadata(key) return self._metadata[key] end

function Artifact:to_string() return self._name end

--- An artifact with a name.
function Artifact.artifact(name, files) return Artifact(name, files) end

local ArtifactPath = engine.class "aws_cdk.aws_codepipeline.ArtifactPath"

--- Arguments: artifact, file_name.
function ArtifactPath:init(artifact, file_name)
  self.artifact = artifact
  self.file_name = file_name
end

--- `artifact::file`, as configurations of actions name it.
ArtifactPath.get.location = function(self)
  local artifact = self.artifact
  local name = artifact._name
  if name == nil or name == "" then name = artifact:_later_name() end
  return name .. "::" .. self.file_name
end

--- A file of the artifact with a name.
function ArtifactPath.artifact_path(artifact_name, file_name)
  return ArtifactPath(Artifact.artifact(artifact_name), file_name)
end

return { Artifact = Artifact, ArtifactPath = ArtifactPath }
