#!/usr/bin/env luacdk
-- Code.from_docker_build: an image is built now, and a folder taken out of it is the code. Needs docker, or the program
-- that CDK_DOCKER names; where there is none, `CDK_DOCKER=tools/demo-docker luacdk examples/docker_build.lua` shows the
-- way of it.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "DockerBuild")

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_docker_build(here .. "/image", {
    image_path = "/asset", -- the folder in the image; this is the default
    build_args = { VERSION = "1" },
    platform = "linux/amd64",
  }),
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
