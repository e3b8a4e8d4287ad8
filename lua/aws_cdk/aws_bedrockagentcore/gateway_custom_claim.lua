local custom_claim = require "aws_cdk.aws_bedrockagentcore.private.custom_claim"

--- What a claim of a token must be so that a gateway takes it.
return { GatewayCustomClaim = custom_claim "aws_cdk.aws_bedrockagentcore.GatewayCustomClaim" }
