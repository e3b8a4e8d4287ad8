--- The schedule sends a message to a queue.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local fail = engine.fail

-- A FIFO queue takes messages of a group only, and Scheduler gives them no id against doubles.
local function check_group(queue, group)
  if group == nil then
    if queue.fifo then fail(queue, "message_group_id is missing: the target is a FIFO queue") end
    return
  end
  l2.within(queue, "aws_scheduler.CfnSchedule.SqsParametersProperty.message_group_id", group)
  if not queue.fifo then fail(queue, "message_group_id is for FIFO queues, which the target is not") end
  local resource = queue.node.default_child
  if not resource or not resource.content_based_deduplication then
    fail(queue, "a FIFO queue can be a target only with content_based_deduplication = true")
  end
end

local SqsSendMessage = engine.class("aws_cdk.aws_scheduler_targets.SqsSendMessage", Base)

--- Arguments: queue, SqsSendMessageProps: message_group_id (FIFO queues) and ScheduleTargetBaseProps.
function SqsSendMessage:init(queue, props)
  check_group(queue, props and props.message_group_id)
  Base.init(self, props, queue.queue_arn)
  self._queue = queue
end

function SqsSendMessage:_add_target_action_to_role(role)
  local queue = self._queue
  queue:grant(role, "sqs:SendMessage")
  local key = queue.encryption_master_key
  if key then key:grant(role, "kms:Decrypt", "kms:GenerateDataKey*") end
end

function SqsSendMessage:_bind_base_target_config(schedule)
  local config = Base._bind_base_target_config(self, schedule)
  config.sqs_parameters = { message_group_id = self._base_props.message_group_id }
  return config
end

return { SqsSendMessage = SqsSendMessage }
