local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

--- The service, for objects of the account of the scope's stack whose ARN has this pattern.
return function(scope, source_arn)
  return iam.ServicePrincipal("bedrock-agentcore.amazonaws.com", {
    conditions = engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = engine.stack_of(scope).account },
      "ArnLike", { ["aws:SourceArn"] = source_arn }),
  })
end
