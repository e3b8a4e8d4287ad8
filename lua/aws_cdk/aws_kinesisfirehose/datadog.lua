--- Records go to Datadog.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local HttpEndpoint = require("aws_cdk.aws_kinesisfirehose.http_endpoint").HttpEndpoint

local Datadog = engine.class("aws_cdk.aws_kinesisfirehose.Datadog", HttpEndpoint)

--- Arguments: DatadogProps: endpoint, api_key (required).
function Datadog:init(props)
  local all = l2.with({}, props)
  all.endpoint_config = { url = props.endpoint.url, secret = props.api_key }
  all.request_compression = props.request_compression or "GZIP"
  all.buffering_hints = props.buffering_hints or { interval = cdk.Duration.seconds(60), size = cdk.Size.mebibytes(4) }
  all.retry_options = props.retry_options or { duration = cdk.Duration.seconds(60) }
  all.attributes = props.tags or {}
  HttpEndpoint.init(self, all)
end

return { Datadog = Datadog }
