--- Groups of public keys, which behaviours trust.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local short_name = require "aws_cdk.aws_cloudfront.private.short_name"

local KeyGroup = engine.class("aws_cdk.aws_cloudfront.KeyGroup", cdk.Resource)

--- Arguments: scope, id, KeyGroupProps: items (required).
function KeyGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local resource = cloudfront.CfnKeyGroup(self, "Resource", {
    key_group_config = {
      name = props.key_group_name or short_name(self),
      comment = props.comment,
      items = l2.pluck(props.items, "public_key_ref.public_key_id"),
    },
  })
  self.key_group_id = resource.ref
end

l2.imported_by(KeyGroup, "key_group_id")

return { KeyGroup = KeyGroup }
