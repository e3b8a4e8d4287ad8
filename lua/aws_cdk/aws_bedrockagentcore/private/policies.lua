-- What policies and their engines have in common.
local l2 = require "aws_cdk.l2"

local policies = {}

local DESCRIPTION = "aws_bedrockagentcore.CfnPolicyProps.description"

--- Fails unless the description, which may be nil, has at most so many characters as the service takes.
function policies.check_description(self, text)
  l2.check_length(self, "description", text, 0, l2.limit(DESCRIPTION))
end

return policies
