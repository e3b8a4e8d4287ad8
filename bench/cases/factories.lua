-- Six functions, one for each way to give code that runs no other program.
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"

local app = cdk.App()
local stack = cdk.Stack(app, "Factories")
local bucket = s3.Bucket(stack, "Bucket")
local repository = ecr.Repository(stack, "Repository")

local function zip(id, code)
  lambda.Function(stack, id, { code = code, handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12 })
end

local function image(id, code)
  lambda.Function(stack, id, {
    code = code, handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE,
  })
end

zip("Inline", lambda.Code.from_inline "def handler(event, context):\n    return 'hello'\n")
zip("Asset", lambda.Code.from_asset "examples/handler")
zip("S3", lambda.Code.from_bucket(bucket, "code.zip"))
zip("Parameters", lambda.Code.from_cfn_parameters())
image("Ecr", lambda.Code.from_ecr_image(repository, { tag_or_digest = "v1" }))
image("Image", lambda.Code.from_asset_image "examples/image")

app:synth()
