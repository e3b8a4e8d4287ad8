local engine = require "luacdk.engine"

local CfnResource = engine.CfnResource

--- Account and region, those of the stack: what a grant compares with the grantee's.
CfnResource.get.env = function(self)
  local stack = self.stack
  return { account = stack.account, region = stack.region }
end

return { CfnResource = CfnResource }
