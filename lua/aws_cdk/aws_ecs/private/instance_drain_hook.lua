--- A function that moves the tasks away from instances that stop.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local hooktargets = require "aws_cdk.aws_autoscaling_hooktargets"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local programs = require "aws_cdk.private.programs"

local PROGRAM = "aws-ecs/lambda-source"
local DRAIN_TIME, MARGIN = 300, 10

local InstanceDrainHook = engine.class("aws_cdk.aws_ecs.InstanceDrainHook", constructs.Construct)

--- Arguments: scope, id, { auto_scaling_group, cluster, topic_encryption_key }.
function InstanceDrainHook:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local cluster, group = props.cluster.cluster_ref, props.auto_scaling_group
  local fn = lambda.Function(self, "Function", {
    code = lambda.Code.from_inline(programs.inline(self, PROGRAM, "instance_drain.py", true)),
    handler = "index.lambda_handler",
    runtime = lambda.Runtime.determine_latest_python_runtime(self),
    timeout = cdk.Duration.seconds(DRAIN_TIME + MARGIN),
    environment = { CLUSTER = cluster.cluster_name },
  })
  group:add_lifecycle_hook("DrainHook", {
    lifecycle_transition = autoscaling.LifecycleTransition.INSTANCE_TERMINATING,
    default_result = autoscaling.DefaultResult.CONTINUE,
    notification_target = hooktargets.FunctionHook(fn, props.topic_encryption_key),
    heartbeat_timeout = cdk.Duration.seconds(DRAIN_TIME),
  })
  local in_cluster = { ArnEquals = { ["ecs:cluster"] = cluster.cluster_arn } }
  for _, statement in ipairs {
    {
      actions = {
        "ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:DescribeInstanceStatus", "ec2:DescribeHosts",
      },
      resources = { "*" },
    },
    { actions = { "autoscaling:CompleteLifecycleAction" }, resources = { group.auto_scaling_group_arn } },
    {
      actions = { "ecs:DescribeContainerInstances", "ecs:DescribeTasks" }, resources = { "*" },
      conditions = in_cluster,
    },
    {
      actions = {
        "ecs:ListContainerInstances", "ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange",
      },
      resources = { cluster.cluster_arn },
    },
    {
      actions = { "ecs:UpdateContainerInstancesState", "ecs:ListTasks" }, resources = { "*" },
      conditions = in_cluster,
    },
  } do
    fn:add_to_role_policy(iam.PolicyStatement(statement))
  end
end

return InstanceDrainHook
