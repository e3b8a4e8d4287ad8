--- Where access logs go.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local WITHOUT_WILDCARD = cx_api.APIGATEWAY_LOG_GROUP_DESTINATION_ARN_WITHOUT_WILDCARD
local PREFIX = "amazon-apigateway-"

local LogGroupLogDestination = engine.class "aws_cdk.aws_apigateway.LogGroupLogDestination"

--- Arguments: log_group.
function LogGroupLogDestination:init(log_group) self._log_group = log_group end

--- As IAccessLogDestination.
function LogGroupLogDestination:bind(stage)
  local group = self._log_group
  local reference = group.log_group_ref
  if not cdk.FeatureFlags.of(stage):is_enabled(WITHOUT_WILDCARD) then
    return { destination_arn = reference.log_group_arn }
  end
  return { destination_arn = engine.stack_of(group):format_arn {
    service = "logs", account = group.env.account, region = group.env.region, resource = "log-group",
    resource_name = reference.log_group_name, arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  } }
end

local FirehoseLogDestination = engine.class "aws_cdk.aws_apigateway.FirehoseLogDestination"

--- Arguments: stream, a CfnDeliveryStream.
function FirehoseLogDestination:init(stream) self._stream = stream end

--- As IAccessLogDestination.
function FirehoseLogDestination:bind(stage)
  local name = self._stream.delivery_stream_name
  if type(name) ~= "string" or name:sub(1, #PREFIX) ~= PREFIX then
    engine.fail(stage, "the name of a delivery stream for access logs must begin with %s, got %s", PREFIX,
      engine.display(name))
  end
  return { destination_arn = self._stream.attr_arn }
end

return { LogGroupLogDestination = LogGroupLogDestination, FirehoseLogDestination = FirehoseLogDestination }
