--- The router that a task gets if its containers log through FireLens and it has none.
local iam = require "aws_cdk.aws_iam"
local ssm = require "aws_cdk.aws_ssm"
local ecs = require "aws_cdk.aws_ecs"

local IMAGE = "/aws/service/aws-for-fluent-bit/latest"
local MEMORY = 50

-- What the router needs to deliver to a service, by the name of Fluent Bit's plug-in.
local ACTIONS = {
  cloudwatch = { "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents" },
  firehose = { "firehose:PutRecordBatch" },
  kinesis = { "kinesis:PutRecords" },
}

local function statement(actions) return iam.PolicyStatement { actions = actions, resources = { "*" } } end

local function image(task_definition, options)
  task_definition:add_to_execution_role_policy(statement {
    "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
  })
  local actions = options and ACTIONS[options.Name]
  if actions then
    actions = { table.unpack(actions) }
    if options.Name == "cloudwatch" and options.log_retention_days ~= nil then
      actions[#actions + 1] = "logs:PutRetentionPolicy"
    end
    task_definition:add_to_task_role_policy(statement(actions))
  end
  return ecs.ContainerImage.from_registry(ssm.StringParameter.value_for_string_parameter(task_definition, IMAGE))
end

--- Adds the router for a container that logs with these options.
return function(task_definition, options)
  task_definition:add_firelens_log_router("log-router", {
    image = image(task_definition, options),
    firelens_config = { type = ecs.FirelensLogRouterType.FLUENTBIT },
    logging = ecs.AwsLogDriver { stream_prefix = "firelens" },
    memory_reservation_mib = MEMORY,
  })
end
