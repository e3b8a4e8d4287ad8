--- A log group, and how long it keeps its events.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"

local INFINITE = 9999
local TWO_YEARS = 731

-- What own and imported log groups share.
local LogGroupBase = engine.class("aws_cdk.aws_logs.LogGroupBase", cdk.Resource, "aws_cdk.aws_logs.ILogGroup")

-- The options of a method with the log group they are for.
local function with_log_group(self, options) return l2.with({ log_group = self }, options) end

--- Makes a log stream in this group.
function LogGroupBase:add_stream(id, props) return logs.LogStream(self, id, with_log_group(self, props)) end

--- Sends the events that match a pattern to a destination.
function LogGroupBase:add_subscription_filter(id, props)
  return logs.SubscriptionFilter(self, id, with_log_group(self, props))
end

--- Counts the events that match a pattern as a metric.
function LogGroupBase:add_metric_filter(id, props) return logs.MetricFilter(self, id, with_log_group(self, props)) end

--- Changes events as they arrive.
function LogGroupBase:add_transformer(id, props) return logs.Transformer(self, id, with_log_group(self, props)) end

--- Makes a metric of a numeric field of JSON events.
-- @param json_field for example `$.latency`
-- @return the cloudwatch.Metric
function LogGroupBase:extract_metric(json_field, metric_namespace, metric_name)
  logs.MetricFilter(self, metric_namespace .. "_" .. metric_name, {
    log_group = self,
    metric_namespace = metric_namespace,
    metric_name = metric_name,
    filter_pattern = logs.FilterPattern.exists(json_field),
    metric_value = json_field,
  })
  return cloudwatch.Metric({ metric_name = metric_name, namespace = metric_namespace }):attach_to(self)
end

--- Grants the actions named after `grantee`.
function LogGroupBase:grant(grantee, ...) return self.grants:actions(grantee, { ... }) end

--- The name as given, or a token.
function LogGroupBase:log_group_physical_name() return self.physical_name end

-- Policies of CloudWatch Logs take accounts where others take ARNs.
local function account_principal(principal)
  if principal.principal_account then return iam.ArnPrincipal(principal.principal_account) end
  if engine.is_a(principal, iam.ArnPrincipal) and principal.arn ~= "*" then
    local account = cdk.Arn.split(principal.arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).account
    if account ~= nil and account ~= "" then return iam.ArnPrincipal(account) end
  end
  return principal
end

--- Adds a statement to the resource policy of the group, made on first use.
-- @return { statement_added, policy_dependable }
function LogGroupBase:add_to_resource_policy(statement)
  if not self._policy then self._policy = logs.ResourcePolicy(self, "Policy") end
  local principals = {}
  for i, principal in ipairs(statement.principals) do principals[i] = account_principal(principal) end
  self._policy.document:add_statements(statement:copy { principals = principals })
  return { statement_added = true, policy_dependable = self._policy }
end

--- A metric of this group.
-- @param props cloudwatch.MetricOptions
function LogGroupBase:metric(metric_name, props)
  local all = l2.with({ namespace = "AWS/Logs", metric_name = metric_name, statistic = "Sum" }, props)
  return cloudwatch.Metric(all):attach_to(self)
end

local LogGroup = l2.resource("aws_cdk.aws_logs.LogGroup", LogGroupBase, {
  arn = { "log_group_arn", service = "logs", resource = "log-group", format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "log_group_name" },
})

local function check_delivery_class(self, props)
  for _, name in ipairs { "retention", "data_protection_policy", "field_index_policies" } do
    if props[name] ~= nil then
      engine.fail(self, "%s cannot be used with log_group_class DELIVERY; -> leave it out or use another class", name)
    end
  end
end

local function retention_days(self, props)
  local days = props.retention
  if days == nil then
    if props.log_group_class == "DELIVERY" then return nil end
    return TWO_YEARS
  end
  if engine.is_unresolved(days) then return days end
  if days == INFINITE or days == math.huge then return nil end
  if days <= 0 then engine.fail(self, "retention is a number of days above 0, got %s", engine.display(days)) end
  return days
end

function LogGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.log_group_name })
  if props.log_group_class == "DELIVERY" then check_delivery_class(self, props) end

  local indexes
  if props.field_index_policies then
    indexes = engine.list {}
    for i, policy in ipairs(props.field_index_policies) do indexes[i] = policy:_bind(self) end
  end
  local resource = logs.CfnLogGroup(self, "Resource", {
    kms_key_id = props.encryption_key and props.encryption_key.key_ref.key_arn,
    log_group_class = props.log_group_class,
    log_group_name = self.physical_name,
    retention_in_days = retention_days(self, props),
    data_protection_policy = props.data_protection_policy and props.data_protection_policy:_bind(self),
    deletion_protection_enabled = props.deletion_protection_enabled,
    field_index_policies = indexes,
  })
  self._resource = resource
  resource:apply_removal_policy(props.removal_policy)
end

-- The ARN or name without the `:*` that stands for the streams of a group.
local function without_streams(text)
  -- A token's text shows how it ends.
  local plain = tostring(text)
  return plain:find ":%*$" and plain:sub(1, -3) or text
end

local Imported = l2.imported(LogGroup, LogGroupBase)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id, { environment_from_arn = attrs.environment_from_arn })
  self.log_group_arn = attrs.log_group_arn
  self.log_group_name = attrs.log_group_name
end

--- A log group made elsewhere, by its ARN, with or without `:*`.
function LogGroup.from_log_group_arn(scope, id, log_group_arn)
  local arn = without_streams(log_group_arn)
  return Imported(scope, id, {
    log_group_arn = arn .. ":*",
    log_group_name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name,
    environment_from_arn = arn,
  })
end

--- A log group of the scope's environment, by name.
function LogGroup.from_log_group_name(scope, id, log_group_name)
  local name = without_streams(log_group_name)
  return Imported(scope, id, {
    log_group_name = name,
    log_group_arn = engine.stack_of(scope):format_arn {
      service = "logs", resource = "log-group", resource_name = name .. ":*",
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    },
  })
end

return { LogGroup = LogGroup, LogGroupBase = LogGroupBase }
