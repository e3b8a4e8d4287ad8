--- Profiles that sign code.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local signer = require "aws_cdk.aws_signer"
local cx_api = require "aws_cdk.cx_api"

local PASS_NAME = cx_api.SIGNER_PROFILE_NAME_PASSED_TO_CFN
local DEFAULT_MONTHS = 135

local Resource = cdk.Resource
local SigningProfile = engine.class("aws_cdk.aws_signer.SigningProfile", Resource)

--- Arguments: scope, id, SigningProfileProps: platform (required), signature_validity (default 135 months),
--  signing_profile_name.
function SigningProfile:init(scope, id, props)
  Resource.init(self, scope, id)
  local validity = props.signature_validity
  local resource = signer.CfnSigningProfile(self, "Resource", {
    platform_id = props.platform.platform_id,
    profile_name = cdk.FeatureFlags.of(self):is_enabled(PASS_NAME) and props.signing_profile_name or nil,
    signature_validity_period = validity and { type = "DAYS", value = validity:to_days() }
      or { type = "MONTHS", value = DEFAULT_MONTHS },
  })
  self.signing_profile_arn = resource.attr_arn
  self.signing_profile_name = resource.attr_profile_name
  self.signing_profile_version = resource.attr_profile_version
  self.signing_profile_version_arn = resource.attr_profile_version_arn
end

local ImportedProfile = engine.class("aws_cdk.aws_signer.ImportedSigningProfile", Resource,
  "aws_cdk.aws_signer.ISigningProfile")

function ImportedProfile:init(scope, id, attrs)
  Resource.init(self, scope, id)
  local name, version = attrs.signing_profile_name, attrs.signing_profile_version
  local stack = engine.stack_of(scope)
  local path = "/signing-profiles/" .. name
  self.signing_profile_name = name
  self.signing_profile_version = version
  self.signing_profile_arn = stack:format_arn { service = "signer", resource = "", resource_name = path }
  self.signing_profile_version_arn = stack:format_arn {
    service = "signer", resource = "", resource_name = path .. "/" .. version,
  }
end

--- A profile by signing_profile_name and signing_profile_version (both required).
function SigningProfile.from_signing_profile_attributes(scope, id, attrs)
  return ImportedProfile(scope, id, attrs)
end

return { SigningProfile = SigningProfile }
