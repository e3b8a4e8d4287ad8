--- Records go to an address.
local engine = require "luacdk.engine"
local destinations = require "aws_cdk.aws_kinesisfirehose.private.destinations"

local BACKUP_ALL, BACKUP_FAILED = 0, 1
local ALL_DATA, FAILED_DATA = "AllData", "FailedDataOnly"

local HttpEndpoint = engine.class "aws_cdk.aws_kinesisfirehose.HttpEndpoint"

--- Arguments: HttpEndpointProps: endpoint_config (required).
function HttpEndpoint:init(props) self._props = props end

local function given(text)
  if text == "" then return nil end
  return text
end

local function attributes(list)
  if not list then return nil end
  local all = {}
  for i, one in ipairs(list) do all[i] = { attribute_name = one.name, attribute_value = one.value } end
  return all
end

local function retries(scope, options)
  if not options then return nil end
  local seconds = options.duration:to_seconds()
  if type(seconds) == "number" and seconds > destinations.LONGEST_RETRY then
    engine.fail(scope, "the retry duration must be at most %d seconds, got %s", destinations.LONGEST_RETRY,
      engine.display(seconds))
  end
  return { duration_in_seconds = seconds }
end

function HttpEndpoint:bind(scope)
  local props, stack = self._props, engine.stack_of(scope)
  local role = props.role or destinations.role(scope, "Http Destination Role", {
    StringEquals = { ["aws:SourceAccount"] = stack.account },
    ArnLike = {
      ["aws:SourceArn"] = stack:format_arn {
        service = "firehose", resource = "deliverystream", resource_name = "*",
      },
    },
  })
  local dependables = {}
  local logging = destinations.logging(scope, props.logging_config, role, "HttpDestination", dependables)
  local kept = {}
  for name, value in pairs(props.s3_backup or {}) do kept[name] = value end
  kept.mode = props.backup_mode == ALL_DATA and BACKUP_ALL or BACKUP_FAILED
  local backup = destinations.backup(scope, role, kept, dependables)
  local endpoint, hints = props.endpoint_config, props.buffering_hints or {}
  local secret = endpoint.secret
  if secret then secret:grant_read(role) end
  local retry_options = retries(scope, props.retry_options)
  return {
    http_endpoint_destination_configuration = {
      endpoint_configuration = {
        url = endpoint.url, access_key = endpoint.access_key and endpoint.access_key:unsafe_unwrap(),
        name = given(endpoint.name),
      },
      retry_options = retry_options,
      buffering_hints = destinations.buffering(scope, hints.interval, hints.size),
      request_configuration = {
        content_encoding = props.request_compression or "NONE", common_attributes = attributes(props.attributes),
      },
      cloud_watch_logging_options = logging,
      processing_configuration = destinations.processing(scope, props, { role = role }),
      role_arn = role.role_arn,
      s3_backup_mode = props.backup_mode or FAILED_DATA,
      s3_configuration = backup,
      secrets_manager_configuration = secret
        and { secret_arn = secret.secret_arn, enabled = true, role_arn = role.role_arn } or nil,
    },
    dependables = dependables,
  }
end

return { HttpEndpoint = HttpEndpoint }
