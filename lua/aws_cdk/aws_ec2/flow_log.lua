-- Flow logs: which traffic passes, written to where.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"

local is_unresolved, fail = engine.is_unresolved, engine.fail

local FlowLog = engine.class("aws_cdk.aws_ec2.FlowLog", cdk.Resource)
local ImportedFlowLog = engine.class("aws_cdk.aws_ec2.ImportedFlowLog", cdk.Resource)
local ResourceType = engine.class "aws_cdk.aws_ec2.FlowLogResourceType"
local LogFormat = engine.class "aws_cdk.aws_ec2.LogFormat"

--------------------------------------------------------------------------------------------------------------------
-- What is watched

function ResourceType:init() end

local Watched = engine.class("aws_cdk.aws_ec2.WatchedFlowLogResourceType", ResourceType)

function Watched:init(resource_type, resource_id) self.resource_type, self.resource_id = resource_type, resource_id end

--- A subnet.
function ResourceType.from_subnet(subnet) return Watched("Subnet", subnet.subnet_ref.subnet_id) end

--- A VPC.
function ResourceType.from_vpc(vpc) return Watched("VPC", vpc.vpc_id) end

--- A network interface.
function ResourceType.from_network_interface_id(id) return Watched("NetworkInterface", id) end

--- A transit gateway.
function ResourceType.from_transit_gateway_id(id) return Watched("TransitGateway", id) end

--- An attachment of a transit gateway.
function ResourceType.from_transit_gateway_attachment_id(id) return Watched("TransitGatewayAttachment", id) end

--------------------------------------------------------------------------------------------------------------------
-- The fields of a record

function LogFormat:init(value) self.value = value end

--- A field by its name.
function LogFormat.field(field) return LogFormat("${" .. field .. "}") end

--------------------------------------------------------------------------------------------------------------------

local function dependencies_of(bucket)
  local found = {}
  if not bucket then return found end
  local emptying = bucket.node:try_find_child "AutoDeleteObjectsCustomResource"
  for _, construct in ipairs { bucket.policy or false, emptying or false } do
    local resource = construct and construct.node.default_child
    if engine.is_a(resource, cdk.CfnResource) then found[#found + 1] = resource end
  end
  return found
end

local function traffic_type(self, props)
  local resource_type = props.resource_type.resource_type
  if not resource_type:find "^TransitGateway" then return props.traffic_type or "ALL" end
  if props.traffic_type then fail(self, "traffic_type is not for transit gateways: -> leave it out") end
  local interval = props.max_aggregation_interval
  if interval and interval ~= 0 and interval ~= ec2.FlowLogMaxAggregationInterval.ONE_MINUTE then
    fail(self, "max_aggregation_interval of transit gateways must be ONE_MINUTE")
  end
end

local function format_text(formats)
  if not formats then return nil end
  local texts = {}
  for i, format in ipairs(formats) do texts[i] = tostring(format.value) end
  return table.concat(texts, " ")
end

--- Arguments: scope, id, FlowLogProps. The log goes to a new log group unless there is a destination.
function FlowLog:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local config = (props.destination or ec2.FlowLogDestination.to_cloud_watch_logs()):bind(self, self)
  local bucket, stream, group = config.s3_bucket, config.delivery_stream, config.log_group
  self.log_group, self.bucket, self.iam_role, self.key_prefix = group, bucket, config.iam_role, config.key_prefix
  self.delivery_stream = stream
  self.delivery_stream_arn = stream and stream.delivery_stream_ref.delivery_stream_arn or config.delivery_stream_arn
  local name = props.flow_log_name
  cdk.Tags.of(self):add("Name", name and name ~= "" and name or self.node.path)
  local destination = self.delivery_stream_arn
  if not destination and bucket then
    local prefix = config.key_prefix
    destination = prefix and prefix ~= "" and bucket:arn_for_objects(prefix) or bucket.bucket_arn
  end
  local log = ec2.CfnFlowLog(self, "FlowLog", {
    destination_options = config.destination_options,
    deliver_logs_permission_arn = config.iam_role and config.iam_role.role_arn,
    log_destination_type = config.log_destination_type,
    log_group_name = group and group.log_group_ref.log_group_name,
    max_aggregation_interval = props.max_aggregation_interval,
    resource_id = props.resource_type.resource_id,
    resource_type = props.resource_type.resource_type,
    traffic_type = traffic_type(self, props),
    log_format = format_text(props.log_format),
    log_destination = destination,
  })
  for _, resource in ipairs(dependencies_of(bucket)) do log:add_resource_dependency(resource) end
  self.flow_log_id = log.ref
  self.node.default_child = log
  for _, rule in ipairs { "F3002", "F3003" } do
    cdk.Validations.of(self):acknowledge {
      id = "CloudFormation-Validate::" .. rule,
      reason = "the service takes the destination options of flow logs in camelCase, whatever its specification says",
    }
  end
end

local function reference(self) return { flow_log_id = self.flow_log_id } end

FlowLog.get.flow_log_ref = reference

ImportedFlowLog.__interface = rawget(FlowLog, "__schema")
ImportedFlowLog.get.flow_log_ref = reference

function ImportedFlowLog:init(scope, id, flow_log_id)
  cdk.Resource.init(self, scope, id)
  self.flow_log_id = flow_log_id
end

--- A flow log defined elsewhere.
function FlowLog.from_flow_log_id(scope, id, flow_log_id) return ImportedFlowLog(scope, id, flow_log_id) end

--------------------------------------------------------------------------------------------------------------------
-- Where it is written

local Destination = engine.class "aws_cdk.aws_ec2.FlowLogDestination"
local ToLogs = engine.class("aws_cdk.aws_ec2.CloudWatchLogsFlowLogDestination", Destination)
local ToBucket = engine.class("aws_cdk.aws_ec2.S3FlowLogDestination", Destination)
local ToStream = engine.class("aws_cdk.aws_ec2.FirehoseFlowLogDestination", Destination)

function Destination:init() end

function ToLogs:init(group, role) self._group, self._role = group, role end

function ToLogs:bind(scope)
  local role = self._role or iam.Role(scope, "IAMRole", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    assumed_by = iam.ServicePrincipal "vpc-flow-logs.amazonaws.com",
  })
  local group = self._group or require("aws_cdk.aws_logs").LogGroup(scope, "LogGroup")
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams" },
    resources = { group.log_group_ref.log_group_arn },
  })
  return { log_destination_type = "cloud-watch-logs", log_group = group, iam_role = role }
end

function ToBucket:init(bucket, key_prefix, options)
  self._bucket, self._key_prefix, self._options = bucket, key_prefix, options or {}
end

-- The statements that S3 would add by itself when the first log is delivered.
local function allow_delivery(scope, bucket, key_prefix, options)
  local stack = engine.stack_of(scope)
  local prefix = key_prefix or ""
  if prefix ~= "" and tostring(prefix):sub(-1) ~= "/" then prefix = prefix .. "/" end
  local account = options.hive_compatible_partitions and "AWSLogs/aws-account-id=" or "AWSLogs/"
  local source = stack:format_arn { service = "logs", resource = "*" }
  local function allow(actions, resource, equals)
    equals["aws:SourceAccount"] = stack.account
    bucket:add_to_resource_policy(iam.PolicyStatement {
      principals = { iam.ServicePrincipal "delivery.logs.amazonaws.com" }, resources = { resource }, actions = actions,
      conditions = engine.ordered("StringEquals", equals, "ArnLike", { ["aws:SourceArn"] = source }),
    })
  end
  allow({ "s3:PutObject" }, bucket:arn_for_objects(prefix .. account .. stack.account .. "/*"),
    engine.ordered("s3:x-amz-acl", "bucket-owner-full-control"))
  allow({ "s3:GetBucketAcl", "s3:ListBucket" }, bucket.bucket_arn, engine.ordered())
end

function ToBucket:bind(scope)
  local options = self._options
  local bucket = self._bucket or require("aws_cdk.aws_s3").Bucket(scope, "Bucket", {
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  if cdk.FeatureFlags._is_enabled(scope, cx_api.S3_CREATE_DEFAULT_LOGGING_POLICY) then
    allow_delivery(scope, bucket, self._key_prefix, options)
  end
  local written
  if options.file_format or options.per_hour_partition or options.hive_compatible_partitions then
    written = engine.ordered("fileFormat", options.file_format or "plain-text",
      "perHourPartition", options.per_hour_partition or false,
      "hiveCompatiblePartitions", options.hive_compatible_partitions or false)
  end
  return {
    log_destination_type = "s3", s3_bucket = bucket, key_prefix = self._key_prefix, destination_options = written,
  }
end

function ToStream:init(stream, arn, role) self._stream, self._arn, self._role = stream, arn, role end

function ToStream:bind(scope, flow_log)
  local stream = self._stream
  if stream and not self._role then
    local account, own = stream.env.account, flow_log.env.account
    if not is_unresolved(account) and not is_unresolved(own) and account ~= own then
      fail(scope, "logs for a delivery stream of another account need a role: -> give iam_role")
    end
  end
  return {
    log_destination_type = "kinesis-data-firehose", delivery_stream_arn = self._arn, delivery_stream = stream,
    iam_role = self._role,
  }
end

--- A log group, by a role; both are made unless they are given.
function Destination.to_cloud_watch_logs(log_group, iam_role) return ToLogs(log_group, iam_role) end

--- A bucket, made unless it is given.
function Destination.to_s3(bucket, key_prefix, options) return ToBucket(bucket, key_prefix, options) end

--- A delivery stream of Amazon Data Firehose by its ARN. Deprecated: use to_firehose.
function Destination.to_kinesis_data_firehose_destination(delivery_stream_arn)
  return ToStream(nil, delivery_stream_arn)
end

--- A delivery stream of Amazon Data Firehose.
function Destination.to_firehose(delivery_stream, iam_role) return ToStream(delivery_stream, nil, iam_role) end

return {
  FlowLog = FlowLog, FlowLogDestination = Destination, FlowLogResourceType = ResourceType, LogFormat = LogFormat,
}
