--- How a plain CfnTable keeps a resource policy, and where its key is.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local CfnTableWithPolicy, factory = grants.view_class "aws_cdk.aws_dynamodb.CfnTableWithPolicy"

function CfnTableWithPolicy:add_to_resource_policy(statement)
  local of = self._resource
  local policy = of.resource_policy
  if not self._policy then
    if engine.is_unresolved(policy) then return { statement_added = false } end
    self._policy = grants.json_policy(policy and policy.policy_document)
  end
  local held = type(policy) == "table" and not engine.is_unresolved(policy) and policy.policy_document
  local json = self._policy:add(statement, held)
  if not rawequal(held, json) then of.resource_policy = { policy_document = json } end
  return { statement_added = true, policy_dependable = of }
end

iam.DefaultPolicyFactories.set("AWS::DynamoDB::Table", factory)

grants.find_key("AWS::DynamoDB::Table", "aws_cdk.aws_dynamodb.EncryptedCfnTable", function(of)
  local encryption = of.sse_specification
  return type(encryption) == "table" and encryption.kms_master_key_id or nil
end)

return {}
