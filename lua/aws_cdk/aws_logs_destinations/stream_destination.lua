--- Streams that log groups put their events into: of Kinesis and of Firehose.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local ROLE = "CloudWatchLogsCanPutRecords"
local SERVICE = "logs.amazonaws.com"

-- The role that CloudWatch Logs takes: the given one, or one for the subscription.
local function role_of(scope, given, conditions)
  return given or scope.node:try_find_child(ROLE)
    or iam.Role(scope, ROLE, { assumed_by = iam.ServicePrincipal(SERVICE, conditions) })
end

-- The subscription waits for the role's permissions; the role itself does not, or it would wait for itself.
local function wait_for_policy(scope, role)
  local policy = role.node:try_find_child "DefaultPolicy"
  if not policy then return end
  role.node.default_child:add_deletion_override "DependsOn"
  scope.node:add_dependency(policy)
end

local KinesisDestination = engine.class "aws_cdk.aws_logs_destinations.KinesisDestination"

--- Arguments: stream, KinesisDestinationProps.
function KinesisDestination:init(stream, props)
  self._stream = stream
  self._role = props and props.role
end

--- As ILogSubscriptionDestination.
function KinesisDestination:bind(scope)
  local role, stream = role_of(scope, self._role), self._stream
  stream:grant_write(role)
  role:grant_pass_role(role)
  wait_for_policy(scope, role)
  return { arn = stream.stream_arn, role = role }
end

local FirehoseDestination = engine.class "aws_cdk.aws_logs_destinations.FirehoseDestination"

--- Arguments: stream, FirehoseDestinationProps.
function FirehoseDestination:init(stream, props)
  self._stream = stream
  self._role = props and props.role
end

--- As ILogSubscriptionDestination.
function FirehoseDestination:bind(scope)
  local source = engine.stack_of(scope):format_arn { service = "logs", resource = "*" }
  local role = role_of(scope, self._role, { conditions = { StringLike = { ["aws:SourceArn"] = source } } })
  local stream = self._stream
  stream:grant_put_records(role)
  wait_for_policy(scope, role)
  return { arn = stream.delivery_stream_arn, role = role }
end

return { FirehoseDestination = FirehoseDestination, KinesisDestination = KinesisDestination }
