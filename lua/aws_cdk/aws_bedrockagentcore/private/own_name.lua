local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local l2 = require "aws_cdk.l2"

--- Begins a resource of the class `base` with the name of `option`, or else one made of its path. Returns the name.
-- Fails if the service does not take it: names are those of checks.name, or as the rule says: the greatest length
-- `longest`, the least one `shortest` (1), a regular expression `pattern`, and in words `said`.
local function own_name(self, base, scope, id, option, name, rule)
  base.init(self, scope, id, {
    physical_name = name == nil and engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = rule and rule.longest or checks.LONGEST_NAME })
    end, { kind = "string" }) or name,
  })
  if rule then
    l2.check_length(self, option, self.physical_name, rule.shortest or 1, rule.longest)
    checks.pattern(self, option, self.physical_name, rule.pattern, rule.said)
  else
    checks.name(self, option, self.physical_name)
  end
  return self.physical_name
end

return own_name
