-- Permissions one can give on a queue, L2 or L1.
local l2 = require "aws_cdk.l2"
local sqs = require "aws_cdk.aws_sqs"

return {
  QueueGrants = l2.grants("aws_cdk.aws_sqs.QueueGrants", "AWS::SQS::Queue", {
    policy = function(queue, json)
      return sqs.CfnQueuePolicy(queue, "QueuePolicy", { queues = { queue.ref }, policy_document = json })
    end,
    key = "kms_master_key_id",
  }),
}
