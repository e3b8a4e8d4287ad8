--- The schedule puts a record into a stream.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local KinesisStreamPutRecord = engine.class("aws_cdk.aws_scheduler_targets.KinesisStreamPutRecord", Base)

--- Arguments: stream, KinesisStreamPutRecordProps: partition_key (required) and ScheduleTargetBaseProps.
function KinesisStreamPutRecord:init(stream, props)
  local key = props.partition_key
  l2.within(stream, "aws_scheduler.CfnSchedule.KinesisParametersProperty.partition_key", key)
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
