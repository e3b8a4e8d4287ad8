--- Web sites of buckets.
local engine = require "luacdk.engine"
local RegionInfo = require("aws_cdk.region_info").RegionInfo

--- Arguments: bucket, props. The bucket has the name of the record.
local BucketWebsiteTarget = engine.class "aws_cdk.aws_route53_targets.BucketWebsiteTarget"

function BucketWebsiteTarget:init(bucket, props) self._bucket, self._props = bucket, props or {} end

function BucketWebsiteTarget:bind(record)
  local region = self._bucket.stack.region
  if engine.is_unresolved(region) then
    engine.fail(record, "the zone of a bucket's website depends on its region: -> give the stack of the bucket "
      .. "env = { region = … }")
  end
  local info = RegionInfo.get(region)
  local zone, name = info.s3_static_website_hosted_zone_id, info.s3_static_website_endpoint
  if not zone or not name then
    engine.fail(record, "no hosted zone for websites of buckets is known for the region %s", region)
  end
  return { hosted_zone_id = zone, dns_name = name, evaluate_target_health = self._props.evaluate_target_health }
end

return { BucketWebsiteTarget = BucketWebsiteTarget }
