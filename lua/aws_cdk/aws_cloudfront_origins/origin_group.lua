--- An origin, and another one for when it fails.
local engine = require "luacdk.engine"

local OriginGroup = engine.class "aws_cdk.aws_cloudfront_origins.OriginGroup"

--- Arguments: OriginGroupProps: primary_origin, fallback_origin (required).
function OriginGroup:init(props) self._props = props end

function OriginGroup:bind(scope, options)
  local props = self._props
  local primary =
    engine.ask(scope, "aws_cdk.aws_cloudfront.IOrigin", "bind", props.primary_origin, scope, options)
  if primary.failover_config then
    engine.fail(scope, "the primary_origin of an origin group cannot be an origin group")
  end
  return {
    origin_property = primary.origin_property,
    failover_config = { failover_origin = props.fallback_origin, status_codes = props.fallback_status_codes },
    selection_criteria = props.selection_criteria,
  }
end

return { OriginGroup = OriginGroup }
