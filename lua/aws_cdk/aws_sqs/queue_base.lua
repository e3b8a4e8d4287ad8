-- What queues made here and imported ones have in common.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local resource_metrics = require "aws_cdk.aws_cloudwatch.resource_metrics"
local sqs = require "aws_cdk.aws_sqs"

local Resource = cdk.Resource

local QueueBase = engine.class("aws_cdk.aws_sqs.QueueBase", Resource)

--- Arguments: scope, id, ResourceProps.
function QueueBase:init(scope, id, props) Resource.init(self, scope, id, props) end

QueueBase.get.grants = function(self)
  local grants = self._queue_grants
  if not grants then
    grants = sqs.QueueGrants.from_queue(self)
    self._queue_grants = grants
  end
  return grants
end

QueueBase.get.queue_ref = function(self) return { queue_arn = self.queue_arn, queue_url = self.queue_url } end

--- Adds a statement to the queue's policy, which is made when it is first needed. An imported queue takes none.
function QueueBase:add_to_resource_policy(statement)
  local policy = self._policy
  if not policy then
    if not self.auto_create_policy then return { statement_added = false } end
    policy = sqs.QueuePolicy(self, "Policy", { queues = { self } })
    self._policy = policy
    self.node:add_validation { validate = function() return policy.document:validate_for_resource_policy() end }
  end
  policy.document:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

--- Lets the grantee perform actions with the queue's key, if it has one of its own.
function QueueBase:grant_on_key(grantee, ...)
  local key = self.encryption_master_key
  return { grant = key and key:grant(grantee, ...) or nil }
end

function QueueBase:grant_consume_messages(grantee) return self.grants:consume_messages(grantee) end
function QueueBase:grant_send_messages(grantee) return self.grants:send_messages(grantee) end
function QueueBase:grant_purge(grantee) return self.grants:purge(grantee) end

--- Lets the grantee perform the given actions on the queue.
function QueueBase:grant(grantee, ...)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = { ... }, resource_arns = { self.queue_arn }, resource = self,
  }
end

--------------------------------------------------------------------------------------------------------------------
-- Metrics

resource_metrics(QueueBase, "AWS/SQS", "QueueName", "queue_name", {
  metric_approximate_age_of_oldest_message = { "ApproximateAgeOfOldestMessage", "Maximum" },
  metric_approximate_number_of_messages_delayed = { "ApproximateNumberOfMessagesDelayed", "Maximum" },
  metric_approximate_number_of_messages_not_visible = { "ApproximateNumberOfMessagesNotVisible", "Maximum" },
  metric_approximate_number_of_messages_visible = { "ApproximateNumberOfMessagesVisible", "Maximum" },
  metric_number_of_empty_receives = { "NumberOfEmptyReceives", "Sum" },
  metric_number_of_messages_deleted = { "NumberOfMessagesDeleted", "Sum" },
  metric_number_of_messages_received = { "NumberOfMessagesReceived", "Sum" },
  metric_number_of_messages_sent = { "NumberOfMessagesSent", "Sum" },
  metric_sent_message_size = { "SentMessageSize", "Average" },
})

--- Messages waiting and messages in flight together.
function QueueBase:metric_approximate_number_of_messages_outstanding(props)
  props = engine.check_struct("aws_cdk.aws_cloudwatch.MetricOptions", props, "props")
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
