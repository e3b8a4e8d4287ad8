--- How long, and by whom, deployed files may be cached: directives of the header Cache-Control.
local cache_control = require "aws_cdk.private.cache_control"

return { CacheControl = cache_control.class "aws_cdk.aws_s3_deployment.CacheControl" }
