--- Sets how long a log group that AWS makes by itself keeps its events, through a function shared by the stack.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"

local Construct = constructs.Construct

local FUNCTION_ID = "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a"
local HANDLER = "aws-logs/log-retention-handler"
local INFINITE = 9999
local TIMEOUT_SECONDS = 900

local LogRetentionFunction = engine.class("aws_cdk.aws_logs.LogRetentionFunction", Construct)

local function log_group_arn(self, name, region)
  return engine.stack_of(self):format_arn {
    region = region, service = "logs", resource = "log-group", resource_name = name .. ":*",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

function LogRetentionFunction:init(scope, id, props)
  Construct.init(self, scope, id)
  local code = cdk.CustomResourceProvider.bundled_asset(self, "Code", HANDLER)
  local role = props.role or iam.Role(self, "ServiceRole", {
    assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaBasicExecutionRole",
    },
  })
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy" }, resources = { "*" },
  })
  self._role = role

  self.tags = cdk.TagManager(cdk.TagType.KEY_VALUE, "AWS::Lambda::Function")
  local resource = cdk.CfnResource(self, "Resource", {
    type = "AWS::Lambda::Function",
    properties = engine.ordered(
      "Handler", "index.handler",
      "Runtime", code.runtime,
      "Timeout", TIMEOUT_SECONDS,
      "Code", engine.ordered("S3Bucket", code.s3_bucket_name, "S3Key", code.s3_object_key),
      "Role", role.role_arn,
      "Tags", self.tags.rendered_tags),
  })
  self.function_arn = engine.get_att(resource, "Arn")
  code:add_resource_metadata(resource, "Code")
  -- The function must not run before its role has its policies.
  for _, child in ipairs(role.node.children) do
    local element = engine.is_a(child, cdk.CfnResource) and child or child.node.default_child
    if element and engine.is_a(element, cdk.CfnResource) then resource:add_dependency(element) end
  end
end

function LogRetentionFunction:grant_delete_log_group(log_group_name)
  self._role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "logs:DeleteLogGroup" }, resources = { log_group_arn(self, log_group_name) },
  })
end

local LogRetention = engine.class("aws_cdk.aws_logs.LogRetention", Construct)

function LogRetention:init(scope, id, props)
  Construct.init(self, scope, id)
  local stack = engine.stack_of(self)
  local provider = stack.node:try_find_child(FUNCTION_ID) or LogRetentionFunction(stack, FUNCTION_ID, props)
  if props.removal_policy == cdk.RemovalPolicy.DESTROY then provider:grant_delete_log_group(props.log_group_name) end

  local retry = props.log_retention_retry_options
  local resource = cdk.CfnResource(self, "Resource", {
    type = "Custom::LogRetention",
    properties = engine.ordered(
      "ServiceToken", provider.function_arn,
      "LogGroupName", props.log_group_name,
      "LogGroupRegion", props.log_group_region,
      "SdkRetry", retry and engine.map { maxRetries = retry.max_retries } or nil,
      "RetentionInDays", props.retention ~= INFINITE and props.retention ~= math.huge and props.retention or nil,
      "RemovalPolicy", props.removal_policy),
  })
  -- The name comes from the custom resource, so that users of the ARN wait for the group to exist.
  self.log_group_arn = log_group_arn(self, engine.get_att(resource, "LogGroupName"), props.log_group_region)
end

return { LogRetention = LogRetention }
