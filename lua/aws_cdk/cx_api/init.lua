local engine = require "luacdk.engine"

local M = engine.module("aws_cdk.cx_api", {
  AssetManifestArtifact = "cloud_artifact",
  CloudFormationStackArtifact = "cloud_artifact",
  EnvironmentPlaceholders = "environment",
  EnvironmentUtils = "environment",
  NestedCloudAssemblyArtifact = "cloud_artifact",
  TreeCloudArtifact = "cloud_artifact",
})

for name, value in pairs(require "aws_cdk.cx_api.constant_rows") do M[name] = value end

return M
