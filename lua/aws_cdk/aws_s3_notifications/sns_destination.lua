--- Publishes to a topic.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local trust_key = require "aws_cdk.aws_s3_notifications.private.trust_key"
local cx_api = require "aws_cdk.cx_api"

local TOPIC = 2 -- s3.BucketNotificationDestinationType.TOPIC
local FLAG_TRUST_KEY = cx_api.S3_TRUST_KEY_POLICY_FOR_SNS_SUBSCRIPTIONS

local SnsDestination = engine.class "aws_cdk.aws_s3_notifications.SnsDestination"

function SnsDestination:init(topic) self._topic = topic end

function SnsDestination:bind(scope, bucket)
  local topic = self._topic
  topic:add_to_resource_policy(iam.PolicyStatement {
    principals = { iam.ServicePrincipal "s3.amazonaws.com" },
    actions = { "sns:Publish" },
    resources = { topic.topic_arn },
    conditions = { ArnLike = { ["aws:SourceArn"] = bucket.bucket_ref.bucket_arn } },
  })
  if topic.master_key and cdk.FeatureFlags.of(scope):is_enabled(FLAG_TRUST_KEY) then
    trust_key(topic.master_key, { "kms:GenerateDataKey", "kms:Decrypt" },
      "@aws-cdk/aws-s3-notifications:snsKMSPermissionsNotAdded")
  end
  -- The topic includes its policy as a dependable.
  return { type = TOPIC, arn = topic.topic_arn, dependencies = { topic } }
end

return { SnsDestination = SnsDestination }
