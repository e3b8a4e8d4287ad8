-- What queues made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local sqs = require "aws_cdk.aws_sqs"

local QueueBase = engine.class("aws_cdk.aws_sqs.QueueBase", cdk.Resource)

l2.takes_policy(QueueBase, function(self) return sqs.QueuePolicy(self, "Policy", { queues = { self } }) end)
l2.has_key(QueueBase, "encryption_master_key")

--- Lets the grantee perform the given actions on the queue.
function QueueBase:grant(grantee, ...)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = { ... }, resource_arns = { self.queue_arn }, resource = self,
  }
end

--- Messages waiting and messages in flight together.
function QueueBase:metric_approximate_number_of_messages_outstanding(props)
  props = props or {}
  return cloudwatch.MathExpression {
    expression = "visible + notVisible",
    using_metrics = engine.ordered(
      "visible", self:metric_approximate_number_of_messages_visible(props),
      "notVisible", self:metric_approximate_number_of_messages_not_visible(props)),
    label = props.label or "Approximate number of messages outstanding",
    color = props.color,
    period = props.period,
  }
end

return { QueueBase = QueueBase }
