--- AWS Signer: who may sign code.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_signer", {
  SigningProfile = "signing_profile",
})
