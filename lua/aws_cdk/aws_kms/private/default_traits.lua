--- How a resource policy is kept on a plain CfnKey: its own policy document is read, extended and written back.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local CfnKeyWithPolicy, factory = grants.view_class "aws_cdk.aws_kms.CfnKeyWithPolicy"

function CfnKeyWithPolicy:add_to_resource_policy(statement)
  local key = self._resource
  if engine.is_unresolved(key.key_policy) then return { statement_added = false } end
  if not self._document then
    self._document = iam.PolicyDocument.from_json(key.key_policy or { Statement = engine.list {} })
  end
  self._document:add_statements(statement)
  key.key_policy = self._document:to_json()
  return { statement_added = true, policy_dependable = self._document }
end

iam.DefaultPolicyFactories.set("AWS::KMS::Key", factory)

return {}
