--- Certificates of a private authority.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local CertificateBase = require "aws_cdk.aws_certificatemanager.certificate_base"

local PrivateCertificate = engine.class("aws_cdk.aws_certificatemanager.PrivateCertificate", CertificateBase)

--- Arguments: scope, id, PrivateCertificateProps: domain_name, certificate_authority (required).
function PrivateCertificate:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local resource = certificatemanager.CfnCertificate(self, "Resource", {
    domain_name = props.domain_name,
    subject_alternative_names = props.subject_alternative_names,
    certificate_authority_arn = props.certificate_authority.certificate_authority_ref.certificate_authority_arn,
    key_algorithm = props.key_algorithm and props.key_algorithm.name,
    certificate_export = props.allow_export and "ENABLED" or nil,
  })
  self.certificate_arn = resource.ref
end

CertificateBase.imports(PrivateCertificate)

return { PrivateCertificate = PrivateCertificate }
