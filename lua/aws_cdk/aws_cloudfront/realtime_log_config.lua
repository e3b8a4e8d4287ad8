--- Which fields of how many requests are logged at once, and where.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"

local RealtimeLogConfig = l2.resource("aws_cdk.aws_cloudfront.RealtimeLogConfig", cdk.Resource, {
  arn = { "realtime_log_config_arn", service = "cloudfront", region = "", resource = "realtime-log-config" },
  name = { "realtime_log_config_name" },
})

l2.delegated(RealtimeLogConfig, "_resource", { "realtime_log_config_ref" })

--- Arguments: scope, id, RealtimeLogConfigProps: end_points, fields, sampling_rate (required).
function RealtimeLogConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id, {
    physical_name = props.realtime_log_config_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, {})
    end, { kind = "string" }),
  })
  local rate = props.sampling_rate
  if engine.is_unresolved(rate) then
    engine.fail(self, "sampling_rate must be known at synthesis, got %s", engine.display(rate))
  end
  l2.within(self, "aws_cloudfront.CfnRealtimeLogConfigProps.sampling_rate", rate)
  local end_points = {}
  for i, endpoint in ipairs(props.end_points) do end_points[i] = endpoint:_render_endpoint(self) end
  self._resource = cloudfront.CfnRealtimeLogConfig(self, "Resource", {
    end_points = end_points, fields = props.fields, name = self.physical_name, sampling_rate = rate,
  })
end

return { RealtimeLogConfig = RealtimeLogConfig }
