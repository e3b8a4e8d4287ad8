--- Turns versioning of a bucket on or off.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local s3 = require "aws_cdk.aws_s3"

local BucketVersioning = engine.class("aws_cdk.aws_s3.mixins.BucketVersioning", cdk.Mixin)

function BucketVersioning:init(enabled) self._enabled = enabled ~= false end

function BucketVersioning.supports(_, construct) return engine.is_a(construct, s3.CfnBucket) end

function BucketVersioning:apply_to(construct)
  if not self:supports(construct) then return end
  construct.versioning_configuration = { status = self._enabled and "Enabled" or "Suspended" }
end

return { BucketVersioning = BucketVersioning }
