--- Trust in TLS: whose certificates a listener or client takes, and for which names.
local engine = require "luacdk.engine"
local bound = require "aws_cdk.aws_appmesh.private.bound"

local TlsValidationTrust, make = bound "TlsValidationTrust"
local MutualTlsValidationTrust = bound("MutualTlsValidationTrust", TlsValidationTrust)

MutualTlsValidationTrust._differentiator = false

--- Authorities of Private CA.
function TlsValidationTrust.acm(certificate_authorities)
  return make(function(scope)
    local arns = {}
    for i, authority in ipairs(certificate_authorities) do
      if not engine.has(authority, "certificate_authority_arn") then
        engine.fail(scope, "certificate_authorities[%d] must be an ICertificateAuthority, got %s; -> import it with "
          .. "acmpca.CertificateAuthority.from_certificate_authority_arn", i, engine.display(authority))
      end
      arns[i] = authority.certificate_authority_arn
    end
    if #arns == 0 then engine.fail(scope, "certificate_authorities must have at least one authority, got none") end
    return { tls_validation_trust = { acm = { certificate_authority_arns = arns } } }
  end)
end

--- A file of the proxy.
function TlsValidationTrust.file(certificate_chain)
  return make({ tls_validation_trust = { file = { certificate_chain = certificate_chain } } }, MutualTlsValidationTrust)
end

--- A secret of the proxy's Secret Discovery Service.
function TlsValidationTrust.sds(secret_name)
  return make({ tls_validation_trust = { sds = { secret_name = secret_name } } }, MutualTlsValidationTrust)
end

local SubjectAlternativeNames, names = bound "SubjectAlternativeNames"

--- Certificates for one of these names.
function SubjectAlternativeNames.matching_exactly(...)
  return names { subject_alternative_names_match = { exact = engine.list { ... } } }
end

return {
  TlsValidationTrust = TlsValidationTrust,
  MutualTlsValidationTrust = MutualTlsValidationTrust,
  SubjectAlternativeNames = SubjectAlternativeNames,
}
