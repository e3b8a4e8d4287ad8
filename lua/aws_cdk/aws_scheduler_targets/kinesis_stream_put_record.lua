--- The schedule puts a record into a stream.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local MAX_KEY = 256

local KinesisStreamPutRecord = engine.class("aws_cdk.aws_scheduler_targets.KinesisStreamPutRecord", Base)

--- Arguments: stream, KinesisStreamPutRecordProps: partition_key (required) and ScheduleTargetBaseProps.
function KinesisStreamPutRecord:init(stream, props)
  local key = props.partition_key
  if not engine.is_unresolved(key) and (#key < 1 or #key > MAX_KEY) then
    engine.fail(stream, "partition_key must have 1 to %d characters, got %d", MAX_KEY, #key)
  end
  Base.init(self, props, stream.stream_arn)
  self._stream = stream
end

function KinesisStreamPutRecord:_add_target_action_to_role(role)
  local stream = self._stream
  stream:grant(role, "kinesis:PutRecord", "kinesis:PutRecords")
  local key = stream.encryption_key
  if key then key:grant(role, "kms:GenerateDataKey*") end
end

function KinesisStreamPutRecord:_bind_base_target_config(schedule)
  local config = Base._bind_base_target_config(self, schedule)
  config.kinesis_parameters = { partition_key = self._base_props.partition_key }
  return config
end

return { KinesisStreamPutRecord = KinesisStreamPutRecord }
