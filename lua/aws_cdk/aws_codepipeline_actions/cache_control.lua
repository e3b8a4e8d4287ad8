--- How long, and by whom, what S3DeployAction deploys may be cached: directives of the header Cache-Control.
local cache_control = require "aws_cdk.private.cache_control"

return { CacheControl = cache_control.class "aws_cdk.aws_codepipeline_actions.CacheControl" }
