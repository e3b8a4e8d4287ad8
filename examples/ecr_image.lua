#!/usr/bin/env luacdk
-- EcrImageCode: a function that runs an image from an ECR repository. First as the documentation of the CDK's class
-- shows it, with each of its options; then as one would write it.

local cdk    = require "aws_cdk"
local ecr    = require "aws_cdk.aws_ecr"
local lambda = require "aws_cdk.aws_lambda"

local app   = cdk.App()
local stack = cdk.Stack(app, "EcrImage")

local repository = ecr.Repository(stack, "Repository")

-- The documentation's example. `tag` is deprecated, which a warning says when this runs; `tag_or_digest` goes before
-- it.
local ecr_image_code = lambda.EcrImageCode(repository, {
  cmd = { "cmd" },
  entrypoint = { "entrypoint" },
  tag = "tag",
  tag_or_digest = "tagOrDigest",
  working_directory = "workingDirectory",
})

lambda.Function(stack, "Documented", {
  code    = ecr_image_code,
  handler = lambda.Handler.FROM_IMAGE,
  runtime = lambda.Runtime.FROM_IMAGE,
})

-- Code.from_ecr_image makes the same object. Without options it is the tag "latest"; a digest starts with "sha256:".
-- The repository's policy lets Lambda pull from it.
lambda.Function(stack, "Tagged", {
  code    = lambda.Code.from_ecr_image(repository, { tag_or_digest = "v1", cmd = { "index.handler" } }),
  handler = lambda.Handler.FROM_IMAGE,
  runtime = lambda.Runtime.FROM_IMAGE,
})

-- DockerImageFunction says the same with fewer words.
lambda.DockerImageFunction(stack, "Latest", { code = lambda.DockerImageCode.from_ecr(repository) })

app:synth()
