--- Which resources a rule is about.
local engine = require "luacdk.engine"

local RuleScope = engine.class "aws_cdk.aws_config.RuleScope"

function RuleScope:init(resource_id, resource_types, key, value)
  self.resource_id = resource_id
  self.resource_types = resource_types
  self.key = key
  self.value = value
end

--- Resources of a type, or the one with that id.
function RuleScope.from_resource(resource_type, resource_id) return RuleScope(resource_id, { resource_type }) end

--- Resources of these types.
function RuleScope.from_resources(resource_types) return RuleScope(nil, resource_types) end

return { RuleScope = RuleScope }
