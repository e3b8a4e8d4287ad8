--- Sends a message to a queue.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  SqsSendMessage = task.class("SqsSendMessage", {
    service = "sqs", api = "sendMessage",
    patterns = task.REQUEST_OR_TOKEN,
    token_in = "message_body",
    policies = function(_, props)
      local queue = props.queue
      local key = queue.encryption_master_key
      return {
        task.allow({ "sqs:SendMessage" }, { queue.queue_arn }),
        key and task.allow({ "kms:Decrypt", "kms:GenerateDataKey*" }, { key.key_arn }) or nil,
      }
    end,
    parameters = function(_, props)
      return engine.ordered("QueueUrl", props.queue.queue_url, "MessageBody", props.message_body.value,
        "DelaySeconds", props.delay and props.delay:to_seconds(),
        "MessageDeduplicationId", props.message_deduplication_id, "MessageGroupId", props.message_group_id)
    end,
  }),
}
