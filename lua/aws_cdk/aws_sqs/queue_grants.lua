-- Permissions one can give on a queue.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local sqs = require "aws_cdk.aws_sqs"

local QueueGrants = engine.class "aws_cdk.aws_sqs.QueueGrants"

--------------------------------------------------------------------------------------------------------------------
-- L1 queues can take policies and have keys, too

local CfnQueueWithPolicy = engine.class "aws_cdk.aws_sqs.CfnQueueWithPolicy"

function CfnQueueWithPolicy:init(queue)
  self._queue = queue
  self.env = queue.env
end

function CfnQueueWithPolicy:add_to_resource_policy(statement)
  if not self._policy then
    self._document = iam.PolicyDocument()
    self._policy = sqs.CfnQueuePolicy(self._queue, "QueuePolicy", {
      queues = { self._queue.ref }, policy_document = self._document,
    })
  end
  self._document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

local EncryptedCfnQueue = engine.class "aws_cdk.aws_sqs.EncryptedCfnQueue"

function EncryptedCfnQueue:init(queue)
  self._queue = queue
  self.env = queue.env
end

function EncryptedCfnQueue:grant_on_key(grantee, ...)
  local key = require("aws_cdk.aws_iam.related_key").of(self._queue, self._queue.kms_master_key_id)
  if not key then return {} end
  return { grant = require("aws_cdk.aws_kms").KeyGrants.from_key(key):actions(grantee, ...) }
end

iam.DefaultPolicyFactories.set("AWS::SQS::Queue", {
  for_resource = function(_, resource) return CfnQueueWithPolicy(resource) end,
})
iam.DefaultEncryptedResourceFactories.set("AWS::SQS::Queue", {
  for_resource = function(_, resource) return EncryptedCfnQueue(resource) end,
})

--------------------------------------------------------------------------------------------------------------------

function QueueGrants:init(props)
  self.resource = props.resource
  self.encrypted_resource = props.encrypted_resource
  self.policy_resource = props.policy_resource
end

--- The grants of a queue, L2 or L1.
function QueueGrants.from_queue(resource)
  return QueueGrants {
    resource = resource,
    encrypted_resource = iam.EncryptedResources.of(resource),
    policy_resource = iam.ResourceWithPolicies.of(resource),
  }
end

local function grant(self, grantee, actions, options)
  local arns = options and options.resource_arns or { self.resource.queue_ref.queue_arn }
  local result
  if self.policy_resource then
    result = iam.Grant.add_to_principal_or_resource {
      actions = actions, grantee = grantee, resource_arns = arns, resource = self.policy_resource,
    }
  else
    result = iam.Grant.add_to_principal { actions = actions, grantee = grantee, resource_arns = arns }
  end
  local key_actions = options and options.key_actions
  if key_actions and #key_actions > 0 and self.encrypted_resource then
    self.encrypted_resource:grant_on_key(grantee, table.unpack(key_actions))
  end
  return result
end

--- Lets the grantee perform actions. Options: resource_arns, key_actions (on the queue's key).
function QueueGrants:actions(grantee, actions, options)
  return grant(self, grantee, actions, engine.check_struct("aws_cdk.EncryptedPermissionsOptions", options, "options"))
end

--- Lets the grantee receive messages and remove them.
function QueueGrants:consume_messages(grantee)
  return grant(self, grantee, {
    "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
  }, { key_actions = { "kms:Decrypt" } })
end

--- Lets the grantee send messages.
function QueueGrants:send_messages(grantee)
  return grant(self, grantee, { "sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl" },
    { key_actions = { "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" } })
end

--- Lets the grantee empty the queue.
function QueueGrants:purge(grantee)
  return grant(self, grantee, { "sqs:PurgeQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl" })
end

return { QueueGrants = QueueGrants }
