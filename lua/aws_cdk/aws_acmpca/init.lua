--- AWS Private Certificate Authority: authorities that exist already.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_acmpca", {
  CertificateAuthority = "certificate_authority",
})
