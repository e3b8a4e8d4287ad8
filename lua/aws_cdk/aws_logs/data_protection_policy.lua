--- Finding and masking sensitive data in the events of a log group.
local engine = require "luacdk.engine"

local VERSION = "2021-06-01"

local DataIdentifier = engine.class "aws_cdk.aws_logs.DataIdentifier"

function DataIdentifier:init(name) self.name = name end

function DataIdentifier:to_string() return self.name end

local CustomDataIdentifier = engine.class("aws_cdk.aws_logs.CustomDataIdentifier", DataIdentifier)

function CustomDataIdentifier:init(name, regex)
  DataIdentifier.init(self, name)
  self.regex = regex
end

function CustomDataIdentifier:to_string() return self.name .. ": " .. self.regex end

local DataProtectionPolicy = engine.class "aws_cdk.aws_logs.DataProtectionPolicy"

function DataProtectionPolicy:init(props)
  if #props.identifiers == 0 then
    engine.fail(nil, "identifiers is empty; a data protection policy needs at least one DataIdentifier")
  end
  self._props = props
end

local function destinations(props)
  local found = engine.ordered()
  if props.log_group_audit_destination then
    found.CloudWatchLogs = { LogGroup = props.log_group_audit_destination.log_group_ref.log_group_name }
  end
  if props.s3_bucket_audit_destination then
    found.S3 = { Bucket = props.s3_bucket_audit_destination.bucket_ref.bucket_name }
  end
  if props.delivery_stream_name_audit_destination then
    found.Firehose = { DeliveryStream = props.delivery_stream_name_audit_destination }
  end
  return found
end

local function given(text) return text ~= nil and text ~= "" end

-- The policy document of a log group in the stack of `scope`.
function DataProtectionPolicy:_bind(scope)
  local props, stack = self._props, engine.stack_of(scope)
  local identifiers, custom = engine.list {}, engine.list {}
  for i, identifier in ipairs(props.identifiers) do
    if engine.is_a(identifier, CustomDataIdentifier) then
      identifiers[i] = identifier.name
      custom[#custom + 1] = engine.ordered("Name", identifier.name, "Regex", identifier.regex)
    else
      identifiers[i] = stack:format_arn {
        service = "dataprotection", region = "", account = "aws", resource = "data-identifier",
        resource_name = identifier.name,
      }
    end
  end
  return engine.ordered(
    "Name", given(props.name) and props.name or "data-protection-policy-cdk",
    "Description", given(props.description) and props.description or "cdk generated data protection policy",
    "Version", VERSION,
    "Statement", {
      engine.ordered("Sid", "audit-statement-cdk", "DataIdentifier", identifiers,
        "Operation", { Audit = { FindingsDestination = destinations(props) } }),
      engine.ordered("Sid", "redact-statement-cdk", "DataIdentifier", identifiers,
        "Operation", { Deidentify = { MaskConfig = engine.map {} } }),
    },
    "Configuration", { CustomDataIdentifier = custom })
end

return {
  CustomDataIdentifier = CustomDataIdentifier,
  DataIdentifier = DataIdentifier,
  DataProtectionPolicy = DataProtectionPolicy,
}
