--- Grants on a log group, an L2 or a CfnLogGroup.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"

local LogGroupGrants = engine.class "aws_cdk.aws_logs.LogGroupGrants"

function LogGroupGrants:init(resource)
  self._resource = resource
  self._policy_resource = iam.ResourceWithPolicies.of(resource)
end

--- Grants for `resource`, any table with a `log_group_ref`.
function LogGroupGrants.from_log_group(resource) return LogGroupGrants(resource) end

-- Actions on the group itself need its ARN without the `:*` that stands for its streams.
local function group_arn(log_group)
  local ref = log_group.log_group_ref
  if not engine.is_unresolved(ref.log_group_arn) then return (ref.log_group_arn:gsub(":%*$", "")) end
  return engine.stack_of(log_group):format_arn {
    service = "logs", resource = "log-group", resource_name = ref.log_group_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME, account = log_group.env.account, region = log_group.env.region,
  }
end

--- Grants `actions`, a list, on the group and its streams, or on `options.resource_arns`.
function LogGroupGrants:actions(grantee, actions, options)
  local arns = options and options.resource_arns
  if not arns then arns = { group_arn(self._resource), self._resource.log_group_ref.log_group_arn } end
  return grants.add(self._policy_resource, grantee, actions, arns)
end

--- Lets `grantee` make streams and write events.
function LogGroupGrants:write(grantee)
  return self:actions(grantee, { "logs:CreateLogStream", "logs:PutLogEvents" }, {
    resource_arns = { self._resource.log_group_ref.log_group_arn },
  })
end

--- Lets `grantee` find and read events.
function LogGroupGrants:read(grantee)
  return self:actions(grantee, {
    "logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
  })
end

return { LogGroupGrants = LogGroupGrants }
