-- The policy of queues.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sqs = require "aws_cdk.aws_sqs"

local Resource = cdk.Resource

local QueuePolicy = engine.class("aws_cdk.aws_sqs.QueuePolicy", Resource)

--- Arguments: scope, id, QueuePolicyProps: queues (required).
function QueuePolicy:init(scope, id, props)
  Resource.init(self, scope, id)
  self.document = iam.PolicyDocument()
  local urls = {}
  for i, queue in ipairs(props.queues) do urls[i] = queue.queue_url end
  sqs.CfnQueuePolicy(self, "Resource", { policy_document = self.document, queues = urls })
end

QueuePolicy.get.queue_policy_id = function(self)
  return engine.fail(self, "queue_policy_id no longer exists: CloudFormation removed it")
end

return { QueuePolicy = QueuePolicy }
