-- A build that leaves nothing.
local engine = require "luacdk.engine"
local Artifacts = require("aws_cdk.aws_codebuild").Artifacts

local NoArtifacts = engine.class("aws_cdk.aws_codebuild.NoArtifacts", Artifacts)

function NoArtifacts:init()
  Artifacts.init(self, {})
  self.type = "NO_ARTIFACTS"
end

return NoArtifacts
