--- What a claim of the token must be with which somebody calls a runtime.
local RuntimeCustomClaim = require "aws_cdk.aws_bedrockagentcore.private.custom_claim"(
  "aws_cdk.aws_bedrockagentcore.RuntimeCustomClaim")

return { RuntimeCustomClaim = RuntimeCustomClaim }
