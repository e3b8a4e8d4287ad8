--- How a resource policy is kept for a plain CfnLogGroup: in a CfnResourcePolicy below it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"

local CfnLogGroupWithPolicy = engine.class "aws_cdk.aws_logs.CfnLogGroupWithPolicy"

function CfnLogGroupWithPolicy:init(log_group)
  self._log_group = log_group
  self.env = log_group.env
end

function CfnLogGroupWithPolicy:add_to_resource_policy(statement)
  if not self._policy then
    local document = iam.PolicyDocument()
    self._document = document
    self._policy = logs.CfnResourcePolicy(self._log_group, "LogGroupPolicy", {
      policy_name = cdk.Names.unique_id(self._log_group),
      policy_document = engine.lazy(function()
        return engine.to_json_string(self._log_group, document:to_json())
      end, { kind = "string" }),
    })
  end
  self._document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

iam.DefaultPolicyFactories.set("AWS::Logs::LogGroup", {
  for_resource = function(_, resource) return CfnLogGroupWithPolicy(resource) end,
})

return {}
