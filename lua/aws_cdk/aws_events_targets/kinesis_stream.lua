--- Events go into a stream.
local engine = require "luacdk.engine"
local target = require "aws_cdk.aws_events_targets.target"

local KinesisStream = engine.class "aws_cdk.aws_events_targets.KinesisStream"

--- Arguments: stream, KinesisStreamProps: message (RuleTargetInput), partition_key_path and TargetBaseProps.
function KinesisStream:init(stream, props)
  self._stream = stream
  self._props = props
end

function KinesisStream:bind()
  local stream, props = self._stream, self._props
  local role, path = target.singleton_role(stream), props.partition_key_path
  stream:grant_write(role)
  local config = target.base_config(props)
  config.arn = stream.stream_arn
  config.role = role
  config.input = props.message
  config.target_resource = stream
  config.kinesis_parameters = path ~= nil and path ~= "" and { partition_key_path = path } or nil
  return config
end

return { KinesisStream = KinesisStream }
