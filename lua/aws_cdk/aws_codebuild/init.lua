-- AWS CodeBuild: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_codebuild", {
  LinuxBuildImage = "build_images",
  LinuxArmBuildImage = "build_images",
  MacBuildImage = "build_images",
  WindowsBuildImage = "build_images",
  LinuxLambdaBuildImage = "lambda_build_images",
  LinuxArmLambdaBuildImage = "lambda_build_images",
  GitHubSourceCredentials = "source_credentials",
  GitHubEnterpriseSourceCredentials = "source_credentials",
  BitBucketSourceCredentials = "source_credentials",
  StateChangeEvent = "build_events",
  PhaseChangeEvent = "build_events",
})
