--- Sends messages to a queue.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local trust_key = require "aws_cdk.aws_s3_notifications.private.trust_key"

local QUEUE = 1 -- s3.BucketNotificationDestinationType.QUEUE

local SqsDestination = engine.class "aws_cdk.aws_s3_notifications.SqsDestination"

function SqsDestination:init(queue) self._queue = queue end

function SqsDestination:bind(_, bucket)
  local queue = self._queue
  queue:grant_send_messages(iam.ServicePrincipal("s3.amazonaws.com", {
    conditions = { ArnLike = { ["aws:SourceArn"] = bucket.bucket_ref.bucket_arn } },
  }))
  if queue.encryption_master_key then
    trust_key(queue.encryption_master_key, { "kms:GenerateDataKey*", "kms:Decrypt" },
      "@aws-cdk/aws-s3-notifications:sqsKMSPermissionsNotAdded")
  end
  -- The queue includes its policy as a dependable.
  return { type = QUEUE, arn = queue.queue_arn, dependencies = { queue } }
end

return { SqsDestination = SqsDestination }
