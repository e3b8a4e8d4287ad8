#!/usr/bin/env luacdk
-- Code.from_asset_image: `cdk deploy` builds an image from a folder with a Dockerfile and pushes it; the function runs
-- it.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "AssetImage")

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_asset_image(here .. "/image", {
    file = "Dockerfile",
    build_args = { VERSION = "1" },
    platform = ecr_assets.Platform.LINUX_ARM64,
    exclude = { "*.md" },
    cmd = { "index.handler" },
    entrypoint = { "/lambda-entrypoint.sh" },
    working_directory = "/var/task",
  }),
  architecture = lambda.Architecture.ARM_64,
  handler = lambda.Handler.FROM_IMAGE,
  runtime = lambda.Runtime.FROM_IMAGE,
})

-- Takes the platform from the architecture.
lambda.DockerImageFunction(stack, "Short", {
  code = lambda.DockerImageCode.from_image_asset(here .. "/image"),
  architecture = lambda.Architecture.X86_64,
})

app:synth()
