--- Keys that sign the keys of a zone, for DNSSEC.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local route53 = require "aws_cdk.aws_route53"

local SERVICE = "dnssec-route53.amazonaws.com"

local KeySigningKey = engine.class("aws_cdk.aws_route53.KeySigningKey", cdk.Resource)

local function reference(self)
  return { hosted_zone_id = self.hosted_zone.hosted_zone_id, key_signing_key_name = self.key_signing_key_name }
end

KeySigningKey.get.key_signing_key_ref = reference

-- Lets Route 53 sign with the key for this zone.
local function permit(key, zone)
  local of_zone = { ArnEquals = { ["aws:SourceArn"] = zone.hosted_zone_arn } }
  key:grant(iam.ServicePrincipal(SERVICE, { conditions = of_zone }), "kms:DescribeKey", "kms:GetPublicKey", "kms:Sign")
  key:grant(iam.ServicePrincipal(SERVICE, { conditions = { Bool = { ["kms:GrantIsForAWSResource"] = true } } }),
    "kms:CreateGrant")
end

--- Arguments: scope, id, KeySigningKeyProps: hosted_zone, kms_key (required).
function KeySigningKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id, {
    physical_name = props.key_signing_key_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = 128, allowed_special_characters = "_" })
    end, { kind = "string" }),
  })
  permit(props.kms_key, props.hosted_zone)
  local resource = route53.CfnKeySigningKey(self, "Resource", {
    hosted_zone_id = props.hosted_zone.hosted_zone_id,
    key_management_service_arn = props.kms_key.key_arn,
    name = self.physical_name,
    status = props.status or "ACTIVE",
  })
  self.key_signing_key_id = resource.ref
  self.hosted_zone = props.hosted_zone
  self.key_signing_key_name = self.physical_name
end

local ImportedKeySigningKey = engine.class("aws_cdk.aws_route53.ImportedKeySigningKey", cdk.Resource,
  "aws_cdk.aws_route53.IKeySigningKey")

function ImportedKeySigningKey:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.key_signing_key_name, self.hosted_zone = attrs.key_signing_key_name, attrs.hosted_zone
end

ImportedKeySigningKey.get.key_signing_key_ref = reference
ImportedKeySigningKey.get.key_signing_key_id = function(self)
  return self.hosted_zone.hosted_zone_id .. "|" .. self.key_signing_key_name
end

--- A key by hosted_zone and key_signing_key_name.
function KeySigningKey.from_key_signing_key_attributes(scope, id, attrs)
  return ImportedKeySigningKey(scope, id, attrs)
end

return { KeySigningKey = KeySigningKey }
