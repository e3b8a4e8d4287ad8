--- The artifacts of file sets.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local codepipeline = require "aws_cdk.aws_codepipeline"
local pipelines = require "aws_cdk.pipelines"
local NO_STEP = require "aws_cdk.pipelines.private.no_step"

local LONGEST_NAME, FINGERPRINT = 100, 8

local CodePipelineFileSet = engine.class("aws_cdk.pipelines.CodePipelineFileSet", pipelines.FileSet)

function CodePipelineFileSet:init(artifact)
  pipelines.FileSet.init(self, artifact.artifact_name or "Imported", NO_STEP)
  self._artifact = artifact
end

--- The files of an artifact that an action outside of these steps makes.
function CodePipelineFileSet.from_artifact(artifact) return CodePipelineFileSet(artifact) end

local ArtifactMap = engine.class "aws_cdk.pipelines.ArtifactMap"

function ArtifactMap:init() self._artifacts, self._names = {}, {} end

local function artifact_name(text)
  local name = text:gsub("[^%w_]", "_")
  if #name <= LONGEST_NAME then return name end
  return name:sub(1, LONGEST_NAME - FINGERPRINT) .. assets.sha256(name):sub(1, FINGERPRINT)
end

--- The artifact of a file set.
function ArtifactMap:to_code_pipeline(x)
  if engine.is_a(x, CodePipelineFileSet) then return x._artifact end
  local artifact = self._artifacts[x]
  if not artifact then
    local base = artifact_name(x.producer.id .. "." .. x.id)
    local name, count = base, 1
    while self._names[name] do
      count = count + 1
      name = base .. count
    end
    self._names[name] = true
    artifact = codepipeline.Artifact(name)
    self._artifacts[x] = artifact
  end
  return artifact
end

return { ArtifactMap = ArtifactMap, CodePipelineFileSet = CodePipelineFileSet }
