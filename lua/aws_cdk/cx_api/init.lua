local engine = require "luacdk.engine"

return engine.module("aws_cdk.cx_api", {
  AssetManifestArtifact = "cloud_artifact",
  CloudArtifact = "cloud_artifact",
  CloudAssembly = "cloud_assembly",
  CloudAssemblyBuilder = "cloud_assembly_builder",
  CloudFormationStackArtifact = "cloud_artifact",
  EnvironmentPlaceholders = "environment",
  EnvironmentUtils = "environment",
  NestedCloudAssemblyArtifact = "cloud_artifact",
  TreeCloudArtifact = "cloud_artifact",
})
