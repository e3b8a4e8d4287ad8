-- Permissions one can give on a topic, L2 or L1.
local l2 = require "aws_cdk.l2"
local sns = require "aws_cdk.aws_sns"

return {
  TopicGrants = l2.grants("aws_cdk.aws_sns.TopicGrants", "AWS::SNS::Topic", {
    policy = function(topic, json)
      return sns.CfnTopicPolicy(topic, "TopicPolicy", { topics = { topic.ref }, policy_document = json })
    end,
    key = "kms_master_key_id",
  }),
}
