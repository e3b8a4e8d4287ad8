--- How a resource policy is kept for a plain CfnLogGroup: in a CfnResourcePolicy below it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local CfnLogGroupWithPolicy, factory = grants.view_class "aws_cdk.aws_logs.CfnLogGroupWithPolicy"

function CfnLogGroupWithPolicy:add_to_resource_policy(statement)
  local log_group = self._resource
  if not self._policy then
    local document = iam.PolicyDocument()
    self._document = document
    self._policy = logs.CfnResourcePolicy(log_group, "LogGroupPolicy", {
      policy_name = cdk.Names.unique_id(log_group),
      policy_document = engine.lazy(function() return engine.to_json_string(log_group, document:to_json()) end,
        { kind = "string" }),
    })
  end
  self._document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

iam.DefaultPolicyFactories.set("AWS::Logs::LogGroup", factory)

return {}
