--- What containers print as events in CloudWatch Logs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"

local AwsLogDriver = engine.class("aws_cdk.aws_ecs.AwsLogDriver", ecs.LogDriver)

--- Arguments: AwsLogDriverProps: stream_prefix (required).
function AwsLogDriver:init(props)
  if props.log_group and props.log_retention then
    engine.fail(nil, "log_group and log_retention are mutually exclusive; -> set the retention of the group")
  end
  if props.max_buffer_size and props.mode ~= ecs.AwsLogDriverMode.NON_BLOCKING then
    engine.fail(nil, "max_buffer_size needs mode = ecs.AwsLogDriverMode.NON_BLOCKING")
  end
  self._props = props
end

--- Called by the container that has the driver.
function AwsLogDriver:bind(scope, container_definition)
  local props = self._props
  self.log_group = props.log_group or logs.LogGroup(scope, "LogGroup", {
    retention = props.log_retention or logs.RetentionDays.INFINITE,
  })
  local group = self.log_group.log_group_ref
  local size = props.max_buffer_size
  container_definition.task_definition:obtain_execution_role():add_to_principal_policy(iam.PolicyStatement {
    actions = { "logs:CreateLogStream", "logs:PutLogEvents" }, resources = { group.log_group_arn },
  })
  return {
    log_driver = "awslogs",
    options = engine.ordered(
      "awslogs-group", group.log_group_name,
      "awslogs-stream-prefix", props.stream_prefix,
      "awslogs-region", self.log_group.env.region,
      "awslogs-datetime-format", props.datetime_format,
      "awslogs-multiline-pattern", props.multiline_pattern,
      "mode", props.mode,
      "max-buffer-size", size and cdk.Tokenization.stringify_number(
        size:to_bytes { rounding = cdk.SizeRoundingBehavior.FLOOR }) .. "b"),
  }
end

return { AwsLogDriver = AwsLogDriver }
