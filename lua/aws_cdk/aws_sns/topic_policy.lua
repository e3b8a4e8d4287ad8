-- The policy of topics.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local sns = require "aws_cdk.aws_sns"

local TopicPolicy = engine.class("aws_cdk.aws_sns.TopicPolicy", cdk.Resource)

--- Arguments: scope, id, TopicPolicyProps: topics (required), policy_document, enforce_ssl.
function TopicPolicy:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.document = props.policy_document or iam.PolicyDocument { assign_sids = true }
  local arns = {}
  for i, topic in ipairs(props.topics) do
    arns[i] = topic.topic_arn
    if props.enforce_ssl then self.document:add_statements(self:create_ssl_policy_document(topic.topic_arn)) end
  end
  sns.CfnTopicPolicy(self, "Resource", { policy_document = self.document, topics = arns })
end

--- The statement that denies publishing without TLS.
function TopicPolicy.create_ssl_policy_document(_, topic_arn)
  return l2.deny_without_tls(topic_arn, { "sns:Publish" }, iam.StarPrincipal(), "AllowPublishThroughSSLOnly")
end

TopicPolicy._create_ssl_policy_document = TopicPolicy.create_ssl_policy_document

return { TopicPolicy = TopicPolicy }
