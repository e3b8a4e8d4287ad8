--- Where logs are delivered to.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local deliveries = require "aws_cdk.aws_bedrockagentcore.private.deliveries"
local logs = require "aws_cdk.aws_logs"

local MODULE = "aws_cdk.aws_bedrockagentcore."
local LOG_GROUPS_POLICY = "CdkLogGroupLogsDeliveryPolicy"

local LoggingDestination = engine.class(MODULE .. "LoggingDestination")

--- What users' own classes cannot say.
function LoggingDestination:_bind()
  engine.fail(nil, "only a destination of LoggingDestination.… can be delivered to, got %s", engine.display(self))
end

-- A kind of destination, the class of this name: `bind(resource, scope, id, options)` returns the L1 resource.
local function kind(name, bind)
  local Kind = engine.class(MODULE .. name, LoggingDestination)
  function Kind:init(resource) self._to = resource end
  function Kind:_bind(scope, id, options) return bind(self._to, scope, id, options) end
  return Kind
end

-- The stack's policy for log groups, with a statement for this one.
local function log_groups_policy(scope, log_group)
  local stack = engine.stack_of(scope)
  local policy = stack.node:try_find_child(LOG_GROUPS_POLICY) or logs.ResourcePolicy(stack, LOG_GROUPS_POLICY, {})
  policy.document:add_statements(deliveries.statement({ "logs:CreateLogStream", "logs:PutLogEvents" },
    { log_group.log_group_arn .. ":log-stream:*" }, engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = stack.account },
      "ArnLike", { ["aws:SourceArn"] = stack:format_arn { service = "logs", resource = "*" } })))
  return policy
end

local CloudWatchLogsDestination = kind("CloudWatchLogsDestination", function(log_group, scope, id, options)
  local policy = options.manage_delivery_resource_policy ~= false and log_groups_policy(scope, log_group)
  local destination = deliveries.destination(scope, id, "CWL", log_group.log_group_arn)
  if policy then destination.node:add_dependency(policy) end
  return destination
end)

local S3Destination = kind("S3Destination", function(bucket, scope, id)
  local stack = engine.stack_of(scope)
  bucket:add_to_resource_policy(deliveries.statement({ "s3:PutObject" },
    { bucket.bucket_arn .. "/AWSLogs/" .. stack.account .. "/*" }, engine.ordered(
      "StringEquals", engine.ordered(
        "s3:x-amz-acl", "bucket-owner-full-control", "aws:SourceAccount", stack.account),
      "ArnLike", { ["aws:SourceArn"] = deliveries.all_sources(stack) })))
  return deliveries.destination(scope, id, "S3", bucket.bucket_arn)
end)

local FirehoseDestination = kind("FirehoseDestination", function(stream, scope, id)
  cdk.Tags.of(stream):add("LogDeliveryEnabled", "true")
  return deliveries.destination(scope, id, "FH", stream.delivery_stream_arn)
end)

--- A log group.
function LoggingDestination.cloud_watch_logs(log_group) return CloudWatchLogsDestination(log_group) end

--- A bucket.
function LoggingDestination.s3(bucket) return S3Destination(bucket) end

--- A delivery stream.
function LoggingDestination.firehose(stream) return FirehoseDestination(stream) end

return { LoggingDestination = LoggingDestination }
