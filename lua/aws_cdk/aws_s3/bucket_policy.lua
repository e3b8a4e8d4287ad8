--- The policy of a bucket.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local s3 = require "aws_cdk.aws_s3"

local BucketPolicy = engine.class("aws_cdk.aws_s3.BucketPolicy", cdk.Resource)

function BucketPolicy:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.bucket = props.bucket
  self.document = props.document or iam.PolicyDocument()
  self._resource = s3.CfnBucketPolicy(self, "Resource", {
    bucket = props.bucket.bucket_name,
    policy_document = self.document,
  })
  if props.removal_policy then self._resource:apply_removal_policy(props.removal_policy) end
end

BucketPolicy.get.bucket_policy_ref = function(self) return self._resource.bucket_policy_ref end

--- What happens to the policy when it leaves the stack.
function BucketPolicy:apply_removal_policy(removal_policy) self._resource:apply_removal_policy(removal_policy) end

-- Adds a statement after all others, even later ones: statements for AWS services are written last.
function BucketPolicy:_add_last(statement)
  local pending = self._pending
  if not pending then
    pending = {}
    self._pending = pending
    self._resource.policy_document = engine.lazy(function()
      for i, late in ipairs(pending) do
        self.document:add_statements(late)
        pending[i] = nil
      end
      return self.document
    end, { kind = "any" })
  end
  pending[#pending + 1] = statement
end

--- The same policy as `cfn_bucket_policy`, with the methods of a BucketPolicy, and a bucket that uses it.
function BucketPolicy.from_cfn_bucket_policy(cfn_bucket_policy)
  local id = "@FromCfnBucketPolicy"
  local existing = cfn_bucket_policy.node:try_find_child(id)
  if existing then return existing end
  local name = cfn_bucket_policy.bucket
  local target = engine.is_unresolved(name) and engine.reference_target(name)
  local bucket
  if target and engine.is_a(target, s3.CfnBucket) then
    bucket = s3.Bucket.from_cfn_bucket(target)
  else
    bucket = s3.Bucket.from_bucket_name(cfn_bucket_policy, "@FromCfnBucket", name)
  end
  local policy = BucketPolicy(cfn_bucket_policy, id, {
    bucket = bucket,
    document = iam.PolicyDocument.from_json(cfn_bucket_policy.policy_document),
  })
  cdk.Validations.of(policy):acknowledge {
    id = "CloudFormation-Validate::E3019", reason = "the policy stands for an existing one, on purpose",
  }
  bucket.policy = policy
  return policy
end

return { BucketPolicy = BucketPolicy }
