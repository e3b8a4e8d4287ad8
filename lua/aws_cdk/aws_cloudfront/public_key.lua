--- Public keys, by which CloudFront checks signed URLs and cookies.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local short_name = require "aws_cdk.aws_cloudfront.private.short_name"

local PublicKey = engine.class("aws_cdk.aws_cloudfront.PublicKey", cdk.Resource)

--- Arguments: scope, id, PublicKeyProps: encoded_key (required).
function PublicKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local key = props.encoded_key
  if not engine.is_unresolved(key) and not key:find "^%-%-%-%-%-BEGIN PUBLIC KEY%-%-%-%-%-" then
    engine.fail(self, "encoded_key must be a key in PEM format, with the line -----BEGIN PUBLIC KEY-----, got %s",
      engine.display(key))
  end
  local resource = cloudfront.CfnPublicKey(self, "Resource", {
    public_key_config = {
      name = props.public_key_name or short_name(self),
      caller_reference = self.node.addr,
      encoded_key = key,
      comment = props.comment,
    },
  })
  self.public_key_id = resource.ref
end

l2.imported_by(PublicKey, "public_key_id")

return { PublicKey = PublicKey }
