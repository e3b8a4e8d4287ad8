--- AWS Key Management Service: keys, aliases and what may be granted on them.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_kms", {
  Alias = "alias",
  Key = "key",
  KeyGrants = "key_grants",
  ViaServicePrincipal = "via_service_principal",
})
