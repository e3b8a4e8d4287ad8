#!/usr/bin/env luacdk
-- One function for each way to give a Lambda function its code.

local app = cdk.App()
local stack = cdk.Stack(app, "AllFactories")
local here = arg[0]:match "^(.*)/" or "."

local bucket = s3.Bucket.from_bucket_name(stack, "Artifacts", "my-artifacts")
local repository = ecr.Repository(stack, "Repository")

-- Code that is a file: a runtime and a handler go with it.
local function zip_function(id, code)
  return lambda.Function(stack, id, {
    code = code, handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
end

-- Code that is an image brings both along.
local function image_function(id, code)
  return lambda.Function(stack, id, {
    code = code, handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE,
  })
end

zip_function("Inline", lambda.Code.from_inline "def handler(event, context):\n    return 'hello'\n")
zip_function("Asset", lambda.Code.from_asset(here .. "/handler"))
zip_function("Bucket", lambda.Code.from_bucket(bucket, "code.zip", "version-1"))
zip_function("BucketV2", lambda.Code.from_bucket_v2(bucket, "code.zip", { object_version = "version-1" }))
zip_function("Parameters", lambda.Code.from_cfn_parameters())

-- Runs a build command now, and takes the folder that it wrote.
local built = cdk.FileSystem.mkdtemp "all-factories-"
zip_function("CustomCommand",
  lambda.Code.from_custom_command(built, { "cp", here .. "/handler/index.py", built .. "/" }))

-- Builds an image now, and takes the folder /asset out of it.
zip_function("DockerBuild", lambda.Code.from_docker_build(here .. "/image"))

image_function("EcrImage", lambda.Code.from_ecr_image(repository, { tag_or_digest = "v1", cmd = { "index.handler" } }))
image_function("AssetImage", lambda.Code.from_asset_image(here .. "/image", { cmd = { "index.handler" } }))

app:synth()
