--- AWS Certificate Manager: public, private and imported certificates, and how they are validated.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_certificatemanager", {
  Certificate = "certificate",
  CertificateValidation = "certificate_validation",
  DnsValidatedCertificate = "dns_validated_certificate",
  PrivateCertificate = "private_certificate",
})
