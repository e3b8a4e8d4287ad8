--- Refuses public access to a bucket.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local s3 = require "aws_cdk.aws_s3"

local BucketBlockPublicAccess = engine.class("aws_cdk.aws_s3.mixins.BucketBlockPublicAccess", cdk.Mixin)

function BucketBlockPublicAccess:init(public_access_config)
  self._config = public_access_config or s3.BlockPublicAccess.BLOCK_ALL
end

function BucketBlockPublicAccess.supports(_, construct) return engine.is_a(construct, s3.CfnBucket) end

function BucketBlockPublicAccess:apply_to(construct)
  if not self:supports(construct) then return end
  construct.public_access_block_configuration = self._config:_render(true)
end

return { BucketBlockPublicAccess = BucketBlockPublicAccess }
