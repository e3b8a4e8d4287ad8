-- The policy of a stream, or of a consumer.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"

local ResourcePolicy = engine.class("aws_cdk.aws_kinesis.ResourcePolicy", cdk.Resource)

--- Arguments: scope, id, ResourcePolicyProps: one of stream and stream_consumer.
function ResourcePolicy:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local stream, consumer = props.stream, props.stream_consumer
  if (stream == nil) == (consumer == nil) then engine.fail(self, "give one of stream and stream_consumer") end
  self.document = props.policy_document or iam.PolicyDocument()
  kinesis.CfnResourcePolicy(self, "Resource", {
    resource_policy = self.document, resource_arn = stream and stream.stream_arn or consumer.stream_consumer_arn,
  })
end

return { ResourcePolicy = ResourcePolicy }
