-- Permissions one can give on a queue.
local engine = require "luacdk.engine"

local sqs = require "aws_cdk.aws_sqs"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local EncryptedResourceGrants = grants.EncryptedResourceGrants

local QueueGrants = engine.class("aws_cdk.aws_sqs.QueueGrants", EncryptedResourceGrants)

grants.keep_policy("AWS::SQS::Queue", "aws_cdk.aws_sqs.CfnQueueWithPolicy", function(queue, document)
  return sqs.CfnQueuePolicy(queue, "QueuePolicy", { queues = { queue.ref }, policy_document = document })
end)
grants.find_key("AWS::SQS::Queue", "aws_cdk.aws_sqs.EncryptedCfnQueue", "kms_master_key_id")

--- The grants of a queue, L2 or L1.
function QueueGrants.from_queue(resource) return QueueGrants(EncryptedResourceGrants._props_of(resource)) end

function QueueGrants:_own_arn() return self.resource.queue_ref.queue_arn end

--- Lets the grantee receive messages and remove them.
function QueueGrants:consume_messages(grantee)
  return self:_grant(grantee, {
    "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
  }, { key_actions = { "kms:Decrypt" } })
end

--- Lets the grantee send messages.
function QueueGrants:send_messages(grantee)
  return self:_grant(grantee, { "sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl" },
    { key_actions = { "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" } })
end

--- Lets the grantee empty the queue.
function QueueGrants:purge(grantee)
  return self:_grant(grantee, { "sqs:PurgeQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl" })
end

return { QueueGrants = QueueGrants }
