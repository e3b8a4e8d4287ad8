local engine = require "luacdk.engine"

--- The platform that an image is built for.
local Platform = engine.class "aws_cdk.aws_ecr_assets.Platform"

function Platform:init(platform) self.platform = platform end

Platform.LINUX_AMD64 = Platform "linux/amd64"
Platform.LINUX_ARM64 = Platform "linux/arm64"

--- Any other platform, in docker's words.
function Platform.custom(platform) return Platform(platform) end

return { Platform = Platform }
