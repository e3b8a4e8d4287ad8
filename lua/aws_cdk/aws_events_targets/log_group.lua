--- Events are written to a log group.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"
local target = require "aws_cdk.aws_events_targets.target"

local CloudWatchLogGroup = engine.class "aws_cdk.aws_events_targets.CloudWatchLogGroup"

--- Arguments: log_group, LogGroupProps: event (deprecated) or log_event, install_latest_aws_sdk and TargetBaseProps.
function CloudWatchLogGroup:init(log_group, props)
  self._log_group = log_group
  self._props = props
end

-- EventBridge writes as a service, which only a resource policy of CloudWatch Logs allows. The policy belongs to the
-- account and is made by a call of the API.
local function allow_logging(stack, id, group, install_latest_aws_sdk)
  local policy
  local name = engine.lazy(function() return cdk.Names.unique_id(policy) end, { kind = "string" })
  local document = ('{"Statement":[{"Action":["logs:PutLogEvents","logs:CreateLogStream"],"Effect":"Allow",'
    .. '"Principal":{"Service":"%s"},"Resource":"%s"}],"Version":"2012-10-17"}'):format(target.SERVICE,
      group.log_group_arn)
  policy = custom_resources.AwsCustomResource(stack, id, {
    resource_type = "Custom::CloudwatchLogResourcePolicy",
    on_update = {
      service = "CloudWatchLogs",
      action = "putResourcePolicy",
      parameters = engine.ordered("policyName", name, "policyDocument", document),
      physical_resource_id = custom_resources.PhysicalResourceId.of(id),
    },
    install_latest_aws_sdk = install_latest_aws_sdk,
    on_delete = {
      service = "CloudWatchLogs",
      action = "deleteResourcePolicy",
      parameters = { policyName = name },
      ignore_error_codes_matching = "ResourceNotFoundException",
    },
    policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls {
      resources = custom_resources.AwsCustomResourcePolicy.ANY_RESOURCE,
    },
  })
end

local FORMAT = "{timestamp: <timestamp>, message: <message>}"

local function template_errors(stack, template)
  local text = engine.resolve(stack, template)
  if type(text) ~= "string" then return {} end
  local ok, value = pcall(assembly.parse_json, (text:gsub("<[^<>]*>", '"%0"')))
  if not ok or value == nil then
    return { ("the input template %s of the log group is not JSON: it must have the form %s"):format(text, FORMAT) }
  end
  local count = 0
  for _ in pairs(type(value) == "table" and value or {}) do count = count + 1 end
  if count ~= 2 or value.timestamp == nil or value.message == nil then
    return { ("the input template %s of the log group must have the form %s"):format(text, FORMAT) }
  end
  return {}
end

function CloudWatchLogGroup:bind(rule)
  local group, props = self._log_group, self._props
  local stack, ref = engine.stack_of(group), group.log_group_ref
  if props.event and props.log_event then
    engine.fail(rule, "give the target event or log_event, not both")
  end
  local bound = props.event and props.event:bind(rule)
  if bound and (bound.input_path or bound.input) then
    engine.fail(rule, "a log group takes an input with fields of the event (LogGroupTargetInput), neither a constant "
      .. "string nor a path")
  end
  if bound and bound.input_template then
    rule.node:add_validation { validate = function() return template_errors(stack, bound.input_template) end }
  end
  local id = "EventsLogGroupPolicy" .. cdk.Names.node_unique_id(rule.node)
  if not group.node:try_find_child(id) then allow_logging(stack, id, ref, props.install_latest_aws_sdk) end
  local config = target.base_config(props)
  config.arn = stack:format_arn {
    service = "logs", resource = "log-group", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    resource_name = ref.log_group_name,
  }
  config.input = props.event or props.log_event
  config.target_resource = group
  return config
end

return { CloudWatchLogGroup = CloudWatchLogGroup }
