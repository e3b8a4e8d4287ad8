--- Certificates of authorities that clients of a load balancer must have theirs from.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local l2 = require "aws_cdk.l2"

local NAME = "aws_elasticloadbalancingv2.CfnTrustStoreProps.name"

local TrustStoreBase = engine.class("aws_cdk.aws_elasticloadbalancingv2.TrustStoreBase", cdk.Resource,
  "aws_cdk.aws_elasticloadbalancingv2.ITrustStore")

local TrustStore = engine.class("aws_cdk.aws_elasticloadbalancingv2.TrustStore", TrustStoreBase)

local function check_name(self, name)
  if name == nil or engine.is_unresolved(name) then return end
  l2.within(self, NAME, name, "trust_store_name")
  if not name:find "^[%w-]+$" or name:find "^-" or name:find "-$" or name:find("--", 1, true) then
    engine.fail(self, "trust_store_name must have only letters, digits and single hyphens between them, got %s",
      engine.display(name))
  end
end

--- Arguments: scope, id, TrustStoreProps.
function TrustStore:init(scope, id, props)
  TrustStoreBase.init(self, scope, id, {
    physical_name = props.trust_store_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = l2.limit(NAME) })
    end, { kind = "string" }),
  })
  check_name(self, props.trust_store_name)
  local resource = elbv2.CfnTrustStore(self, "Resource", {
    name = self.physical_name,
    ca_certificates_bundle_s3_bucket = props.bucket.bucket_ref.bucket_name,
    ca_certificates_bundle_s3_key = props.key,
    ca_certificates_bundle_s3_object_version = props.version,
  })
  self.trust_store_name = resource.ref
  self.number_of_ca_certificates = resource.attr_number_of_ca_certificates
  self.status = resource.attr_status
  self.trust_store_arn = resource.attr_trust_store_arn
end

local Imported = engine.class("aws_cdk.aws_elasticloadbalancingv2.ImportedTrustStore", TrustStoreBase)

--- A trust store made elsewhere.
function TrustStore.from_trust_store_arn(scope, id, trust_store_arn)
  local imported = Imported(scope, id)
  imported.trust_store_arn = trust_store_arn
  imported.trust_store_name = cdk.Fn.select(0, cdk.Fn.split("/", trust_store_arn))
  return imported
end

return { TrustStore = TrustStore }
