-- Permissions one can give on a topic.
local engine = require "luacdk.engine"

local sns = require "aws_cdk.aws_sns"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local EncryptedResourceGrants = grants.EncryptedResourceGrants

local TopicGrants = engine.class("aws_cdk.aws_sns.TopicGrants", EncryptedResourceGrants)

grants.keep_policy("AWS::SNS::Topic", "aws_cdk.aws_sns.CfnTopicWithPolicy", function(topic, document)
  return sns.CfnTopicPolicy(topic, "TopicPolicy", { topics = { topic.ref }, policy_document = document })
end)
grants.find_key("AWS::SNS::Topic", "aws_cdk.aws_sns.EncryptedCfnTopic", "kms_master_key_id")

--- The grants of a topic, L2 or L1.
function TopicGrants.from_topic(resource) return TopicGrants(EncryptedResourceGrants._props_of(resource)) end

function TopicGrants:_own_arn() return self.resource.topic_ref.topic_arn end

--- Lets the grantee publish messages.
function TopicGrants:publish(grantee)
  return self:_grant(grantee, { "sns:Publish" }, { key_actions = { "kms:Decrypt", "kms:GenerateDataKey*" } })
end

--- Lets the grantee subscribe.
function TopicGrants:subscribe(grantee) return self:_grant(grantee, { "sns:Subscribe" }) end

return { TopicGrants = TopicGrants }
