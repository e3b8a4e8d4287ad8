-- What policies and their engines have in common.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local policies = {}

local DESCRIPTION = "aws_bedrockagentcore.CfnPolicyProps.description"

--- Fails unless the description, which may be nil, has at most so many characters as the service takes.
function policies.check_description(self, text)
  l2.check_length(self, "description", text, 0, l2.limit(DESCRIPTION))
end

--- The service, for objects whose ARN has this pattern.
function policies.principal(self, source_arn)
  return iam.ServicePrincipal("bedrock-agentcore.amazonaws.com", {
    conditions = engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = engine.stack_of(self).account },
      "ArnLike", { ["aws:SourceArn"] = source_arn }),
  })
end

return policies
