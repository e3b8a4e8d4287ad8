-- Archives of the events of a bus.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local render_pattern = require "aws_cdk.aws_events.private.render_pattern"

local Resource = cdk.Resource

local Archive = engine.class("aws_cdk.aws_events.Archive", Resource)

--- Arguments: scope, id, ArchiveProps: event_pattern, source_event_bus (required), archive_name, description, kms_key,
--  retention.
function Archive:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.archive_name })
  local retention, key = props.retention, props.kms_key
  local bus_arn = props.source_event_bus.event_bus_ref.event_bus_arn
  if key then
    key:add_to_resource_policy(iam.PolicyStatement {
      resources = { "*" },
      actions = { "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*" },
      principals = { iam.ServicePrincipal "events.amazonaws.com" },
      sid = "Allow EventBridge to use kms operations",
      conditions = { StringEquals = { ["kms:EncryptionContext:aws:events:event-bus:arn"] = bus_arn } },
    })
    key:add_to_resource_policy(iam.PolicyStatement {
      resources = { "*" },
      actions = { "kms:DescribeKey" },
      principals = { iam.ServicePrincipal "events.amazonaws.com" },
      sid = "Allow EventBridge to call kms:DescribeKey",
    })
  end
  self._resource = events.CfnArchive(self, "Archive", {
    source_arn = bus_arn,
    description = props.description,
    event_pattern = render_pattern(props.event_pattern),
    retention_days = retention and retention:to_days() or 0,
    archive_name = self.physical_name,
    kms_key_identifier = key and key.key_arn or "",
  })
  self.node.default_child = self._resource
end

Archive.get.archive_arn = function(self) return self._resource.attr_arn end
Archive.get.archive_name = function(self) return self._resource.ref end

return { Archive = Archive }
