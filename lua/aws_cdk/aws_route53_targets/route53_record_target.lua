--- Another record of the same zone.
local engine = require "luacdk.engine"

--- Arguments: record.
local Route53RecordTarget = engine.class "aws_cdk.aws_route53_targets.Route53RecordTarget"

function Route53RecordTarget:init(record) self._record = record end

function Route53RecordTarget:bind(record, zone)
  if not zone then
    engine.fail(record, "Route53RecordTarget needs to know the zone of the record that it is bound to")
  end
  return { dns_name = self._record.domain_name, hosted_zone_id = zone.hosted_zone_id }
end

return { Route53RecordTarget = Route53RecordTarget }
