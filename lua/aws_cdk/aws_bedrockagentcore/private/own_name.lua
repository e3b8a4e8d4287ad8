local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"

--- Begins a resource of the class `base` with the name of `option`, or else one made of its path. Returns the name.
-- Fails if the service does not take it.
local function own_name(self, base, scope, id, option, name)
  base.init(self, scope, id, {
    physical_name = name == nil and engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = checks.LONGEST_NAME })
    end, { kind = "string" }) or name,
  })
  checks.name(self, option, self.physical_name)
  return self.physical_name
end

return own_name
