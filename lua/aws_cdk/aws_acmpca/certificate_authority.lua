--- Private certificate authorities.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local ImportedCertificateAuthority = engine.class("aws_cdk.aws_acmpca.ImportedCertificateAuthority", cdk.Resource,
  "aws_cdk.aws_acmpca.ICertificateAuthority")

function ImportedCertificateAuthority:init(scope, id, certificate_authority_arn)
  cdk.Resource.init(self, scope, id)
  self.certificate_authority_arn = certificate_authority_arn
  self.certificate_authority_ref = { certificate_authority_arn = certificate_authority_arn }
end

local CertificateAuthority = engine.class "aws_cdk.aws_acmpca.CertificateAuthority"

--- An authority by its ARN.
function CertificateAuthority.from_certificate_authority_arn(scope, id, certificate_authority_arn)
  return ImportedCertificateAuthority(scope, id, certificate_authority_arn)
end

return { CertificateAuthority = CertificateAuthority }
