--- Certificates that a trust store does not accept any more.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local TrustStoreRevocation = engine.class("aws_cdk.aws_elasticloadbalancingv2.TrustStoreRevocation", cdk.Resource)

--- Arguments: scope, id, TrustStoreRevocationProps.
function TrustStoreRevocation:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local contents = {}
  for i, content in ipairs(props.revocation_contents) do
    contents[i] = {
      revocation_type = content.revocation_type, s3_bucket = content.bucket.bucket_ref.bucket_name,
      s3_key = content.key, s3_object_version = content.version,
    }
  end
  elbv2.CfnTrustStoreRevocation(self, "Resource", {
    trust_store_arn = props.trust_store.trust_store_ref.trust_store_arn, revocation_contents = contents,
  })
end

return { TrustStoreRevocation = TrustStoreRevocation }
