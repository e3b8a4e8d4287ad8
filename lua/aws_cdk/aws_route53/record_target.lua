--- Where a record leads: to values, or to a resource of AWS.
local engine = require "luacdk.engine"

local RecordTarget = engine.class "aws_cdk.aws_route53.RecordTarget"

--- Arguments: values, alias_target, one of them.
function RecordTarget:init(values, alias_target)
  self.values, self.alias_target = values, alias_target
end

--- To these values, as the type of the record writes them.
function RecordTarget.from_values(...) return RecordTarget({ ... }) end

--- To a resource of AWS, by its name.
function RecordTarget.from_alias(alias_target) return RecordTarget(nil, alias_target) end

--- To these addresses.
function RecordTarget.from_ip_addresses(...) return RecordTarget({ ... }) end

return { RecordTarget = RecordTarget }
