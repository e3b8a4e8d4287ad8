--- Adds statements to a CfnBucketPolicy.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local s3 = require "aws_cdk.aws_s3"

local BucketPolicyStatements = engine.class("aws_cdk.aws_s3.mixins.BucketPolicyStatements", cdk.Mixin)

function BucketPolicyStatements:init(statements) self._statements = statements end

function BucketPolicyStatements.supports(_, construct) return engine.is_a(construct, s3.CfnBucketPolicy) end

function BucketPolicyStatements:apply_to(policy)
  if not self:supports(policy) then return end
  local document = policy.policy_document
  if not engine.is_a(document, iam.PolicyDocument) then document = iam.PolicyDocument.from_json(document) end
  document:add_statements(table.unpack(self._statements))
  policy.policy_document = document
end

return { BucketPolicyStatements = BucketPolicyStatements }
