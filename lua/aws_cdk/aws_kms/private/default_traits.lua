--- How a resource policy is kept on a plain CfnKey: its own policy document is read, extended and written back.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local CfnKeyWithPolicy, factory = grants.view_class "aws_cdk.aws_kms.CfnKeyWithPolicy"

function CfnKeyWithPolicy:add_to_resource_policy(statement)
  local key = self._resource
  if engine.is_unresolved(key.key_policy) then return { statement_added = false } end
  self._policy = self._policy or grants.json_policy(key.key_policy)
  local held = key.key_policy
  local json = self._policy:add(statement, held)
  if not rawequal(held, json) then key.key_policy = json end
  return { statement_added = true, policy_dependable = self._policy.document }
end

iam.DefaultPolicyFactories.set("AWS::KMS::Key", factory)

return {}
