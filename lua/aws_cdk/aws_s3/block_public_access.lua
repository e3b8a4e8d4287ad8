--- Which kinds of public access a bucket refuses.
local engine = require "luacdk.engine"

local BlockPublicAccess = engine.class "aws_cdk.aws_s3.BlockPublicAccess"

function BlockPublicAccess:init(options)
  self.block_public_acls = options.block_public_acls
  self.block_public_policy = options.block_public_policy
  self.ignore_public_acls = options.ignore_public_acls
  self.restrict_public_buckets = options.restrict_public_buckets
end

-- The settings in CfnBucket's form; `default` is used for those not given.
function BlockPublicAccess:_render(default)
  local function setting(value)
    if value == nil then return default end
    return value
  end
  return {
    block_public_acls = setting(self.block_public_acls),
    block_public_policy = setting(self.block_public_policy),
    ignore_public_acls = setting(self.ignore_public_acls),
    restrict_public_buckets = setting(self.restrict_public_buckets),
  }
end

return { BlockPublicAccess = BlockPublicAccess }
