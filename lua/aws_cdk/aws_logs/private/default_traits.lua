--- How a resource policy is kept for a plain CfnLogGroup: in a CfnResourcePolicy below it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

grants.keep_policy("AWS::Logs::LogGroup", "aws_cdk.aws_logs.CfnLogGroupWithPolicy", function(log_group, document)
  return logs.CfnResourcePolicy(log_group, "LogGroupPolicy", {
    policy_name = cdk.Names.unique_id(log_group),
    policy_document = engine.lazy(function() return engine.to_json_string(log_group, document:to_json()) end,
      { kind = "string" }),
  })
end)

return {}
