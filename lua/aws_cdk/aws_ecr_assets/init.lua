--- Container images that are built or loaded, and pushed to ECR, before a stack is deployed.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecr_assets", {
  DockerImageAsset = "docker_image_asset",
  TarballImageAsset = "tarball_image_asset",
})
