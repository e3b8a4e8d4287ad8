-- The policy of topics.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"

local Resource = cdk.Resource

local TopicPolicy = engine.class("aws_cdk.aws_sns.TopicPolicy", Resource)
TopicPolicy.PROPERTY_INJECTION_ID = "aws-cdk-lib.aws-sns.TopicPolicy"

--- Arguments: scope, id, TopicPolicyProps: topics (required), policy_document, enforce_ssl.
function TopicPolicy:init(scope, id, props)
  Resource.init(self, scope, id)
  self.document = props.policy_document or iam.PolicyDocument { assign_sids = true }
  local arns = {}
  for i, topic in ipairs(props.topics) do
    arns[i] = topic.topic_arn
    if props.enforce_ssl then self.document:add_statements(self:create_ssl_policy_document(topic.topic_arn)) end
  end
  sns.CfnTopicPolicy(self, "Resource", { policy_document = self.document, topics = arns })
end

--- The statement that denies publishing without TLS.
function TopicPolicy:create_ssl_policy_document(topic_arn)
  return iam.PolicyStatement {
    sid = "AllowPublishThroughSSLOnly",
    actions = { "sns:Publish" },
    effect = "Deny",
    resources = { topic_arn },
    conditions = { Bool = { ["aws:SecureTransport"] = "false" } },
    principals = { iam.StarPrincipal() },
  }
end

TopicPolicy._create_ssl_policy_document = TopicPolicy.create_ssl_policy_document

return { TopicPolicy = TopicPolicy }
