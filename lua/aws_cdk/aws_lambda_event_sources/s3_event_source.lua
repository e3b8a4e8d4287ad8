--- Events of a bucket.
local engine = require "luacdk.engine"

local function define(name)
  local class = engine.class("aws_cdk.aws_lambda_event_sources." .. name)

  function class:init(bucket, props)
    self.bucket = bucket
    self._props = props
  end

  function class:bind(target)
    local notifications = require "aws_cdk.aws_s3_notifications"
    local filters = self._props.filters or {}
    for _, event in ipairs(self._props.events) do
      self.bucket:add_event_notification(event, notifications.LambdaDestination(target), table.unpack(filters))
    end
  end

  return class
end

return { S3EventSource = define "S3EventSource", S3EventSourceV2 = define "S3EventSourceV2" }
